import { Html } from "./html.ts";

/** One sheet for both providers; every colour pair has a contrast of at least 4.5. */
export const style = new Html(`
:root {
  color-scheme: light dark;
  --ground: #eef1f6; --card: #fff; --ink: #171c26; --soft: #4d5769; --line: #d5dbe5;
  --accent: #1d4ed8; --on-accent: #fff; --good: #126b3a; --bad: #b3261e; --wait: #8a4b00;
  --notice: #fff1cf; --on-notice: #573800; --field: #fff; --edge: #7b8699;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141b; --card: #1a202b; --ink: #edf1f8; --soft: #aab4c5; --line: #323b4a;
    --accent: #8fb2ff; --on-accent: #0c1730; --good: #6fd69a; --bad: #ff9d94; --wait: #ffc57a;
    --notice: #453307; --on-notice: #ffe6ac; --field: #10141b; --edge: #8792a6;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans Georgian", sans-serif; }
.notice { background: var(--notice); color: var(--on-notice); padding: .65rem 1rem; text-align: center; font-size: .95rem; }
.notice strong { letter-spacing: .06em; text-transform: uppercase; font-size: .8rem; border: 1.5px solid; border-radius: 4px; padding: .05rem .4rem; margin-inline-end: .5rem; }
main, footer { width: min(100% - 2rem, 36rem); margin-inline: auto; }
.brand { display: flex; gap: .6rem; align-items: center; margin: 1.75rem 0 1rem; color: var(--soft); font-weight: 600; }
.brand svg { width: 1.75rem; height: 1.75rem; color: var(--accent); flex: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.5rem; margin-bottom: 1.25rem; box-shadow: 0 1px 2px rgb(0 0 0 / .05), 0 8px 24px rgb(0 0 0 / .06); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 .35rem; }
p { margin: 0 0 1rem; } .card > p:last-child { margin-bottom: 0; } .soft { color: var(--soft); }
.tag { display: inline-block; font-size: .8rem; font-weight: 650; letter-spacing: .02em; border: 1.5px solid currentColor; border-radius: 99px; padding: .1rem .7rem; margin-bottom: .8rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); } .going { color: var(--accent); }
form { margin: 0; } .stack { display: grid; gap: .7rem; }
button, select, input, .button { font: inherit; min-height: 2.9rem; width: 100%; border-radius: 9px; padding: .55rem 1rem; }
button, .button { cursor: pointer; font-weight: 600; border: 1.5px solid var(--edge); background: transparent; color: var(--ink); text-align: center; text-decoration: none; }
.button { display: grid; place-content: center; }
button:hover, .button:hover { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 9%, transparent); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.primary:hover { background: color-mix(in srgb, var(--accent) 88%, #000); }
.plain { border-color: transparent; color: var(--soft); text-decoration: underline; }
select, input { border: 1.5px solid var(--edge); background: var(--field); color: var(--ink); }
label { font-weight: 600; font-size: .95rem; display: block; margin-bottom: .3rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
fieldset { border: 1px solid var(--line); border-radius: 11px; padding: 1rem; margin: 0; min-width: 0; }
legend { font-weight: 650; padding: 0 .4rem; }
.row { display: grid; gap: .7rem; grid-template-columns: 1fr auto; align-items: end; } .row button { width: auto; }
.pair { display: grid; gap: .7rem; grid-template-columns: 1fr 1fr; }
.operator { border: 2px dashed var(--edge); box-shadow: none; }
.alert { border-inline-start: 4px solid var(--bad); padding: .5rem .9rem; margin-bottom: 1rem; background: color-mix(in srgb, var(--bad) 9%, transparent); }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: 0; font-size: .88rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
footer { padding: .25rem 0 2.5rem; } summary { cursor: pointer; color: var(--soft); padding: .3rem 0; border-radius: 4px; }
@media (max-width: 30rem) { .row, .pair { grid-template-columns: 1fr; } .row button { width: 100%; } .card { padding: 1.15rem; } }
`);
