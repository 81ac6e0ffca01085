import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { line } from '../util/text.ts';
import type { ComparisonReport, ComparisonTable } from './comparison-report.ts';

/** Colors and fonts of the html report, in both color schemes; color alone carries no information. */
const style = `
:root { color-scheme: light dark; --paper: #fcfbf9; --raised: #f4f2ee; --line: #dcd8d0; --ink: #1d1c1a; --soft: #5c5953; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181b; --raised: #1f2226; --line: #363a40; --ink: #e7e4df; --soft: #a9a59d; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5 "Inter", "Segoe UI", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 2rem 1.5rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 0.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin: 2.25rem 0 0.5rem; } p { margin: 0; overflow-wrap: anywhere; }
section { overflow-x: auto; } :focus-visible { outline: 2px solid; outline-offset: 2px; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: baseline; padding: 0.3rem 1.5rem 0.3rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 400; } tbody tr:hover { background: var(--raised); }
tbody th { font: 0.86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; min-width: 3ch; max-width: 60ch; overflow-wrap: break-word; } tbody td { min-width: 6rem; }
@media (max-width: 42rem) { main { padding: 1rem; } tbody th { max-width: 12rem; } th, td { padding-right: 0.75rem; } tbody td { min-width: 0; } }
@media print { :root { --paper: #fff; --line: #ccc; --ink: #000; --soft: #444; } main { max-width: none; padding: 0; } thead { display: table-header-group; } tr { break-inside: avoid; } }
`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** One self-contained page: no network, no scripts. `html` escapes the values. */
export async function comparisonToHtml({ title, remarks, tables }: ComparisonReport): Promise<string> {
  const page = await html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${line(title)}</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>${line(title)}</h1>
${remarks.map((remark) => html`<p>${line(remark)}</p>\n`)}${tables.map(tableMarkup)}</main>
</body>
</html>
`;
  return page.toString();
}

function tableMarkup({ title, head, rows }: ComparisonTable, index: number) {
  const id = `table-${index + 1}`;
  const cell = (text: string, column: number) =>
    column === 0 ? html`<th scope="row">${line(text)}</th>` : html`<td>${line(text)}</td>`;
  return html`<h2 id="${id}">${line(title)}</h2>
<section aria-labelledby="${id}" tabindex="0"><table>
<thead><tr>${head.map((text) => (text === '' ? html`<td></td>` : html`<th scope="col">${line(text)}</th>`))}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></section>
`;
}
