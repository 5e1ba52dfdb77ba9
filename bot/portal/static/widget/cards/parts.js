// What several cards share: buttons for actions, progress, badges, and how a card is closed once it is answered.
import { append, h } from "../dom.js";
import { icon } from "../icons.js";

const READY_STATES = { loest: "good", lukket: "good", modtaget: "calm", under_behandling: "calm", genaabnet: "calm", afventer_godkendelse: "wait", afventer_indberetter: "wait", afvist: "bad", annulleret: "off", kladde: "off" };

export function actionButton(action, ctx, card, { row = false } = {}) {
  const button = h("button", { type: "button", class: row ? "row-action" : `action ${action.style || "secondary"}`, onclick: () => ctx.act(action, { card, button }) },
    row
      ? [h("span", { class: "row-text" }, h("span", { class: "row-title" }, action.title), action.description ? h("span", { class: "row-more" }, action.description) : null), icon("chevron", 18)]
      : action.title);
  if (!row && action.description) button.title = action.description;
  return button;
}

export function actionRow(actions, ctx, card) {
  const shown = (actions || []).filter((action) => !isSubmit(action));
  if (!shown.length) return null;
  return h("div", { class: "actions" }, shown.map((action) => actionButton(action, ctx, card)));
}

export function isSubmit(action) {
  return action.payload.startsWith("/submit_values");
}

export function progressBar(progress, texts) {
  if (!progress || progress.of < 2) return null;
  const of = Math.min(progress.of, 20);
  return h("div", { class: "progress" },
    h("span", { class: "progress-text" }, texts.step(progress.step, progress.of)),
    h("span", { class: "progress-bar", "aria-hidden": "true" }, Array.from({ length: of }, (_, i) => h("span", { class: i < progress.step ? "on" : null }))));
}

export function badge(state, label) {
  return h("span", { class: `badge ${READY_STATES[state] || "calm"}` }, label);
}

/** Replaces a card's controls by what was answered; focus that stood in them goes to that text, so it is not lost. */
export function settle(card, label, texts) {
  if (card.dataset.settled) return;
  card.dataset.settled = "true";
  const controls = card.querySelectorAll("[data-controls]");
  const root = card.getRootNode();
  const hadFocus = [...controls].some((part) => part.contains(root.activeElement));
  // Not read out: the user's own message says the same.
  const text = h("p", { class: `settled${label ? "" : " passed"}`, tabindex: -1, "aria-live": "off" }, label ? [icon("check", 16), h("span", {}, label)] : texts.passed);
  controls.forEach((part, i) => (i === 0 ? part.replaceWith(text) : part.remove()));
  if (hadFocus) text.focus({ preventScroll: true });
}

export function shell(type, ...children) {
  return append(h("section", { class: `card ${type}` }), children);
}

export function controls(...children) {
  return append(h("div", { class: "controls", "data-controls": "" }), children);
}

export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value);
  return shown.length ? h("dl", { class: "facts" }, shown.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))) : null;
}

export function heading(text, props = {}) {
  return h("h3", props, text);
}
