/** The style and the script of the HTML report. The page's policy names their hashes, so they are written as they are. */

export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --error: #c62828; --warning: #9a6700; --note: #0b62b5; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #e3b341; --note: #79b8ff; } }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 84rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
.incomplete { border: 2px solid var(--error); border-radius: 6px; padding: .6rem 1rem; }
.chips { list-style: none; display: flex; gap: .6rem; padding: 0; }
.chips li { border: 1px solid var(--line); border-radius: 6px; padding: .3rem .8rem; }
.error { color: var(--error); } .warning { color: var(--warning); } .note { color: var(--note); }
.level, .place, .chips li { font-weight: 600; }
.place { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
.coverage { width: auto; }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; border-bottom: 1px solid var(--line); }
thead th { padding: 0; border-bottom-width: 2px; }
thead button { all: unset; cursor: pointer; padding: .45rem .7rem; font-weight: 600; }
thead button:focus-visible { outline: 2px solid; }
th[aria-sort=ascending] button::after { content: " ↑"; } th[aria-sort=descending] button::after { content: " ↓"; }
#findings td:nth-child(2) { min-width: 16rem; }
pre { margin: .3rem 0 0; padding: .4rem .6rem; background: var(--soft); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
mark { background: #ffd54f; color: #000; border-radius: 2px; }
input { font: inherit; padding: .3rem .5rem; min-width: 20rem; }
footer { margin-top: 3rem; opacity: .7; }
@media (max-width: 50rem) { thead { display: none; } #findings tr, #findings td { display: block; } #findings td { border: 0; padding: .15rem 0; } #findings tr { border-bottom: 1px solid var(--line); padding: .6rem 0; } }
@media print { .search { display: none; } main { max-width: none; padding: 0; } tr { break-inside: avoid; } a { color: inherit; } }
`;

export const SCRIPT = `
'use strict';
const table = document.getElementById('findings');
if (table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const search = document.getElementById('search');
  const count = document.getElementById('count');
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word));
      if (!row.hidden) shown++;
    });
    count.textContent = words.length > 0 ? shown + ' of ' + rows.length : '';
  };
  search.addEventListener('input', filter);
  const headings = [...table.tHead.rows[0].cells];
  const valueOf = (row, column) => row.cells[column].dataset.order ?? row.cells[column].textContent;
  headings.forEach((heading, column) => {
    heading.addEventListener('click', () => {
      const isAscending = heading.getAttribute('aria-sort') !== 'ascending';
      headings.forEach((other) => other.setAttribute('aria-sort', 'none'));
      heading.setAttribute('aria-sort', isAscending ? 'ascending' : 'descending');
      const compare = new Intl.Collator(undefined, { numeric: true }).compare;
      const sorted = [...rows].sort((a, b) => compare(valueOf(a, column), valueOf(b, column)) * (isAscending ? 1 : -1));
      body.append(...sorted);
    });
  });
}
`;
