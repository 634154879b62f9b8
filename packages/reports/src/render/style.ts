/** Everything the page needs stands in it: it is mailed, archived and printed, and loads nothing. */
export const STYLE = `
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1b2a33; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
.faint { color: #5a6b75; margin: 0 0 .5rem; }
.grade { display: inline-block; border: 1px solid currentColor; border-radius: 3px; padding: 0 .4rem; font-weight: 600; }
.finding { font-size: 1.05rem; border-left: 4px solid #1b2a33; padding: .25rem 0 .25rem .75rem; margin: .75rem 0; }
.withheld { border-left-color: #b3261e; }
table { border-collapse: collapse; width: 100%; margin: .25rem 0; }
th, td { text-align: left; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid #e4eaed; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.failed { color: #b3261e; font-weight: 600; }
svg { max-width: 100%; height: auto; }
.multiples { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
h2, h3 { break-after: avoid-page; }
svg, tr, li, .multiples > div { break-inside: avoid-page; }
@media print { body { margin: 0; max-width: none; } section + section { break-before: page; } }
`.trim();
