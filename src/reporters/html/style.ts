/**
 * The style sheet. Colors only repeat what icons and labels say; both color schemes have a contrast of at
 * least 4.5 to 1. There are no `style` attributes: the content security policy blocks them.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf9; --raised: #f4f2ee; --line: #dcd8d0; --ink: #1d1c1a; --soft: #5c5953; --link: #1f4f8b;
  --ok: #0a6a63; --bad: #b0271b; --amb: #855300; --doubt: #6b3fa0; --mute: #626872;
  --del: #fbe6e2; --ins: #dff1ec; --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181b; --raised: #1f2226; --line: #363a40; --ink: #e7e4df; --soft: #a9a59d; --link: #8fb8f0;
    --ok: #5fc9bb; --bad: #ff8f7c; --amb: #e6b45c; --doubt: #c5a3f0; --mute: #a3a9b3;
    --del: #43211c; --ins: #123a35;
  }
}
.conforms { --c: var(--ok); } .deviates { --c: var(--bad); } .tolerated { --c: var(--amb); }
.inconclusive { --c: var(--doubt); } .not-exercised, .excluded { --c: var(--mute); }

*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5 "Inter", "Segoe UI", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
}
header, main, footer { max-width: 78rem; margin: 0 auto; padding: 0 1.5rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h1, h2, h3, p, dl, dd, ul, ol, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
code, pre, .id { font-family: var(--mono); font-size: 0.86em; overflow-wrap: anywhere; }
small { font-size: 0.86em; color: var(--soft); font-weight: 400; }
[hidden] { display: none !important; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.25rem 0.5rem; }
.esc { font-style: normal; background: var(--raised); outline: 1px solid var(--line); border-radius: 2px; color: var(--bad); }

/* first screen */
header { padding-top: 2rem; }
.notice { border: 2px solid var(--bad); border-left-width: 0.6rem; padding: 0.5rem 0.9rem; margin-bottom: 0.5rem; }
.notice b { text-transform: uppercase; letter-spacing: 0.04em; margin-right: 0.4rem; color: var(--bad); }
.notice:last-of-type { margin-bottom: 1.75rem; }
.screen { display: grid; gap: 1.75rem 3.5rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 70rem) {
  .screen { grid-template: "verdict coverage" auto "facts coverage" 1fr / minmax(0, 1fr) 44rem; }
  .screen > .verdict { grid-area: verdict; } .screen > .coverage { grid-area: coverage; } .screen > .facts { grid-area: facts; align-content: start; }
}
.eyebrow { font-size: 0.8rem; color: var(--soft); letter-spacing: 0.09em; text-transform: uppercase; }
h1 { font-size: clamp(2.2rem, 5vw, 3.1rem); line-height: 1.1; font-weight: 700; letter-spacing: -0.025em; color: var(--c); margin: 0.35rem 0 0.4rem; }
h1 .shape { width: 0.78em; height: 0.78em; vertical-align: -0.05em; }
.target { font-size: 1.2rem; font-weight: 600; overflow-wrap: anywhere; }
.lead { margin-top: 0.35rem; max-width: 34em; }
.main { margin-top: 0.9rem; } .main li { display: grid; grid-template-columns: 5.6rem minmax(0, 1fr); gap: 0.5rem; padding: 0.12rem 0; font-size: 0.9rem; line-height: 1.35; } .main li > a:only-child { grid-column: 2; } .main.found li { grid-template-columns: 1.1rem minmax(0, 1fr); } .main small { overflow-wrap: anywhere; }
.missing { margin-top: 0.6rem; color: var(--soft); } .missing li { padding-left: 1rem; text-indent: -1rem; } .missing li::before { content: "– "; }
dl.facts { display: grid; gap: 0.3rem; font-size: 0.875rem; }
dl.facts > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0.75rem; border-top: 1px solid var(--line); padding-top: 0.3rem; }
dl.facts dt { color: var(--soft); } dl.facts dd { overflow-wrap: anywhere; }

/* coverage chart */
.shape { width: 1.15rem; height: 1.15rem; flex: none; vertical-align: -0.2em; }
.fill { fill: var(--c); } .cut { fill: none; stroke: var(--paper); stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
.line { fill: none; stroke: var(--c); stroke-width: 1.8; stroke-linecap: round; } .dashed { stroke-dasharray: 3 3.28; }
.unit { fill: var(--c); } .unit.deviates { fill: none; stroke: var(--c); stroke-width: 2.5; stroke-linecap: round; }
.unit.not-exercised, .unit.inconclusive { fill: none; stroke: var(--c); stroke-width: 1.3; }
.coverage h2 { font-size: 0.875rem; font-weight: 400; color: var(--soft); margin: 0 0 0.5rem; }
.code { display: grid; align-items: center; gap: 0.15rem 0.75rem; color: inherit; text-decoration: none; border-top: 1px solid var(--line); padding: 0.42rem 0; grid-template-columns: 1.2rem 2.2rem auto minmax(0, 1fr); }
.codes li:last-child .code { border-bottom: 1px solid var(--line); }
.code:hover { background: var(--raised); }
.code b { font-variant-numeric: tabular-nums; }
.code .word { color: var(--c); font-weight: 600; white-space: nowrap; } .code .tally { text-align: right; color: var(--soft); font-size: 0.86em; }
.code .waffle { grid-column: 1 / -1; grid-row: 2; display: block; max-width: 100%; height: auto; }
@media (min-width: 42rem) {
  .code { grid-template-columns: 1.2rem 2.2rem 9rem 312px minmax(8rem, 1fr); }
  .code .waffle { grid-area: auto; } .code .tally { text-align: left; }
}
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.8rem; font-size: 0.875rem; }
.legend .shape { width: 0.95rem; height: 0.95rem; vertical-align: -0.12em; }
.scale { font-size: 0.8rem; color: var(--soft); margin-top: 0.2rem; }

/* operations and codes */
.matrix { position: relative; overflow: auto; max-height: max(20rem, 88vh); border-bottom: 1px solid var(--line); width: fit-content; max-width: 100%; }
.matrix table { border-collapse: separate; border-spacing: 0; font-size: 0.875rem; }
.matrix th, .matrix td { text-align: left; padding: 0.05rem 0.2rem; border-top: 1px solid var(--line); white-space: nowrap; font-weight: 400; }
.matrix thead th { position: sticky; top: 0; z-index: 1; background: var(--paper); color: var(--soft); border: 0; padding-bottom: 0.3rem; font-variant-numeric: tabular-nums; }
.matrix tbody th[scope="row"], .matrix thead th:first-child { position: sticky; left: 0; background: var(--paper); padding-right: 0.75rem; }
.matrix thead th:first-child { z-index: 2; } .matrix tbody th[scope="row"] { font-family: var(--mono); font-size: 0.8125rem; }
.matrix th a { color: inherit; text-decoration: none; } .matrix th a:hover { text-decoration: underline; }
.matrix .tag { padding-top: 0.35rem; color: var(--soft); } .matrix .tag span { position: sticky; left: 0.2rem; }
.matrix tbody tr:hover > * { background: var(--raised); }
.cell { display: inline-block; width: 1.6rem; height: 1.25rem; border-radius: 3px; text-align: center; line-height: 1.25rem; font-size: 0.8125rem; font-weight: 700; text-decoration: none; vertical-align: middle; background: var(--c); color: var(--paper); }
.cell::before { content: "○" / ""; } .cell.conforms::before { content: "✓" / ""; } .cell.deviates::before { content: "✗" / ""; } .cell.tolerated::before { content: "≈" / ""; } .cell.inconclusive::before { content: "?" / ""; } .cell.excluded::before { content: "∅" / ""; }
.cell.not-exercised, .cell.excluded, .cell.inconclusive { background: none; color: var(--c); box-shadow: inset 0 0 0 1px var(--c); }
.n { white-space: nowrap; } .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
nav { border-top: 1px solid var(--ink); margin-top: 2rem; padding-top: 0.6rem; }
nav small { white-space: nowrap; } nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.5rem; }

/* sections */
section:not(.matrix) { margin-top: 3rem; }
section > h2 { font-size: 1.5rem; letter-spacing: -0.015em; line-height: 1.25; margin-bottom: 1rem; }
section > h2 small { font-size: 0.9375rem; letter-spacing: 0; margin-left: 0.4rem; }
h3 { font-size: 1.05rem; line-height: 1.35; overflow-wrap: anywhere; } h3.sub { margin: 1.5rem 0 0.5rem; }
.cause { border-top: 1px solid var(--line); padding: 1.1rem 0 1.4rem; }
.item { border-top: 1px solid var(--line); padding: 0.7rem 0; }
.item > * + *, .cause > * + *, .inside > * + * { margin-top: 0.5rem; }
.case p.facts { white-space: pre-line; }
p.facts, .size, .met { font-size: 0.875rem; color: var(--soft); overflow-wrap: anywhere; }
p, dd, li { overflow-wrap: anywhere; }
.cite { max-width: 52rem; } .cite a { font-family: var(--mono); font-size: 0.86em; margin-right: 0.3rem; }
.example { border-left: 0.25rem solid var(--amb); padding-left: 0.6rem; font-size: 0.875rem; max-width: 52rem; }
.v { color: var(--c); font-weight: 600; white-space: nowrap; }
.v::before { display: inline-block; width: 1.15em; font-weight: 700; content: "○" / ""; }
.v.conforms::before { content: "✓" / ""; } .v.deviates::before { content: "✗" / ""; } .v.tolerated::before { content: "≈" / ""; } .v.inconclusive::before { content: "?" / ""; } .v.excluded::before { content: "∅" / ""; }
.error { color: var(--bad); } .empty { color: var(--soft); } .waiver { border-left: 0.25rem solid var(--line); padding-left: 0.6rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); padding: 0.6rem 0.8rem; border-radius: 3px; font-size: 0.8125rem; line-height: 1.5; tab-size: 2; }
.grounds { display: grid; gap: 0.6rem 2.5rem; } .grounds > div > * + * { margin-top: 0.5rem; }
@media (min-width: 60rem) { .grounds, .exchange { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; } }
.exchange { display: grid; gap: 0.5rem 1.5rem; } .exchange > :nth-child(n + 3) { grid-column: 1 / -1; }
.diff .key { color: var(--soft); } .diff del, .diff ins { display: inline-block; min-width: 100%; text-decoration: none; }
.diff del { background: var(--del); color: var(--bad); } .diff ins { background: var(--ins); color: var(--ok); }
.exchange { margin-top: 0.6rem; } .exchange + .exchange { border-top: 1px dashed var(--line); padding-top: 0.6rem; }
.exchange small { font-family: "Inter", "Segoe UI", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; }
#repeat > * + * { margin-top: 0.6rem; }
.curl { margin: 0.6rem 0; border-left: 0.25rem solid var(--line); }
.copier { float: right; margin: 0.35rem; }
.exchange > .copier { justify-self: end; margin: 1.4rem 0.35rem -3.5rem; z-index: 1; } .exchange > .copier + .curl { padding-right: 5.5rem; }
.ids { columns: 22rem; column-gap: 2rem; font-size: 0.875rem; } .ids li { break-inside: avoid; }
.finding { border-left: 0.25rem solid var(--line); padding-left: 0.8rem; } .finding.deviation { border-color: var(--bad); } .finding.warning { border-color: var(--amb); }
.finding > * + * { margin-top: 0.35rem; }

.members { font-size: 0.9375rem; } .members li { padding: 0.1rem 0 0.1rem 1rem; text-indent: -1rem; } .members li::before { content: "– "; } .members .id { margin-left: 0.4rem; }

/* details */
summary { cursor: pointer; list-style: none; width: fit-content; } .operation > summary, .group > summary, .case > summary { width: auto; } summary::-webkit-details-marker { display: none; }
summary::before { content: "▸" / ""; display: inline-block; width: 1.1em; color: var(--soft); }
details[open] > summary::before { content: "▾" / ""; }
.evidence > summary, .others > summary { color: var(--link); width: fit-content; } .others .ids { margin-top: 0.4rem; }
.operation { border-top: 1px solid var(--line); } .operation:last-of-type { border-bottom: 1px solid var(--line); }
.operation > summary { padding: 0.5rem 0; display: grid; grid-template-columns: 1.1rem minmax(0, 22rem) 8.5rem minmax(0, 1fr); gap: 0 0.4rem; align-items: baseline; } .operation > summary > b:first-of-type { font-family: var(--mono); font-size: 0.875rem; overflow-wrap: anywhere; } .operation > summary .tally { color: var(--soft); }
.operation > div { padding: 0 0 1rem 1.1rem; }
.group { border-top: 1px solid var(--line); } .group:last-of-type { border-bottom: 1px solid var(--line); }
.group > summary { padding: 0.5rem 0; display: grid; grid-template-columns: 1.1rem 1.6rem fit-content(24rem) 9.5rem minmax(0, 1fr); gap: 0 0.4rem; align-items: center; } .group > summary .tally { color: var(--soft); }
.group > summary > b { min-width: 2rem; overflow-wrap: anywhere; } .group > div { padding: 0 0 1rem 1.1rem; }
.case { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 3.6rem; }
.case > summary { display: grid; grid-template-columns: 1.1rem 8.5rem minmax(0, 1fr); padding: 0.4rem 0; }
.case > summary > small { grid-column: 2; grid-row: 2; } .case > summary .id { grid-column: 3; font-size: 0.8125rem; } .case > summary .title { grid-column: 3; color: var(--soft); font-size: 0.875rem; }
.operation > summary:hover, .group > summary:hover, .case > summary:hover { background: var(--raised); }
.inside { padding: 0.2rem 0 1.2rem 1.1rem; }
.table dl { margin-top: 0.6rem; } .table dl > div { display: grid; gap: 0 1rem; border-top: 1px solid var(--line); padding: 0.45rem 0; }
@media (min-width: 48rem) { .table dl > div { grid-template-columns: 22rem minmax(0, 1fr); } }
.table + .table { margin-top: 0.3rem; } .table dd small { display: block; }
:target { outline: 2px solid var(--link); outline-offset: 4px; }
section:target, main:target { outline: none; }

/* controls */
form { display: grid; gap: 0.5rem; margin-bottom: 1rem; } fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; align-items: baseline; }
legend { float: left; padding: 0; margin-right: 1rem; } label[for], legend { font-weight: 600; } form > p:not(.size) { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.6rem; }
input[type="search"] { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 3px; padding: 0.3rem 0.5rem; flex: 0 1 26rem; min-width: 8rem; }
select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 3px; padding: 0.25rem 0.4rem; max-width: 100%; min-width: 0; }
button { font: inherit; font-size: 0.8125rem; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 3px; padding: 0.2rem 0.6rem; cursor: pointer; }
.choice { white-space: nowrap; cursor: pointer; } .choice .v::before { margin-left: 0.2em; }
footer { margin-top: 4rem; padding-bottom: 3rem; color: var(--soft); font-size: 0.8125rem; }

@media (max-width: 41.99rem) {
  .matrix tbody th[scope="row"], .matrix thead th:first-child { min-width: 8.5rem; max-width: 8.5rem; white-space: normal; overflow-wrap: anywhere; padding-right: 0.25rem; }
  .matrix tbody th[scope="row"] { font-size: 0.75rem; padding-left: 1.2rem; text-indent: -1rem; } .matrix .v::before { width: 1rem; text-indent: 0; }
  header, main, footer { padding-left: 1rem; padding-right: 1rem; }
  dl.facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; } header dl.facts > div { grid-template-columns: 6rem minmax(0, 1fr); gap: 0.5rem; }
  .case > summary { grid-template-columns: 1.1rem minmax(0, 1fr); } .case > summary > .id, .case > summary > .title, .case > summary > small { grid-column: 2; grid-row: auto; }
  .group > summary { grid-template-columns: 1.1rem 1.6rem fit-content(58%) minmax(0, 1fr); } .group > summary .tally { grid-column: 3 / -1; font-size: 0.86em; }
  .operation > summary { grid-template-columns: 1.1rem minmax(0, 1fr) auto; } .operation > summary .tally { grid-column: 2 / -1; font-size: 0.86em; }
  .operation > div, .group > div, .inside { padding-left: 0; } .ids { columns: auto; }
}
@media print {
  @page { margin: 15mm; }
  :root { --paper: #fff; --raised: #f6f5f2; --line: #ccc; --ink: #000; --soft: #444; --link: #000; --ok: #0a6a63; --bad: #b0271b; --amb: #855300; --doubt: #6b3fa0; --mute: #626872; --del: #fbe6e2; --ins: #dff1ec; }
  body { font-size: 9.5pt; } header, main, footer { max-width: none; padding: 0; }
  nav, form, .copier, .skip { display: none !important; }
  a { text-decoration: none; } summary::before { content: none !important; }
  /* Deviations and the list of cases are printed in full; exchanges only of opened cases. */
  details:not(.case)::details-content { content-visibility: visible; block-size: auto; }
  .case, .cause { content-visibility: visible; } h2, h3, summary { break-after: avoid; } .code, .case > summary, .item { break-inside: avoid; }
  .matrix { overflow: visible; max-height: none; width: auto; } .matrix th { position: static !important; }
  pre, .notice, .cell { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
