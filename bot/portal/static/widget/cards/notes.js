// Cards that tell: hand-over to a person, a notice, and the question how it went.
import { h, link, safeHref } from "../dom.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown.js";
import { actionButton, actionRow, controls, heading, shell } from "./parts.js";

export function handover(data, ctx) {
  const { texts } = ctx;
  const card = shell("handover", h("div", { class: "side-icon", "aria-hidden": "true" }, icon("person", 22)),
    h("div", { class: "side-body" }, heading(texts.support), h("div", { class: "prose" }, markdown(data.text)),
      data.number ? h("p", { class: "number-line" }, h("span", { class: "muted" }, texts.reference), h("strong", { class: "number" }, data.number)) : null,
      actionRow(data.actions, ctx, null)));
  return card;
}

export function feedback(data, ctx) {
  const card = shell("feedback", h("p", { class: "ask" }, data.about));
  card.append(controls(h("div", { class: "chips", role: "group", "aria-label": data.about }, data.actions.map((action) => actionButton(action, ctx, card)))));
  return card;
}

const ICONS = { info: "info", warning: "warning", error: "warning", crisis: "heart" };

export function notice(data, ctx) {
  const { texts } = ctx;
  const crisis = data.level === "crisis";
  const card = shell(`notice ${data.level}`);
  const contacts = (data.contacts || []).map((contact) => {
    const href = safeHref(contact.href);
    const call = crisis && href?.startsWith("tel:");
    const value = href ? link(contact.href, contact.value, { class: call ? "call-number" : null }) : contact.value;
    return h("li", {}, call ? icon("phone", 20) : null, h("span", { class: "contact-label" }, contact.label), h("span", { class: "contact-value" }, value));
  });
  card.append(h("div", { class: "side-icon", "aria-hidden": "true" }, icon(ICONS[data.level] || "info", 22)),
    h("div", { class: "side-body" }, heading(data.title), h("div", { class: "prose" }, markdown(data.text)),
      contacts.length ? h("ul", { class: "contacts", "aria-label": crisis ? texts.crisisContacts : texts.contacts }, contacts) : null,
      data.actions?.length ? (data.level === "error" ? controls(actionRow(data.actions, ctx, card)) : actionRow(data.actions, ctx, card)) : null));
  return card;
}
