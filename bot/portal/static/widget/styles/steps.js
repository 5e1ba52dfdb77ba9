// The line of a process: upright where it is narrow, lying where it is wide. The pages draw the same (pages/steps.css).
export const steps = `
.steps { display: flex; flex-direction: column; margin: 0; padding: 0; list-style: none; }
.steps li { position: relative; padding: 0 0 1rem 2rem; }
.steps li:last-child { padding-block-end: 0; }
.steps li::before { content: ""; position: absolute; inset-inline-start: .3125rem; inset-block-start: .3125rem; inline-size: .875rem; block-size: .875rem; border-radius: 50%; border: 2px solid var(--field-line); background: var(--surface); z-index: 1; }
.steps li:not(:last-child)::after { content: ""; position: absolute; inset-inline-start: .6875rem; inset-block: .75rem -.5rem; border-inline-start: 2px solid color-mix(in srgb, var(--field-line) 55%, transparent); }
.steps li.plain::before { border-color: var(--accent); }
.steps li.done::before { border: .4375rem solid var(--accent); }
.steps li.done:not(:last-child)::after { border-color: var(--accent); }
.steps li.current::before { border: 4px solid var(--accent); box-shadow: 0 0 0 4px color-mix(in srgb, var(--accent) 18%, transparent); }
.step-head { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .5rem; }
.step-title { font-weight: 600; line-height: 1.5; }
.steps li.todo .step-title { font-weight: 500; color: var(--muted); }
.now { padding: 0 .5rem; border-radius: 999px; background: var(--accent); color: var(--on-accent); font-size: .75rem; font-weight: 650; line-height: 1.5; }
.step-actor, .step-text { font-size: .875rem; line-height: 1.5; color: var(--muted); }
.step-time::before { content: " · "; }
.step-text { margin-block-start: .125rem; color: inherit; }
.steps li.done .step-text, .steps li.todo .step-text { color: var(--muted); }
@container (min-width: 42rem) {
  .steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.25rem, 1fr)); row-gap: 1.25rem; }
  .steps:has(> :nth-child(6)) { grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); }
  .step-head, .step-title { min-inline-size: 0; }
  .steps li, .steps li:last-child { padding: 1.75rem .875rem 0 0; hyphens: auto; overflow-wrap: break-word; }
  .steps li::before { inset-inline-start: 0; }
  .steps li:not(:last-child)::after { inset: .6875rem -.0625rem auto .4375rem; border-inline-start: 0; border-block-start: 2px solid color-mix(in srgb, var(--field-line) 55%, transparent); }
  .step-time { display: block; }
  .step-time::before { content: none; }
}
`;
