// Cards that guide: choices, a solution, a topic page, a process.
import { h, link, uid } from "../dom.js";
import { markdown } from "../markdown.js";
import { actionButton, actionRow, controls, heading, shell } from "./parts.js";

export function choices(data, ctx) {
  const rows = data.actions.some((action) => action.description) || data.actions.some((action) => action.title.length > 38);
  const card = shell("choices");
  card.append(rows
    ? controls(h("ul", { class: "rows" }, data.actions.map((action) => h("li", { class: action.description ? null : "plain" }, actionButton(action, ctx, card, { row: true })))))
    : controls(h("div", { class: "chips" }, data.actions.map((action) => actionButton(action, ctx, card)))));
  return card;
}

export function solution(data, ctx) {
  const { texts } = ctx;
  const card = shell("solution", h("p", { class: "eyebrow" }, data.area), heading(data.title), h("div", { class: "prose" }, markdown(data.summary)));
  const actions = actionRow(data.actions, ctx, card);
  if (actions) card.append(actions);
  if (data.url && !actions) card.append(h("p", { class: "small" }, link(data.url, texts.readMore)));
  if (data.neighbours?.length) {
    card.append(h("details", { class: "neighbours" }, h("summary", {}, texts.neighbours),
      h("ul", { class: "rows" }, data.neighbours.map((action) => h("li", {}, actionButton(action, ctx, card, { row: true }))))));
  }
  return card;
}

export function topic(data, ctx) {
  const { texts } = ctx;
  const card = shell("topic", heading(data.title));
  for (const section of data.sections) {
    card.append(h("div", { class: "section" },
      section.heading ? h("h4", {}, section.heading) : null, h("div", { class: "prose" }, markdown(section.text)),
      section.source ? h("p", { class: "source" }, `${texts.source}: `, section.source_url ? link(section.source_url, section.source) : section.source) : null));
  }
  if (data.url) card.append(h("p", { class: "small" }, link(data.url, texts.readMore)));
  const actions = actionRow(data.actions, ctx, card);
  if (actions) card.append(actions);
  return card;
}

/** The line of steps: drawn by the style sheet, an ordered list to everybody else. */
export function stepLine(steps, texts, labelledBy) {
  const words = { done: texts.done, current: texts.current, todo: texts.todo };
  return h("ol", { class: "steps", role: "list", "aria-labelledby": labelledBy }, steps.map((step) =>
    h("li", { class: step.state || "plain", "aria-current": step.state === "current" ? "step" : null },
      h("div", { class: "step-head" },
        h("span", { class: "step-title" }, step.title),
        step.state === "current" ? h("span", { class: "now" }, texts.current) : step.state ? h("span", { class: "sr" }, ` (${words[step.state]})`) : null),
      h("p", { class: "step-actor" }, step.actor, step.usual_time ? h("span", { class: "step-time" }, `${texts.usualTime.toLowerCase()} ${step.usual_time}`) : null),
      step.text ? h("div", { class: "step-text" }, markdown(step.text)) : null)));
}

export function process(data, ctx) {
  const id = uid("process");
  const card = shell("process", heading(data.title, { id }), stepLine(data.steps, ctx.texts, id));
  const actions = actionRow(data.actions, ctx, card);
  if (actions) card.append(actions);
  return card;
}
