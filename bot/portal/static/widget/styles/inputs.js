// Fields and their inputs.
export const inputs = `
form { display: flex; flex-direction: column; gap: 1rem; min-inline-size: 0; }
form.composer { gap: 0; }
.controls { display: flex; flex-direction: column; gap: .75rem; }
.fields { display: flex; flex-direction: column; gap: 1.125rem; }
.field { min-inline-size: 0; }
.field > label, legend { display: block; font-weight: 600; font-size: .9375rem; padding: 0; margin-block-end: .25rem; }
legend { inline-size: 100%; }
.sub-label { display: block; font-size: .875rem; color: var(--muted); margin-block-end: .25rem; }
.help { font-size: .875rem; color: var(--muted); line-height: 1.45; }
.field > .help { margin-block-end: .4375rem; }
p.error { font-size: .9375rem; font-weight: 550; color: var(--bad); line-height: 1.4; }
.field > p.error { margin-block-end: .4375rem; }
.field.invalid { border-inline-start: 3px solid var(--bad); padding-inline-start: .75rem; }
.error-summary { padding: .5rem .75rem; border-radius: 9px; background: var(--bad-tint); border: 1px solid var(--bad-line); color: var(--bad); font-weight: 550; font-size: .9375rem; }
.card input[type=text], .card textarea, .card select {
  inline-size: 100%; min-block-size: 2.75rem; padding: .5625rem .75rem; border-radius: 9px; border: 1.5px solid var(--field-line); background: var(--surface); line-height: 1.4;
}
.card textarea { min-block-size: 5.5rem; resize: vertical; display: block; }
.card input::placeholder { color: var(--muted); opacity: .85; }
.card input[type=text]:focus, .card textarea:focus, .card select:focus { outline: 3px solid color-mix(in srgb, var(--accent) 35%, transparent); outline-offset: 0; border-color: var(--accent); }
.card [aria-invalid=true] { border-color: var(--bad) !important; }
.card input.cpr { max-inline-size: 12rem; font-variant-numeric: tabular-nums; letter-spacing: .02em; }
.with-unit { position: relative; display: flex; align-items: center; gap: .5rem; }
.card .with-unit input { max-inline-size: 10rem; text-align: end; font-variant-numeric: tabular-nums; }
.unit { color: var(--muted); }
.with-icon { position: relative; }
.with-icon .icon { position: absolute; inset-block-start: 50%; inset-inline-start: .75rem; transform: translateY(-50%); color: var(--muted); pointer-events: none; }
.card .with-icon input { padding-inline-start: 2.375rem; }
.with-button { position: relative; max-inline-size: 12.5rem; }
.card .with-button input { padding-inline-end: 2.875rem; font-variant-numeric: tabular-nums; }
.with-button .icon-button { position: absolute; inset-block: 0; inset-inline-end: .1875rem; margin-block: auto; color: var(--accent); }
.period { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr)); gap: .75rem 1rem; align-items: end; }
.period > div { min-inline-size: 0; }

.calendar { margin-block-start: .5rem; padding: .625rem; border-radius: 12px; border: 1px solid var(--line); background: var(--surface); box-shadow: 0 6px 24px rgb(16 40 44 / .12); inline-size: min(100%, 18.75rem); }
.period:has(.calendar) { grid-template-columns: 1fr; }
.calendar-head { display: flex; align-items: center; justify-content: space-between; }
.calendar-head h4::first-letter { text-transform: uppercase; }
.calendar table { table-layout: fixed; border-collapse: collapse; inline-size: 100%; }
.calendar th { font-size: .75rem; font-weight: 600; color: var(--muted); padding-block: .25rem; }
.calendar td { padding: 1px; text-align: center; }
.day { inline-size: 100%; max-inline-size: 2.375rem; aspect-ratio: 1; border-radius: 8px; text-align: center; font-variant-numeric: tabular-nums; font-size: .9375rem; }
.day:hover { background: var(--tint); }
.day[aria-current=date] { box-shadow: inset 0 0 0 1.5px var(--accent); }
.day[aria-pressed=true] { background: var(--accent); color: var(--on-accent); font-weight: 650; }
.day[aria-disabled=true] { color: var(--muted); opacity: .5; cursor: not-allowed; text-decoration: line-through; background: none; }

.combobox { position: relative; }
.listbox { margin-block-start: .375rem; max-block-size: 17rem; overflow-y: auto; padding: .3125rem; border-radius: 11px; border: 1px solid var(--line); background: var(--surface); }
.listbox li { display: flex; flex-direction: column; padding: .5rem .625rem; border-radius: 7px; cursor: pointer; }
.listbox li[aria-selected=true], .listbox li[role=option]:hover { background: var(--tint); }
.listbox .none { color: var(--muted); cursor: default; font-size: .9375rem; }
.option-name { font-weight: 550; }
.option-more { font-size: .875rem; color: var(--muted); font-weight: 400; }

.options { display: flex; flex-direction: column; gap: .375rem; }
.option { position: relative; display: flex; align-items: flex-start; gap: .625rem; padding: .5625rem .75rem; border-radius: 9px; border: 1.5px solid var(--line); background: var(--surface); }
.option:hover { border-color: var(--field-line); }
.option:has(input:checked) { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 7%, var(--surface)); }
.option:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.option input { flex: none; inline-size: 1.25rem; block-size: 1.25rem; margin: .125rem 0 0; accent-color: var(--accent); outline: none; }
.option label { flex: 1; display: flex; flex-direction: column; cursor: pointer; line-height: 1.5; }
.option label::before { content: ""; position: absolute; inset: 0; }
.hint-yesno .options { flex-direction: row; }
.hint-yesno .option { min-inline-size: 6rem; }

.drop { display: flex; align-items: center; justify-content: center; gap: .625rem; padding: 1rem; border-radius: 11px; border: 1.5px dashed var(--field-line); color: var(--accent); cursor: pointer; text-align: center; }
.drop:hover, .drop.over { background: var(--tint); border-color: var(--accent); }
.file input:focus-visible + .drop { outline: 3px solid var(--accent); outline-offset: 2px; }
.file .help { margin-block-start: .375rem; }
.files { display: flex; flex-direction: column; gap: .375rem; }
.files:not(:empty) { margin-block-start: .625rem; }
.files li { display: grid; grid-template-columns: auto 1fr auto auto; align-items: center; gap: .125rem .625rem; padding: .25rem .25rem .25rem .75rem; border-radius: 9px; border: 1px solid var(--line); }
.files li > .icon { color: var(--muted); }
.file-name { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .9375rem; }
.file-note { font-size: .8125rem; color: var(--muted); }
.files li.failed { border-color: var(--bad-line); }
.files li.failed .file-note { grid-column: 2 / -1; grid-row: 2; color: var(--bad); }
.files progress { grid-column: 1 / -1; grid-row: 2; inline-size: calc(100% - .5rem); block-size: .25rem; accent-color: var(--accent); }
@media (forced-colors: active) { .option:has(input:checked) { outline: 2px solid Highlight; } .day[aria-pressed=true] { background: Highlight; color: HighlightText; forced-color-adjust: none; } .listbox li[aria-selected=true] { background: Highlight; color: HighlightText; forced-color-adjust: none; } }
`;
