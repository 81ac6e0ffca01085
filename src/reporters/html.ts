import { raw } from 'hono/html';
import type { RunResult } from '../model/result.ts';
import { casesSection } from './html/cases.ts';
import { deviationsSection, runFindingsSection } from './html/causes.ts';
import { firstScreen } from './html/first-screen.ts';
import { leftBehindSection } from './html/left-behind.ts';
import { html, type Markup, sectionMarkup } from './html/markup.ts';
import { contentSecurityPolicy } from './html/policy.ts';
import { inconclusiveSection, notExercisedSection } from './html/reasons.ts';
import { repeatSection } from './html/repeat.ts';
import { script } from './html/script.ts';
import { ambiguitiesSection, requirementsSection } from './html/statements.ts';
import { style } from './html/style.ts';
import { toleratedSection } from './html/tolerated.ts';
import { unprovenSection } from './html/unproven.ts';
import { waiversSection } from './html/waivers.ts';
import { warningsSection } from './html/warnings.ts';
import { headline, suiteName } from './summary.ts';

/** The sections in the order of the page; empty ones are left out. */
const sections = [
  deviationsSection,
  notExercisedSection,
  inconclusiveSection,
  unprovenSection,
  toleratedSection,
  warningsSection,
  waiversSection,
  runFindingsSection,
  leftBehindSection,
  casesSection,
  requirementsSection,
  ambiguitiesSection,
  repeatSection,
];

/** The result as one self-contained page, readable without network and without scripts. */
export async function toHtml(result: RunResult): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of htmlPieces(result)) pieces.push(piece);
  return pieces.join('');
}

/** The same section by section, and the longest one in parts. */
export async function* htmlPieces(result: RunResult): AsyncGenerator<string> {
  for (const piece of pieces(result)) yield withPlainQuotes((await piece).toString());
}

/**
 * The same markup with quotation marks as they are between tags, where they mean nothing. Escaped, those of JSON bodies
 * and curl lines would be a quarter of the page. A `>` in a value is escaped, so each one here ends a tag.
 */
const withPlainQuotes = (piece: string): string =>
  piece.replace(/>[^<>&]*&[^<]*/g, (text) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'"));

function* pieces(result: RunResult): Generator<Markup> {
  const present = sections.flatMap((section) => section(result));
  // The two unescaped texts are constants; the content security policy allows only them.
  yield html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${headline(result)}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the findings</a>
${firstScreen(result, present)}
<main id="content">
`;
  for (const section of present) yield* sectionMarkup(section);
  yield html`
</main>
<footer><p>${suiteName(result)}. This page shows only what the run recorded. Bodies and long values are shortened; the JSON report has up to 16 KiB of each.</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`;
}
