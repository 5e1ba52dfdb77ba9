// The list of messages.
export const messages = `
.messages { position: relative; flex: 1; min-block-size: 0; display: flex; flex-direction: column; }
.scroller { position: relative; flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1rem 1rem 1.25rem; scrollbar-width: thin; scrollbar-color: var(--field-line) transparent; }
.scroller:focus-visible { outline-offset: -3px; }
.log { display: flex; flex-direction: column; gap: .625rem; }
.day-line { display: flex; align-items: center; gap: .75rem; margin-block: .25rem; color: var(--muted); font-size: .8125rem; }
.day-line::before, .day-line::after { content: ""; flex: 1; block-size: 1px; background: var(--line); }
.message { display: flex; flex-direction: column; align-items: flex-start; gap: .625rem; animation: appear .2s ease-out; }
@keyframes appear { from { opacity: 0; transform: translateY(6px); } }
.message > .body { max-inline-size: min(100%, 36rem); }
.message.bot > .body, .message.system > .body { padding-inline: .125rem; }
.message.user { align-items: flex-end; margin-block: .375rem; }
.message.user > .body { max-inline-size: 86%; padding: .5625rem .9375rem; border-radius: 16px 16px 4px 16px; background: var(--tint); border: 1px solid var(--tint-line); overflow-wrap: anywhere; }
.message.agent > .body { padding: .5625rem .9375rem; border-radius: 4px 16px 16px 16px; background: var(--surface); border: 1px solid var(--line); }
.message.system > .body { align-self: center; text-align: center; color: var(--muted); font-size: .875rem; }
.who { display: flex; align-items: center; gap: .375rem; font-size: .8125rem; font-weight: 600; color: var(--muted); margin-block-end: -.375rem; }
.message.pending > .body { opacity: .75; }
.message.failed > .body { opacity: 1; border-style: dashed; border-color: var(--bad); }
.note { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: .25rem .75rem; margin-block-start: -.25rem; font-size: .875rem; color: var(--bad); max-inline-size: 86%; text-align: end; }
.note:empty { display: none; }
.retry { display: inline-flex; align-items: center; gap: .375rem; min-block-size: 2rem; padding-inline: .5rem; border-radius: 8px; font-weight: 600; color: var(--accent); text-decoration: underline; text-underline-offset: .2em; }
.typing { display: flex; align-items: center; gap: .625rem; padding: .875rem .125rem .25rem; font-size: .875rem; color: var(--muted); }
.typing-name:empty { display: none; }
.dots { display: flex; gap: .3125rem; }
.dots i { inline-size: .5rem; block-size: .5rem; border-radius: 50%; background: var(--muted); animation: breathe 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes breathe { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
.to-end { position: absolute; inset-block-end: .75rem; inset-inline: 0; margin-inline: auto; inline-size: fit-content; padding: .4375rem 1rem; border-radius: 999px; border: 1px solid var(--line); background: var(--surface); box-shadow: 0 4px 16px rgb(16 40 44 / .18); font-size: .875rem; font-weight: 600; color: var(--accent); }
@media (forced-colors: active) { .dots i { background: CanvasText; } .message.user > .body { border: 1px solid CanvasText; } }
`;
