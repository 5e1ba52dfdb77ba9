// The cards.
export const cards = `
.card { inline-size: 100%; padding: 1rem; border-radius: var(--radius); border: 1px solid var(--line); background: var(--surface); display: flex; flex-direction: column; gap: .75rem; overflow-wrap: anywhere; }
.card > p, .card > h3 { margin: 0; }
.eyebrow { font-size: .8125rem; font-weight: 600; color: var(--accent); }
.eyebrow + h3 { margin-block-start: -.5rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; }
.actions > .action.link:first-child { margin-inline-start: -.5rem; }
.actions > .action:not(.link) ~ .action.link { margin-inline: -.125rem; }
.ways { display: flex; flex-wrap: wrap; gap: 0 .25rem; margin: -.125rem -.5rem -.5rem; }
.ways .action { min-block-size: 2.5rem; font-size: .875rem; padding-inline: .5rem; color: var(--muted); font-weight: 500; }
.ways .action:hover { color: var(--accent); }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; }
.busy .controls, .busy .actions { opacity: .55; pointer-events: none; }
.action.used { border-color: var(--tint-line); background: var(--tint); color: var(--ink); }
.settled { display: flex; align-items: flex-start; gap: .5rem; padding: .4375rem .75rem; border-radius: 9px; background: var(--tint); font-size: .9375rem; inline-size: fit-content; max-inline-size: 100%; }
.settled .icon { margin-block-start: .2rem; color: var(--accent); }
.settled.passed { background: none; padding: 0; color: var(--muted); font-size: .875rem; }
.card[data-settled]:not(.summary) { background: transparent; padding: .625rem .875rem; gap: .375rem; }
.card[data-settled]:not(.summary):not(.notice) > h3 { font-size: .9375rem; font-weight: 500; color: var(--muted); }
.card[data-settled] > .progress, .card[data-settled] > .help, .card[data-settled] > .so-far { display: none; }
.card.choices[data-settled], .card.feedback[data-settled] { padding: 0; }
.card.choices, .card.feedback { padding: 0; border: 0; background: none; }

.rows { display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; background: var(--surface); }
.card:not(.choices):not(.case-list) .rows { border-radius: 10px; }
.rows li + li { border-block-start: 1px solid var(--line); }
.row-action { display: flex; align-items: center; gap: .75rem; inline-size: 100%; min-block-size: 3rem; padding: .75rem .875rem .75rem 1rem; transition: background .12s; }
.row-action:hover { background: color-mix(in srgb, var(--accent) 6%, var(--surface)); }
.row-action:focus-visible { outline-offset: -3px; border-radius: 11px; }
.row-action > .icon { color: var(--muted); transition: transform .12s; }
.row-action:hover > .icon { color: var(--accent); transform: translateX(2px); }
.row-text { flex: 1; min-inline-size: 0; display: flex; flex-direction: column; gap: .125rem; }
.row-title { font-weight: 600; line-height: 1.35; }
.row-more { font-size: .875rem; line-height: 1.4; color: var(--muted); }
.rows li.plain .row-title { font-weight: 450; color: var(--muted); }
.row-badges { display: flex; flex-wrap: wrap; gap: .375rem; margin-block-start: .375rem; }
.rows li.awaits { box-shadow: inset 3px 0 var(--warn); }

.card.case-list { padding: 0; border: 0; background: none; }
details > summary { display: flex; align-items: center; gap: .375rem; min-block-size: 2.5rem; cursor: pointer; font-weight: 550; font-size: .9375rem; color: var(--accent); list-style: none; border-radius: 8px; }
details > summary::-webkit-details-marker { display: none; }
details > summary::before { content: ""; inline-size: .4375rem; block-size: .4375rem; margin-inline: .25rem .375rem; border: solid currentColor; border-width: 0 2px 2px 0; transform: rotate(-45deg); transition: transform .12s; }
details[open] > summary::before { transform: rotate(45deg); }
details[open] > summary { margin-block-end: .375rem; }
.neighbours, .case > details { border-block-start: 1px solid var(--line); padding-block-start: .375rem; margin-block-end: -.375rem; }
.case > details + details { margin-block-start: -.375rem; }

.topic .section + .section { border-block-start: 1px solid var(--line); padding-block-start: .75rem; }
.topic .section { display: flex; flex-direction: column; gap: .375rem; }
.source { font-size: .8125rem; color: var(--muted); }

.progress { display: flex; flex-direction: column; gap: .375rem; margin-block-end: .125rem; }
.progress-text { font-size: .8125rem; font-weight: 600; color: var(--muted); }
.progress-bar { display: flex; gap: 3px; }
.progress-bar span { flex: 1; block-size: 4px; border-radius: 2px; background: var(--line); }
.progress-bar span.on { background: var(--accent); }

.badge { display: inline-flex; align-items: center; padding: .0625rem .5625rem; border-radius: 999px; font-size: .8125rem; font-weight: 600; line-height: 1.5; background: var(--tint); color: var(--accent-strong); }
.badge.good { background: var(--good-tint); color: var(--good); }
.badge.wait { background: var(--warn-tint); color: var(--warn); }
.badge.bad { background: var(--bad-tint); color: var(--bad); }
.badge.off { background: color-mix(in srgb, var(--muted) 15%, transparent); color: var(--muted); }
.badge.you { background: var(--warn); color: var(--surface); }

.rows-dl { display: flex; flex-direction: column; border-block: 1px solid var(--line); }
.rows-dl > div { display: grid; grid-template-columns: minmax(7rem, 36%) 1fr; gap: .125rem .75rem; padding-block: .5625rem; }
.rows-dl > div + div { border-block-start: 1px solid var(--line); }
.rows-dl dt { color: var(--muted); font-size: .875rem; padding-block-start: .0625rem; }
.rows-dl dd { display: flex; align-items: flex-start; gap: .5rem; min-inline-size: 0; }
.rows-dl .value { flex: 1; min-inline-size: 0; white-space: pre-line; overflow-wrap: anywhere; }
.edit { flex: none; margin-block: -.375rem; min-block-size: 2.25rem; padding-inline: .5rem; border-radius: 8px; font-size: .875rem; font-weight: 550; color: var(--accent); text-decoration: underline; text-underline-offset: .2em; text-decoration-thickness: 1px; }
.edit:hover { background: color-mix(in srgb, var(--accent) 8%, transparent); }
[data-settled] .edit { display: none; }
.so-far { display: flex; flex-wrap: wrap; gap: .125rem .25rem; margin-block-end: -.25rem; font-size: .875rem; line-height: 1.4; color: var(--muted); }
.so-far li { display: flex; align-items: center; min-inline-size: 0; }
.so-far li + li::before { content: "›" / ""; margin-inline-end: .375rem; }
.so-far .edit { margin-block: -.25rem; margin-inline-start: .125rem; min-block-size: 2rem; padding-inline: .375rem; font-size: .8125rem; }
.warnings { display: flex; flex-direction: column; gap: .5rem; padding: .625rem .75rem; border-radius: 10px; background: var(--warn-tint); border: 1px solid var(--warn-line); font-size: .9375rem; }
.warnings p { display: flex; gap: .5rem; }
.warnings .icon { color: var(--warn); margin-block-start: .1875rem; }
@container (max-width: 22rem) { .rows-dl > div { grid-template-columns: 1fr; } }
.card.summary, .card.case, .card.process { container-type: inline-size; }

.receipt { border-color: var(--tint-line); background: linear-gradient(color-mix(in srgb, var(--tint) 70%, var(--surface)), var(--surface) 7rem); }
.receipt-head .eyebrow + h3 { margin-block-start: 0; }
.receipt-head { display: flex; align-items: center; gap: .875rem; }
.tick { inline-size: 2.5rem; block-size: 2.5rem; flex: none; display: grid; place-items: center; border-radius: 50%; background: var(--good); color: var(--surface); }
.number-line { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .625rem; }
.number { font-variant-numeric: tabular-nums; font-weight: 650; letter-spacing: .01em; }
.receipt .number { font-size: 1.25rem; }
.case-top { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem .5rem; }
.case-top .number { margin-inline-end: auto; color: var(--muted); font-size: .9375rem; }
.next { padding: .75rem .875rem; border-radius: 10px; background: var(--canvas); display: flex; flex-direction: column; gap: .25rem; }
.next h4 { font-size: .875rem; color: var(--muted); font-weight: 600; }
.receipt .next { background: none; padding: 0; }
.with-clock { display: flex; align-items: center; gap: .375rem; font-size: .9375rem; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 1.75rem; }
.facts dt { font-size: .8125rem; color: var(--muted); }
.facts dd { font-weight: 550; }
.history { display: flex; flex-direction: column; gap: .5rem; padding-block-end: .5rem; font-size: .9375rem; }
.history li { display: flex; flex-direction: column; }
.history .muted { font-size: .8125rem; }

.card.notice, .card.handover { flex-direction: row; gap: .875rem; }
@media (max-width: 24rem) { .card.notice, .card.handover { flex-direction: column; gap: .5rem; } }
.side-icon { color: var(--accent); }
.side-body { flex: 1; min-inline-size: 0; display: flex; flex-direction: column; gap: .5rem; }
.notice.warning { background: var(--warn-tint); border-color: var(--warn-line); }
.notice.warning .side-icon { color: var(--warn); }
.notice.error { background: var(--bad-tint); border-color: var(--bad-line); }
.notice.error .side-icon { color: var(--bad); }
.notice.crisis { background: var(--crisis-tint); border-color: var(--crisis-line); padding: 1.125rem; }
.notice.crisis .side-icon { color: var(--crisis); }
.notice.crisis h3 { font-size: 1.125rem; }
.contacts { display: flex; flex-direction: column; gap: .375rem; margin-block-start: .25rem; }
.contacts li { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .75rem; }
.contact-label { flex: 1 1 5rem; }
.contact-value { font-weight: 600; }
.crisis .contacts { gap: .5rem; }
.crisis .contacts li { padding: .5rem .75rem; border-radius: 10px; background: var(--surface); border: 1px solid var(--crisis-line); flex-wrap: wrap; }
.crisis .contacts .icon { color: var(--crisis); }
.crisis .contacts a { display: inline-flex; align-items: center; min-block-size: 2.75rem; font-size: 1.1875rem; font-weight: 700; color: var(--crisis); font-variant-numeric: tabular-nums; }
.handover { background: var(--tint); border-color: var(--tint-line); }
.ask { font-weight: 550; }
@media (forced-colors: active) { .card, .rows, .settled, .badge { border: 1px solid CanvasText; } .steps li.done::before, .progress-bar span.on { background: Highlight; forced-color-adjust: none; } .steps li::after { background: CanvasText !important; } }
`;
