// Cards that ask: a single question, a form, and the summary before sending.
import { h, uid, visuallyHidden } from "../dom.js";
import { icon } from "../icons.js";
import { fieldOf } from "../inputs/field.js";
import { actionButton, actionRow, controls, heading, isSubmit, progressBar, shell } from "./parts.js";

const MOST_BUTTONS = 7;
const LONG_TITLE = 34; // characters; longer ones stand one below the other

export function question(data, ctx) {
  const { texts } = ctx;
  const titleId = uid("question");
  const submit = (data.actions || []).find(isSubmit);
  const card = shell("question", progressBar(data.progress, texts));
  card.append(...soFar(data, ctx, card), heading(data.label, { id: titleId }));
  const actions = (data.actions || []).filter((action) => !isSubmit(action));
  const options = data.hint === "yesno" ? [{ value: "true", label: texts.yes }, { value: "false", label: texts.no }] : data.options || [];
  // Options that are offered as actions of their own are sent as those; other actions (back, stop) stand below.
  const answers = submit && !data.error ? [] : actions.filter((action) => !["link", "danger"].includes(action.style));
  const ways = actions.filter((action) => !answers.includes(action));
  const send = (value, display) =>
    submit ? ctx.act(submit, { card, values: { [data.field]: value }, display }) : ctx.say(String(display ?? value), { card });

  const describe = (title) => (data.options || []).find((option) => option.label === title)?.description;
  const tap = { act: (option) => send(option.value, option.title) };
  let picks = [];
  if (!submit) picks = answers.map((action) => [{ description: describe(action.title), ...action }, ctx]);
  else if (["yesno", "choice"].includes(data.hint) && options.length <= MOST_BUTTONS) {
    picks = options.map((option) => [{ title: option.label, value: option.value, description: option.description }, tap]);
  }
  if (picks.length) {
    const row = picks.some(([pick]) => pick.description || pick.title.length > LONG_TITLE);
    const buttons = picks.map(([pick, target]) => actionButton(pick, target, card, { row }));
    card.append(...notes(data, texts), controls(
      data.error ? h("p", { class: "error" }, data.error) : null,
      row ? h("ul", { class: "rows", "aria-labelledby": titleId }, buttons.map((button) => h("li", {}, button)))
        : h("div", { class: "chips", role: "group", "aria-labelledby": titleId }, buttons),
      waysOut(ways, ctx, card)));
    return card;
  }
  const field = fieldOf(data, ctx, { bare: true, labelId: titleId });
  const onSubmit = (event) => {
    event.preventDefault();
    const { value, display, error } = field.read();
    field.show(error);
    if (error) return field.focus();
    if (value === null && !data.required && !submit) return;
    send(value, field.secret ? "••••••-••••" : display || "—");
  };
  const suggestions = answers.length ? h("div", { class: "chips", role: "group", "aria-labelledby": titleId }, answers.map((action) => actionButton(action, ctx, card))) : null;
  const others = ways.filter((action) => action.style !== "link");
  const form = h("form", { novalidate: true, onsubmit: onSubmit }, field.node, suggestions,
    h("div", { class: "actions" }, h("button", { type: "submit", class: "action primary" }, submit?.title || texts.sendAnswer), others.map((action) => actionButton(action, ctx, card))));
  card.append(controls(form, waysOut(ways.filter((action) => action.style === "link"), ctx, card)));
  return card;
}

/** What a question tree has been answered before: one quiet line, each answer with a way to change it. */
function soFar(data, ctx, card) {
  const { texts } = ctx;
  if (!data.so_far?.length) return [];
  return [h("ul", { class: "so-far", "aria-label": texts.soFar }, data.so_far.map((row) =>
    h("li", {}, visuallyHidden(`${row.label} `), h("span", { class: "value" }, row.value),
      row.edit ? h("button", { type: "button", class: "edit", "aria-label": texts.editOf(row.label), onclick: () => ctx.act(row.edit, { card }) }, texts.edit) : null)))];
}

/** Back, stop and the like: quiet, below a line. */
function waysOut(actions, ctx, card) {
  return actions.length ? h("div", { class: "ways" }, actions.map((action) => actionButton(action, ctx, card))) : null;
}

function labelled(label, value) {
  return /[?:!.]$/.test(label) ? `${label} ${value}` : `${label}: ${value}`;
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
    const display = filled.map(({ field, display }) => labelled(field.field.label, field.secret ? "••••••-••••" : display)).join("\n");
    ctx.act(data.submit, { card, values, display, settled: texts.filled });
  };
  card.append(controls(h("form", { novalidate: true, "aria-labelledby": titleId, onsubmit: onSubmit }, alert,
    h("div", { class: "fields" }, fields.map((field) => field.node)),
    h("div", { class: "actions" }, h("button", { type: "submit", class: "action primary" }, data.submit.title))),
    waysOut(data.actions || [], ctx, card)));
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
