/** Drafts a file of waivers. Imported only when needed, because `yaml` takes long to load (decision 0015). */
import { Document, isNode, isSeq, visit } from 'yaml';
import { placeholder } from '../config/waivers-file.ts';
import { type DraftedWaiver, draftWaivers } from '../evaluation/draft-waivers.ts';
import { wholeRun } from '../evaluation/waivers.ts';
import type { RunResult, Waiver, WaiverResult } from '../model/result.ts';
import { count, line, visible } from '../util/text.ts';

/** How long a drafted waiver is valid, in days. */
const term = 90;

export interface WaiversDraft {
  /** The file: YAML. */
  readonly text: string;
  /** How many entries the user has to fill in. */
  readonly drafted: number;
}

/**
 * A file of waivers for everything in which the target deviated: the valid waivers of the run, and drafts that need a
 * reason and an owner. With these filled in, another run with the same deviations passes.
 */
export function waiversDraft(result: RunResult, today: string): WaiversDraft {
  const given = result.run.waivers ?? [];
  const valid = given.filter(({ problem }) => problem === undefined);
  const drafted = draftWaivers(result);
  const entries: Entry[] = [
    ...valid.map((waiver) => ({ waiver: withoutResult(waiver), comment: undefined })),
    ...drafted.map((draft) => ({ waiver: fillIn(draft, expiry(today)), comment: commentOn(draft) })),
  ];
  const document = new Document({ waivers: entries.map(({ waiver }) => waiver) });
  document.commentBefore = comment(header(result, today, drafted.length, given.length - valid.length));
  const list = document.get('waivers');
  for (const [index, item] of (isSeq(list) ? list.items : []).entries()) {
    const text = entries[index]?.comment;
    if (isNode(item) && text !== undefined) item.commentBefore = comment(text);
  }
  return { text: textOf(document), drafted: drafted.length };
}

/** Escapes control characters, which a terminal or an editor would obey. Double quotes keep their meaning. */
function textOf(document: Document): string {
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && visible(node.value) !== node.value) node.type = 'QUOTE_DOUBLE';
    },
  });
  const oneLine = { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY };
  return visible(document.toString(oneLine), '\n');
}

interface Entry {
  readonly waiver: Waiver;
  readonly comment: readonly string[] | undefined;
}

function header({ target }: RunResult, today: string, drafted: number, dropped: number): string[] {
  return [
    `Known deviations of ${line(target.url)}, drafted on ${today}.`,
    ...(drafted > 0
      ? [`${count(drafted, 'entry', 'entries')} to fill in: replace ${placeholder} by a reason and an owner.`]
      : ['Every deviation was waived.']),
    ...(dropped > 0 ? [`Left out, no longer valid: ${count(dropped, 'entry', 'entries')} of the run.`] : []),
  ];
}

/** The waiver as a file has it. */
function withoutResult({ entry: _, problem: __, ...waiver }: WaiverResult): Waiver {
  return waiver;
}

function fillIn({ waiver }: DraftedWaiver, expires: string): Waiver {
  return {
    ...waiver,
    reason: `${placeholder}: why this is accepted for now`,
    owner: `${placeholder}: who is responsible for removing it`,
    expires,
  };
}

function commentOn({ waiver, headline, finding }: DraftedWaiver): string[] {
  const { expected, actual, message } = finding;
  const title = waiver.case === wholeRun ? 'The run as a whole' : headline;
  const met = [
    ...(expected === undefined ? [] : [`expected ${line(expected, 200)}`]),
    ...(actual === undefined ? [] : [`actual ${line(actual, 200)}`]),
  ].join(', ');
  return [line(title), line(message), ...(met === '' ? [] : [met])];
}

const comment = (lines: readonly string[]): string => lines.map((text) => ` ${text}`).join('\n');

function expiry(today: string): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + term);
  return day.toISOString().slice(0, 10);
}
