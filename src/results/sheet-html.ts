import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { line } from '../reporters/text.ts';
import type { Sheet, SheetTable } from './sheet.ts';

/** Both schemes of colours; nothing is said by colour alone. */
const style = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
section { overflow-x: auto; } h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; }
tbody th { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** One page that needs nothing else: no network, no scripts. Values are escaped by `html`. */
export async function sheetToHtml({ title, remarks, tables }: Sheet): Promise<string> {
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

function tableMarkup({ title, head, rows }: SheetTable, index: number) {
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
