// Colours, type and the few things that everything shares. docs/embedding.md lists what a host page may set.
const dark = `
    --accent: var(--serviceassistent-accent-dark, color-mix(in oklab, var(--serviceassistent-accent, #00958c) 45%, white));
    --accent-strong: color-mix(in oklab, var(--accent) 75%, white);
    --on-accent: var(--serviceassistent-on-accent-dark, #04282b);
    --ink: #e7eeed; --muted: #a3b4b5; --surface: #18252a; --canvas: #101a1d; --line: #2b3a3e; --field-line: #7b8d90;
    --good: #92d6a6; --good-tint: #17331f;
    --warn: #f0cb7b; --warn-tint: #33290f; --warn-line: #5b4a1d;
    --bad: #f3a8a0; --bad-tint: #3a1c1a; --bad-line: #6b3531;
    --crisis: #dcbbea; --crisis-tint: #2b1c33; --crisis-line: #523a5e;
    --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 12px 40px rgb(0 0 0 / .5);
    color-scheme: dark;`;

export const base = `
:host {
  all: initial;
  --serviceassistent-rem: 1em; /* the user's own size of text: a host page's \`html { font-size: 10px }\` does not make ours small */
  --accent: var(--serviceassistent-accent, #0e5a61);
  --accent-strong: color-mix(in oklab, var(--accent) 80%, black);
  --on-accent: var(--serviceassistent-on-accent, #ffffff);
  --ink: #17272b;
  --muted: #526367;
  --surface: #ffffff;
  --canvas: #f4f7f6;
  --line: #dbe3e1;
  --field-line: #76878b;
  --tint: color-mix(in srgb, var(--accent) 12%, var(--surface));
  --tint-line: color-mix(in srgb, var(--accent) 25%, var(--surface));
  --good: #1b6638; --good-tint: #e1f2e6;
  --warn: #7a4f00; --warn-tint: #fcf2da; --warn-line: #e8cf94;
  --bad: #9c1f1f; --bad-tint: #fbe9e7; --bad-line: #e9bdb8;
  --crisis: #5b2a6e; --crisis-tint: #f5edf8; --crisis-line: #d9c2e2;
  --shadow: 0 1px 2px rgb(16 40 44 / .06), 0 12px 40px rgb(16 40 44 / .18);
  --radius: var(--serviceassistent-radius, 12px);
  --font: var(--serviceassistent-font, "Inter", "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif);
  font: 400 medium/1.5 var(--font);
  color: var(--ink);
  color-scheme: light;
}
:host([mode=page]) { display: block; block-size: 100%; }
:host([hidden]) { display: none; }
:host([theme=dark]) {${dark}
}
@media (prefers-color-scheme: dark) {
  :host(:not([theme=light])) {${dark}
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, h4, p, ul, ol, dl, dd, fieldset { margin: 0; padding: 0; border: 0; }
ul, ol { list-style: none; }
h2, h3, h4 { font-weight: 650; line-height: 1.3; text-wrap: balance; }
h3 { font-size: 1.0625rem; }
h4 { font-size: .9375rem; }
button, input, textarea, select { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; background: none; border: 0; padding: 0; text-align: inherit; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.icon { flex: none; display: block; }
.sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.muted { color: var(--muted); font-weight: 400; }
.small { font-size: .875rem; }
.icon-button { inline-size: 2.5rem; block-size: 2.5rem; flex: none; display: grid; place-items: center; border-radius: 10px; color: var(--muted); }
.icon-button:hover { background: color-mix(in srgb, var(--ink) 8%, transparent); color: var(--ink); }
.icon-button.small { inline-size: 2rem; block-size: 2rem; }
.action {
  min-block-size: 2.75rem; padding: .5rem 1rem; border-radius: 10px; border: 1.5px solid var(--field-line); background: var(--surface);
  font-weight: 550; font-size: .9375rem; line-height: 1.3; color: var(--ink); transition: background .12s, border-color .12s;
}
.action:hover { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 7%, var(--surface)); }
.action.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.action.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
.action.danger { border-color: var(--bad); color: var(--bad); }
.action.danger:hover { background: var(--bad-tint); }
.action.link { border-color: transparent; background: none; color: var(--accent); padding-inline: .5rem; text-decoration: underline; text-underline-offset: .2em; text-decoration-thickness: 1px; }
.action.link:hover { background: color-mix(in srgb, var(--accent) 8%, transparent); }
.prose > * + * { margin-block-start: .6em; }
.prose ul { list-style: disc; padding-inline-start: 1.25rem; }
.prose ol { list-style: decimal; padding-inline-start: 1.4rem; }
.prose li + li { margin-block-start: .25em; }
.prose li::marker { color: var(--muted); }
.prose { overflow-wrap: anywhere; }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
@media (forced-colors: active) {
  .action, .icon-button, .row-action, .badge { border: 1px solid ButtonText; }
  .action.primary { forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight; }
}
`;
