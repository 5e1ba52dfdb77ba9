// A field with its label, help and error around the input that its hint asks for.
import { cprNote } from "../cpr-note.js";
import { h, uid } from "../dom.js";
import { combobox } from "./combobox.js";
import { dateField } from "./date.js";
import { longDate } from "./dates.js";
import { fileField } from "./file.js";
import { oneOf, severalOf } from "./options.js";

const NUMBER = /^-?\d{1,3}([. ]?\d{3})*(,\d+)?$|^-?\d+([.,]\d+)?$/;

function textInput(props, { multiline = false, ...more } = {}) {
  return h(multiline ? "textarea" : "input", { type: multiline ? null : "text", autocomplete: "off", ...props, ...more });
}

function checked(input, required, texts, test, message) {
  return () => {
    const value = input.value.trim();
    if (!value) return { value: null, error: required ? texts.required : null };
    return { value, display: value, error: test && !test(value) ? message : null };
  };
}

function withoutCpr(result, cpr) {
  if (typeof result.value !== "string") return result;
  const value = cpr.clean(result.value);
  return { ...result, value, display: value };
}

function periodInput(field, common, texts) {
  const value = field.value && typeof field.value === "object" ? field.value : {};
  const limits = { minimum: field.minimum, maximum: field.maximum, texts, describedBy: common["aria-describedby"] };
  const from = dateField({ ...limits, id: common.id, label: texts.from, required: field.required, value: value.from });
  const toId = uid("to");
  const to = dateField({ ...limits, id: toId, label: texts.to, required: false, value: value.to });
  const node = h("div", { class: "period" },
    h("div", {}, h("label", { for: common.id, class: "sub-label" }, texts.from), from.node),
    h("div", {}, h("label", { for: toId, class: "sub-label" }, texts.toOptional), to.node));
  const read = () => {
    const [start, end] = [from.read(), to.read()];
    const error = start.error || end.error || (start.value && end.value && end.value < start.value ? texts.dateOrder : null);
    const value = start.value || end.value ? { from: start.value, to: end.value } : null;
    const shown = [start.value, end.value].map((day) => (day ? longDate(day, texts) : "…")).join(" – ");
    return { value, display: value ? shown : "", error };
  };
  return { node, control: from.control, read, group: true };
}

function makeInput(field, common, ctx) {
  const { texts } = ctx;
  const { id } = common;
  const describedBy = common["aria-describedby"];
  const base = { id, describedBy, required: field.required, texts, label: field.label };
  const simple = { ...common, "aria-required": field.required ? "true" : null, value: typeof field.value === "string" ? field.value : "" };
  switch (field.hint) {
    case "date": {
      const made = dateField({ ...base, minimum: field.minimum, maximum: field.maximum, value: field.value });
      return { ...made, read: () => { const r = made.read(); return { ...r, display: r.value ? longDate(r.value, texts) : "" }; } };
    }
    case "period":
      return periodInput(field, common, texts);
    case "amount": {
      const input = textInput(simple, { inputmode: "decimal", maxlength: 20, class: "amount" });
      const read = checked(input, field.required, texts, (value) => NUMBER.test(value.replace(/\s*kr\.?$/i, "")), texts.badAmount);
      return { node: h("div", { class: "with-unit" }, input, h("span", { class: "unit" }, texts.currency)), control: input, read: () => { const r = read(); return { ...r, display: r.value ? `${r.value} kr.` : "" }; } };
    }
    case "number": {
      const input = textInput(simple, { inputmode: "decimal", maxlength: 20, class: "amount" });
      const read = checked(input, field.required, texts, (value) => NUMBER.test(value), texts.badNumber);
      return { node: h("div", { class: "with-unit" }, input, field.unit ? h("span", { class: "unit" }, field.unit) : null), control: input, read };
    }
    case "person":
    case "unit": {
      const person = field.hint === "person";
      return combobox({ ...base, value: field.value, valueLabel: field.value_label, placeholder: person ? texts.searchPerson : texts.searchUnit,
        search: (query, signal) => (person ? ctx.api.people(query, signal) : ctx.api.units(query, signal)) });
    }
    case "choice":
      return oneOf({ ...base, options: field.options, value: field.value });
    case "yesno":
      return oneOf({ ...base, options: [{ value: "true", label: texts.yes }, { value: "false", label: texts.no }], value: field.value });
    case "multi":
      return severalOf({ ...base, options: field.options, value: field.value });
    case "cpr": {
      const input = textInput({ ...simple, value: "" }, { inputmode: "numeric", maxlength: 13, class: "cpr", placeholder: "ddmmåå-xxxx" });
      return { node: input, control: input, read: checked(input, field.required, texts, (value) => /^\d{6}[ -]?\d{4}$/.test(value), texts.badCpr), secret: true };
    }
    case "file":
      return fileField({ ...base, upload: (file, progress) => ctx.api.upload(file, progress) });
    default: {
      const long = !field.max_length || field.max_length > 120;
      const input = textInput(simple, { multiline: long, maxlength: field.max_length, ...(long ? { rows: 3 } : {}) });
      const cpr = cprNote(texts, { asked: () => ({ label: field.field }), original: () => input.value });
      input.addEventListener("input", () => cpr.look());
      const read = checked(input, field.required, texts);
      return { node: h("div", { class: "with-note" }, input, cpr.node), control: input, read: () => withoutCpr(read(), cpr) };
    }
  }
}

/** What changes inside a field is not read out as a message of the log that it stands in: hence `aria-live` off.
 * Returns {node, read, show(error), focus}; `bare` leaves the label out where the card's own heading names the field. */
export function fieldOf(asked, ctx, { bare = false, labelId = null } = {}) {
  const { texts } = ctx;
  const field = ctx.kept.filled(asked);
  const id = uid("field");
  const helpId = field.help || field.example || field.hint === "cpr" ? `${id}-help` : null;
  const errorId = `${id}-error`;
  const describedBy = [helpId, errorId].filter(Boolean).join(" ");
  const made = makeInput(field, { id, "aria-describedby": describedBy }, ctx);
  const helps = [field.hint === "cpr" ? texts.cprHelp : null, field.help, field.example ? `${texts.example} ${field.example}` : null].filter(Boolean);
  const help = helpId ? h("p", { class: "help", id: helpId }, helps.join(" ")) : null;
  const error = h("p", { class: "error", id: errorId, hidden: true });
  const optional = field.required ? null : h("span", { class: "muted" }, ` (${texts.optional})`);
  let node;
  if (made.group) {
    node = h("fieldset", { class: `field hint-${field.hint}`, "aria-live": "off", "aria-labelledby": bare ? labelId : null, "aria-describedby": describedBy },
      bare ? null : h("legend", {}, field.label, optional), help, error, made.node);
  } else {
    if (bare && labelId) made.control.setAttribute("aria-labelledby", labelId);
    node = h("div", { class: `field hint-${field.hint}`, "aria-live": "off" }, bare ? null : h("label", { for: id }, field.label, optional), help, error, made.node);
  }
  const show = (message) => {
    error.textContent = message || "";
    error.hidden = !message;
    node.classList.toggle("invalid", Boolean(message));
    if (message) made.control.setAttribute("aria-invalid", "true");
    else made.control.removeAttribute("aria-invalid");
  };
  if (field.error) show(field.error);
  // At the key already: an error that went with the focus would move the button away from under the pointer.
  const mended = () => node.classList.contains("invalid") && !made.read().error && show(null);
  const changed = () => {
    ctx.kept.keep(field, made.read());
    mended();
  };
  node.addEventListener("input", changed);
  node.addEventListener("change", changed);
  return { node, read: made.read, show, focus: () => made.control.focus(), field, secret: made.secret, control: made.control };
}
