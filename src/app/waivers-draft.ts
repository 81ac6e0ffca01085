/** Drafts a file of waivers. Imported only when one is asked for, as `yaml` takes long to load. */
import { Document, isNode, isSeq, visit } from 'yaml';
import { placeholder } from '../config/waivers-file.ts';
import { type DraftedWaiver, draftWaivers } from '../evaluation/draft-waivers.ts';
import type { RunResult, Waiver, WaiverResult } from '../model/result.ts';
import { count, line, visible } from '../util/text.ts';

/** How long a drafted waiver holds, in days. */
const term = 90;

export interface WaiversDraft {
  /** The file: YAML. */
  readonly text: string;
  /** How many entries are left to be filled in. */
  readonly drafted: number;
}

/**
 * A file of waivers for everything in which the target deviated: the waivers of the run that hold, and drafts, each to
 * be given a reason and an owner. With these filled in, a run that finds the same again has nothing to say against it.
 */
export function waiversDraft(result: RunResult, today: string): WaiversDraft {
  const given = result.run.waivers ?? [];
  const kept = given.filter(({ problem }) => problem === undefined);
  const drafted = draftWaivers(result);
  const entries: Entry[] = [
    ...kept.map((waiver) => ({ waiver: withoutResult(waiver), comment: undefined })),
    ...drafted.map((draft) => ({ waiver: filledUp(draft, expiry(today)), comment: commentOn(draft) })),
  ];
  const document = new Document({ waivers: entries.map(({ waiver }) => waiver) });
  document.commentBefore = comment(head(result, today, drafted.length, given.length - kept.length));
  const list = document.get('waivers');
  for (const [index, item] of (isSeq(list) ? list.items : []).entries()) {
    const text = entries[index]?.comment;
    if (isNode(item) && text !== undefined) item.commentBefore = comment(text);
  }
  return { text: textOf(document), drafted: drafted.length };
}

/** Text with nothing in it that a terminal or an editor would obey. In double quotes an escape means the same. */
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

function head({ target }: RunResult, today: string, drafted: number, dropped: number): string[] {
  return [
    `Known deviations of ${line(target.url)}, drafted on ${today}.`,
    ...(drafted > 0
      ? [
          `${count(drafted, 'entry', 'entries')} to be given a reason and an owner in place of ${placeholder}.`,
        ]
      : ['Nothing deviated that was not waived.']),
    ...(dropped > 0
      ? [`Left out, as it does not hold any more: ${count(dropped, 'entry', 'entries')} given to the run.`]
      : []),
  ];
}

/** Member by member, in the order in which a file has them. */
function withoutResult({ entry: _, problem: __, ...waiver }: WaiverResult): Waiver {
  return waiver;
}

function filledUp({ waiver }: DraftedWaiver, expires: string): Waiver {
  return {
    ...waiver,
    reason: `${placeholder}: why this is accepted for now`,
    owner: `${placeholder}: who sees to it that it ends`,
    expires,
  };
}

function commentOn({ finding, cases }: DraftedWaiver): string[] {
  const { expected, actual, message } = finding;
  const [first] = cases;
  const title =
    cases.length > 1
      ? `All ${cases.length} cases of this status.`
      : `${first?.title ?? 'The run as a whole'}.`;
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
