import type { Environment } from './sources.ts';

/** What the suite does for GitHub Actions when it runs there. */
export interface GitHub {
  /** File of the job summary, which is appended to. */
  readonly summary?: string;
  /** Whether GitHub reads workflow commands from the output. */
  readonly annotations: boolean;
}

/** These variables are GitHub's, not ours: an empty one counts as unset. */
export function gitHubSettings({ GITHUB_ACTIONS, GITHUB_STEP_SUMMARY }: Environment): GitHub {
  return {
    annotations: GITHUB_ACTIONS === 'true',
    ...(GITHUB_STEP_SUMMARY && { summary: GITHUB_STEP_SUMMARY }),
  };
}
