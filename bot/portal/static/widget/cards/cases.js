// Cards about cases: the receipt, one case, and the list.
import { append, h, link, uid } from "../dom.js";
import { icon } from "../icons.js";
import { stepLine } from "./guidance.js";
import { actionRow, badge, facts, heading, shell } from "./parts.js";

export function receipt(data, ctx) {
  const { texts } = ctx;
  const card = shell("receipt",
    h("div", { class: "receipt-head" }, h("span", { class: "tick", "aria-hidden": "true" }, icon("check", 22)), h("div", {}, h("p", { class: "eyebrow" }, texts.receipt), heading(data.title))),
    data.sent_by ? h("p", { class: "muted" }, data.sent_by) : null,
    h("p", { class: "number-line" }, h("span", { class: "muted" }, texts.caseNo), h("strong", { class: "number" }, data.number), badge(data.state, data.state_label)),
    h("div", { class: "next" }, h("h4", {}, texts.next), h("p", {}, data.next_step), data.expected ? h("p", { class: "muted with-clock" }, icon("clock", 16), h("span", {}, `${texts.expected}: ${data.expected}`)) : null));
  const actions = actionRow(data.actions, ctx, card);
  if (actions) card.append(actions);
  return card;
}

export function caseCard(data, ctx) {
  const { texts } = ctx;
  const card = shell("case",
    h("p", { class: "case-top" }, h("span", { class: "number" }, data.number), badge(data.state, data.state_label), data.awaits_you ? h("span", { class: "badge you" }, texts.awaitsYou) : null),
    heading(data.title),
    data.sent_by ? h("p", { class: "muted" }, data.sent_by) : null,
    data.assignee ? h("p", { class: "muted" }, texts.assignee(data.assignee)) : null,
    h("div", { class: "next" }, h("h4", {}, texts.next), h("p", {}, data.next_step)));
  // What one can do stands right below what happens now, not after all that there is to read.
  const actions = actionRow(data.actions, ctx, card);
  if (actions) card.append(actions);
  append(card, [facts([[texts.ball, data.ball], [texts.expected, data.expected], [texts.created, data.created]])]);
  if (data.steps?.length) {
    const id = uid("steps");
    card.append(h("h4", { id }, texts.progress), stepLine(data.steps, texts, id));
  }
  if (data.rows?.length) {
    card.append(h("details", {}, h("summary", {}, texts.details), h("dl", { class: "rows-dl" }, data.rows.map((row) => h("div", {}, h("dt", {}, row.label), h("dd", {}, row.value))))));
  }
  if (data.history?.length) {
    card.append(h("details", {}, h("summary", {}, texts.history), h("ol", { class: "history" }, data.history.map((entry) => h("li", {}, h("span", { class: "muted" }, entry.at), h("span", {}, entry.text))))));
  }
  if (data.url) card.append(h("p", { class: "small" }, link(data.url, texts.openPage)));
  return card;
}

export function caseList(data, ctx) {
  const { texts } = ctx;
  const card = shell("case-list", h("p", { class: "eyebrow" }, texts.cases(data.total)));
  const rows = data.cases.map((item) => {
    const button = h("button", { type: "button", class: "row-action", onclick: () => ctx.act(item.open, { card, button }) },
      h("span", { class: "row-text" },
        h("span", { class: "row-title" }, item.title),
        h("span", { class: "row-more" }, [item.number, item.about, item.sent_by, `${texts.updated.toLowerCase()} ${item.updated}`].filter(Boolean).join(" · ")),
        h("span", { class: "row-badges" }, item.awaits_you ? h("span", { class: "badge you" }, texts.awaitsYou) : null, badge(item.state, item.state_label))),
      icon("chevron", 18));
    return h("li", { class: item.awaits_you ? "awaits" : null }, button);
  });
  card.append(h("ul", { class: "rows" }, rows));
  const actions = actionRow(data.actions, ctx, card);
  if (actions) card.append(actions);
  if (data.url) card.append(h("p", { class: "small" }, link(data.url, texts.openList)));
  return card;
}
