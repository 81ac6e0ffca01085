import { appendFile } from 'node:fs/promises';
import type { Environment } from './sources.ts';

/** What GitHub Actions, if the suite runs there, wants to be told. */
export interface GitHub {
  /** File of the job summary, which is appended to. */
  readonly summary?: string;
  /** Whether workflow commands are read from what is printed. */
  readonly annotations: boolean;
}

/** Variables of GitHub's, not ours: an empty one is the same as none. */
export function gitHubSettings({ GITHUB_ACTIONS, GITHUB_STEP_SUMMARY }: Environment): GitHub {
  return {
    annotations: GITHUB_ACTIONS === 'true',
    ...(GITHUB_STEP_SUMMARY && { summary: GITHUB_STEP_SUMMARY }),
  };
}

/** Other steps and other runs of the same step have written there before. */
export async function addToSummary(file: string, markdown: string): Promise<void> {
  await appendFile(file, `${markdown}\n`);
}
