import { html } from 'hono/html';
import type { Conclusion, RunResult } from '../model/result.ts';
import { count, jsonText, line } from '../util/text.ts';
import { coverageOf } from './queries.ts';
import { conformingOperations, headline } from './summary.ts';

/** The text of both halves of a badge. */
interface Badge {
  readonly label: string;
  readonly message: string;
  readonly color: keyof typeof colors;
}

/** Named as in shields.io; dark enough for white text. */
const colors = { green: '#2b7a0b', red: '#b32424', orange: '#a85400' } as const;

const colorOf: Readonly<Record<Conclusion, Badge['color']>> = {
  conformant: 'green',
  deviates: 'red',
  incomplete: 'orange',
};

/**
 * An SVG badge with the conclusion.
 * @throws Error for the built-in target: such a badge would say nothing about a service.
 */
export async function toBadge(result: RunResult): Promise<string> {
  const { label, message, color } = badgeOf(result);
  const [left, right] = [widthOf(label), widthOf(message)];
  const width = left + right;
  const text = (at: number, of: number, value: string) =>
    html`<text x="${at + of / 2}" y="14" textLength="${of - 2 * padding}">${value}</text>`;
  return `${await html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${message}">
<title>${headline(result)}</title>
<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="20" fill="#444"/><rect x="${left}" width="${right}" height="20" fill="${colors[color]}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(0, left, label)}${text(left, right, message)}</g>
</svg>`}\n`;
}

/**
 * The same badge for the endpoint of shields.io, which rejects unknown members.
 * @throws Error for the built-in target.
 */
export function toBadgeJson(result: RunResult): string {
  return jsonText({ schemaVersion: 1, ...badgeOf(result) });
}

function badgeOf(result: RunResult): Badge {
  const { suite, target, run, conclusion, coverage } = result;
  if (target.builtIn)
    throw new Error(
      'a badge is refused for the built-in reference implementation: it would say nothing about a service',
    );
  const conforming = coverageOf(result, 'conforms').length;
  const operations = conformingOperations(result);
  const excluded = coverageOf(result, 'excluded').length;
  const parts = [
    operations ?? `${conforming} of ${coverage.length} codes`,
    ...(excluded > 0 ? [`${operations === undefined ? excluded : count(excluded, 'code')} excluded`] : []),
    ...(run.insecure ? ['INSECURE'] : []),
  ];
  return {
    label: line(suite.name, 60),
    message: `${conclusion} (${parts.join(', ')})`,
    color: colorOf[conclusion],
  };
}

const padding = 6;

/** Approximate width in Verdana; `textLength` fits the text in any font. */
const widthOf = (text: string): number => Math.round([...text].length * 6.4) + 2 * padding;
