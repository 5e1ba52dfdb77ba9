// The launcher, the panel, its head and menu.
export const frame = `
.launcher {
  position: fixed; inset-block-end: max(1.25rem, env(safe-area-inset-bottom)); inset-inline-end: 1.25rem; z-index: var(--serviceassistent-layer, 2147483000);
  display: inline-flex; align-items: center; gap: .625rem; min-block-size: 3.5rem; padding: .75rem 1.375rem .75rem 1.125rem; border-radius: 999px;
  background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: var(--shadow); transition: background .15s, transform .15s;
}
.launcher:hover { background: var(--accent-strong); transform: translateY(-1px); }
.launcher:focus-visible { outline-offset: 3px; }
.launcher.behind { visibility: hidden; }
.unread { min-inline-size: 1.5rem; block-size: 1.5rem; padding-inline: .375rem; border-radius: 999px; display: grid; place-items: center; background: #b3261e; color: #fff; font-size: .8125rem; font-weight: 700; margin-inline-end: -.25rem; }
.panel {
  position: fixed; inset: auto 1.25rem 1.25rem auto; z-index: var(--serviceassistent-layer, 2147483000); margin: 0; padding: 0; color: inherit;
  inline-size: min(27.5rem, calc(100vw - 2.5rem)); block-size: min(46rem, calc(100dvh - 2.5rem)); max-inline-size: none; max-block-size: none;
  display: flex; flex-direction: column; overflow: hidden; border-radius: 18px; border: 1px solid var(--line);
  background: var(--canvas); box-shadow: var(--shadow); animation: rise .18s ease-out;
}
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
.panel.page { position: static; inline-size: 100%; block-size: 100%; border: 0; border-radius: 0; box-shadow: none; animation: none; }
.panel::backdrop { background: none; }
.panel.expanded { inset: 0; inline-size: 100%; block-size: 100dvh; border: 0; border-radius: 0; }
:is(.page, .expanded) > :is(.head, .composer), :is(.page, .expanded) .scroller { padding-inline: max(1rem, calc((100% - 46rem) / 2)); }
.panel.page .head .menu-holder { margin-inline-end: -.5rem; }
@media (max-width: 30rem), (max-height: 26rem) {
  .panel:not(.page) { inset: 0; inline-size: 100%; block-size: 100dvh; border: 0; border-radius: 0; }
  .resize { display: none !important; }
}
@media print { .launcher, .panel:not(.page), .page .composer, .page .menu-holder { display: none; } }
@media (max-width: 30rem) {
  .launcher { inset-inline-end: 1rem; inset-block-end: 1rem; inline-size: 3.75rem; block-size: 3.75rem; padding: 0; justify-content: center; }
  .launcher-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .unread { position: absolute; inset-block-start: -.25rem; inset-inline-end: -.25rem; margin: 0; }
}
.head { display: flex; align-items: center; gap: .75rem; padding: .75rem .5rem .75rem 1rem; background: var(--surface); border-block-end: 1px solid var(--line); }
.mark { inline-size: 2.5rem; block-size: 2.5rem; flex: none; display: grid; place-items: center; border-radius: 12px; background: var(--accent); color: var(--on-accent); }
.head-text { flex: 1; min-inline-size: 0; }
.head h2 { font-size: 1.0625rem; }
.tagline { font-size: .8125rem; line-height: 1.35; color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.banner:not(:empty) { padding: .5rem 1rem; background: var(--good-tint); color: var(--good); font-size: .875rem; border-block-end: 1px solid var(--line); }
.standing { display: flex; align-items: center; gap: .5rem; padding: .5rem 1rem; background: var(--tint); color: var(--ink); font-size: .875rem; border-block-end: 1px solid var(--tint-line); }
.standing[hidden] { display: none; }
.banner.off { background: var(--warn-tint); color: var(--warn); border-color: var(--warn-line); }
.gate { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: .75rem; padding: 2rem; text-align: center; }
.gate:focus { outline: none; }
.gate p { color: var(--muted); max-inline-size: 24rem; }
.gate p:empty { display: none; }
.gate .action { margin-block-start: .5rem; min-inline-size: 9rem; text-align: center; }
.gate.below { flex: none; order: 2; padding: 1rem 1.25rem 1.25rem; background: var(--surface); border-block-start: 1px solid var(--line); gap: .375rem; }
.gate.below .mark { display: none; }
.gate.below p { font-size: .9375rem; }
.mark.big { inline-size: 4rem; block-size: 4rem; border-radius: 20px; margin-block-end: .25rem; }
.spinner { inline-size: 1.75rem; block-size: 1.75rem; border-radius: 50%; border: 3px solid var(--line); border-block-start-color: var(--accent); animation: turn .9s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
.menu-holder { position: relative; }
.menu { position: absolute; inset-block-start: calc(100% + .25rem); inset-inline-end: 0; z-index: 3; min-inline-size: 14rem; padding: .375rem; border-radius: 12px; border: 1px solid var(--line); background: var(--surface); box-shadow: var(--shadow); }
.menu > * { display: flex; align-items: center; gap: .625rem; inline-size: 100%; min-block-size: 2.75rem; padding: .5rem .75rem; border-radius: 8px; font-size: .9375rem; color: inherit; text-decoration: none; }
.menu .icon { color: var(--muted); }
.menu > :hover, .menu > :focus-visible { background: var(--tint); }
.menu > :focus-visible { outline-offset: -2px; }
.confirm { max-inline-size: min(24rem, calc(100vw - 2rem)); padding: 1.5rem; border-radius: 16px; border: 1px solid var(--line); background: var(--surface); color: var(--ink); box-shadow: var(--shadow); }
.confirm::backdrop { background: rgb(8 24 27 / .45); }
.confirm p { margin-block: .5rem 1.25rem; color: var(--muted); }
.confirm .actions { justify-content: flex-end; }
.composer { padding: .625rem 1rem max(.875rem, env(safe-area-inset-bottom)); background: var(--surface); border-block-start: 1px solid var(--line); }
.composer-top { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 .75rem; margin-block-end: .3125rem; }
.composer label { font-size: .875rem; font-weight: 600; }
.hint { font-size: .75rem; color: var(--muted); }
@media (hover: none), (max-width: 22.5rem) { .hint { display: none; } }
.composer-row { display: flex; align-items: flex-end; gap: .5rem; }
.composer textarea {
  flex: 1; min-inline-size: 0; resize: none; min-block-size: 2.875rem; max-block-size: 10.5rem; padding: .625rem .875rem; line-height: 1.5; border-radius: 12px;
  border: 1.5px solid var(--field-line); background: var(--canvas); overflow-y: auto;
}
.composer textarea:focus { outline: 3px solid color-mix(in srgb, var(--accent) 35%, transparent); outline-offset: 0; border-color: var(--accent); background: var(--surface); }
.send { inline-size: 2.875rem; block-size: 2.875rem; flex: none; display: grid; place-items: center; border-radius: 12px; background: color-mix(in srgb, var(--muted) 16%, var(--surface)); color: var(--muted); transition: background .12s; }
.send.ready { background: var(--accent); color: var(--on-accent); }
.send.ready:hover { background: var(--accent-strong); }
.cpr-note.on { margin-block-start: .5rem; padding: .375rem .625rem; border-radius: 9px; background: var(--tint); font-size: .875rem; }
.cpr-note.on span { margin-inline-end: .5rem; }
.cpr-note .edit { padding-inline: 0; }
.count { display: block; font-size: .8125rem; color: var(--muted); }
.count:empty { display: none; }
.count.over { color: var(--bad); font-weight: 600; }
@media (forced-colors: active) { .panel, .composer textarea { border: 1px solid CanvasText; } .composer textarea:focus { outline: 3px solid Highlight; } .mark { border: 1px solid CanvasText; } }
`;
