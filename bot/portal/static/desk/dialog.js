// One question in a window of its own: fields, one button that does it, and one that does not.
import { h, uid } from "../widget/dom.js";
import { texts } from "./texts.js";

/** `run(values, key)` does it; the same key on every attempt, so that a repeat changes nothing. */
export function ask({ title, text, fields = [], submit, run }) {
  const titleId = uid("dialog");
  const key = crypto.randomUUID();
  const error = h("p", { class: "told bad", role: "alert", hidden: true });
  const made = fields.map(inputOf);
  const button = h("button", { type: "submit", class: "button", disabled: fields.some((field) => field.options && !field.options.length) }, submit);
  const opener = document.activeElement;
  const done = () => dialog.close();
  const onSubmit = async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    error.hidden = true;
    try {
      await run(Object.fromEntries(made.map(({ name, control }) => [name, control.value.trim()])), key);
      done();
    } catch (problem) {
      error.textContent = problem.network ? texts.noNetwork : problem.detail || texts.failed;
      error.hidden = false;
    } finally {
      button.disabled = false;
    }
  };
  const dialog = h("dialog", { class: "ask-dialog", "aria-labelledby": titleId, onclose: () => {
    dialog.remove();
    if (opener?.isConnected) opener.focus();
  } },
  h("form", { onsubmit: onSubmit },
    h("h2", { id: titleId }, title), text ? h("p", { class: "where" }, text) : null, error, made.map(({ node }) => node),
    h("div", { class: "dialog-ways" }, button, h("button", { type: "button", class: "button quiet", onclick: done }, texts.cancel))));
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function inputOf({ name, label, options, required, empty }) {
  const id = uid("field");
  if (options && !options.length) return { name, control: { value: "" }, node: h("p", {}, empty) };
  const control = options
    ? h("select", { id, required }, h("option", { value: "" }, texts.chooseOne), options.map(([value, title]) => h("option", { value }, title)))
    : h("textarea", { id, rows: 3, maxlength: 2000, required });
  return { name, control, node: h("p", { class: "field" }, h("label", { for: id }, label), control) };
}
