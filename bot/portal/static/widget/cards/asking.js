// Cards that ask: a single question, a form, and the summary before sending.
import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { fieldOf } from "../inputs/field.js";
import { actionButton, actionRow, controls, heading, isSubmit, progressBar, shell } from "./parts.js";

const MOST_BUTTONS = 7;

export function question(data, ctx) {
  const { texts } = ctx;
  const titleId = uid("question");
  const submit = (data.actions || []).find(isSubmit);
  const card = shell("question", progressBar(data.progress, texts), heading(data.label, { id: titleId }));
  // Options that are offered as actions of their own are buttons already; there is nothing to fill in.
  const others = (data.actions || []).filter((action) => !isSubmit(action));
  const send = (value, display) =>
    submit ? ctx.act(submit, { card, values: { [data.field]: value }, display }) : ctx.say(Array.isArray(value) ? display : String(display ?? value), { card });
  const options = data.hint === "yesno" ? [{ value: "true", label: texts.yes }, { value: "false", label: texts.no }] : data.options || [];
  const pick = ["yesno", "choice"].includes(data.hint) && options.length && options.length <= MOST_BUTTONS;

  if (pick && (submit || !others.length)) {
    card.append(...notes(data, texts));
    const described = options.some((option) => option.description);
    const error = data.error ? h("p", { class: "error" }, data.error) : null;
    const buttons = options.map((option) => {
      const action = { title: option.label, description: option.description, style: "secondary" };
      return actionButton(action, { act: () => send(option.value, option.label) }, card, { row: described });
    });
    card.append(controls(error, h(described ? "ul" : "div", { class: described ? "rows" : "chips", role: described ? null : "group", "aria-labelledby": titleId },
      described ? buttons.map((button) => h("li", {}, button)) : buttons), actionRow(others, ctx, card)));
    return card;
  }
  if (!submit && others.length && (!data.hint || ["choice", "yesno", "multi"].includes(data.hint))) {
    card.append(...notes(data, texts), controls(h("div", { class: "chips" }, others.map((action) => actionButton(action, ctx, card)))));
    return card;
  }
  const field = fieldOf(data, ctx, { bare: true, labelId: titleId });
  const onSubmit = (event) => {
    event.preventDefault();
    const { value, display, error } = field.read();
    field.show(error);
    if (error) return field.focus();
    if (value === null && !data.required && !submit) return;
    send(value, field.secret ? texts.answered : display || "—");
  };
  const form = h("form", { novalidate: true, onsubmit: onSubmit }, field.node,
    h("div", { class: "actions" }, h("button", { type: "submit", class: "action primary" }, submit?.title || texts.sendAnswer), others.map((action) => actionButton(action, ctx, card))));
  card.append(controls(form));
  return card;
}

function notes(data, texts) {
  return [data.help ? h("p", { class: "help" }, data.help) : null, data.example ? h("p", { class: "help" }, `${texts.example} ${data.example}`) : null].filter(Boolean);
}

export function form(data, ctx) {
  const { texts } = ctx;
  const titleId = uid("form");
  const card = shell("form", progressBar(data.progress, texts), heading(data.title, { id: titleId }));
  const fields = data.fields.map((field) => fieldOf(field, ctx));
  const wrong = data.fields.filter((field) => field.error).length;
  const alert = h("p", { class: "error-summary", role: "alert", hidden: !wrong }, wrong ? texts.fixErrors(wrong) : "");
  const onSubmit = (event) => {
    event.preventDefault();
    const results = fields.map((field) => ({ field, ...field.read() }));
    results.forEach(({ field, error }) => field.show(error));
    const failed = results.filter(({ error }) => error);
    alert.hidden = !failed.length;
    alert.textContent = failed.length ? texts.fixErrors(failed.length) : "";
    if (failed.length) return failed[0].field.focus();
    const filled = results.filter(({ value }) => value !== null);
    const values = Object.fromEntries(results.map(({ field, value }) => [field.field.field, value]));
    const display = filled.map(({ field, display }) => `${field.field.label}: ${field.secret ? "••••••-••••" : display}`).join("; ");
    ctx.act(data.submit, { card, values, display, settled: texts.filled });
  };
  card.append(controls(h("form", { novalidate: true, "aria-labelledby": titleId, onsubmit: onSubmit }, alert,
    h("div", { class: "fields" }, fields.map((field) => field.node)),
    h("div", { class: "actions" }, h("button", { type: "submit", class: "action primary" }, data.submit.title), (data.actions || []).map((action) => actionButton(action, ctx, card))))));
  return card;
}

export function summary(data, ctx) {
  const { texts } = ctx;
  const card = shell("summary", heading(data.title));
  const rows = data.rows.map((row) =>
    h("div", {}, h("dt", {}, row.label),
      h("dd", {}, h("span", { class: "value" }, row.value, row.source ? h("span", { class: "muted" }, ` (${row.source})`) : null),
        row.edit ? h("button", { type: "button", class: "edit", "data-controls-part": "", "aria-label": texts.editOf(row.label), onclick: () => ctx.act(row.edit, { card }) }, texts.edit) : null)));
  card.append(h("dl", { class: "rows-dl" }, rows));
  if (data.warnings?.length) {
    card.append(h("div", { class: "warnings" }, data.warnings.map((warning) => h("p", {}, icon("warning", 18), h("span", {}, warning)))));
  }
  card.append(controls(actionRow(data.actions, ctx, card)));
  return card;
}
