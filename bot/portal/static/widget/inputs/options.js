// One or several of given options: radio buttons, checkboxes, or a list where there are very many.
import { h } from "../dom.js";

const MOST_RADIOS = 12;

function optionRow(kind, name, option, checked, index, id) {
  const inputId = `${id}-${index}`;
  const more = option.description ? `${inputId}-more` : null;
  return h("div", { class: "option" },
    h("input", { type: kind, id: index === 0 ? id : inputId, name, value: option.value, checked, "aria-describedby": more }),
    h("label", { for: index === 0 ? id : inputId }, h("span", {}, option.label), option.description ? h("span", { class: "option-more", id: more }, option.description) : null));
}

export function oneOf({ id, describedBy, required, options, value, texts }) {
  if (options.length > MOST_RADIOS) {
    const select = h("select", { id, "aria-describedby": describedBy, "aria-required": required ? "true" : null },
      h("option", { value: "" }, "—"), options.map((option) => h("option", { value: option.value, selected: option.value === value }, option.label)));
    return {
      node: h("div", { class: "select" }, select), control: select,
      read: () => ({ value: select.value || null, display: select.selectedOptions[0]?.textContent, error: required && !select.value ? texts.required : null }),
    };
  }
  const node = h("div", { class: "options" }, options.map((option, i) => optionRow("radio", id, option, option.value === value, i, id)));
  const read = () => {
    const checked = node.querySelector("input:checked");
    const option = options.find((item) => item.value === checked?.value);
    return { value: option?.value ?? null, display: option?.label, error: required && !option ? texts.required : null };
  };
  return { node, control: node.querySelector("input"), read, group: true };
}

export function severalOf({ id, required, options, value, texts }) {
  const chosen = new Set(Array.isArray(value) ? value : []);
  const node = h("div", { class: "options" }, options.map((option, i) => optionRow("checkbox", id, option, chosen.has(option.value), i, id)));
  const read = () => {
    const values = [...node.querySelectorAll("input:checked")].map((input) => input.value);
    const display = options.filter((option) => values.includes(option.value)).map((option) => option.label).join(", ");
    return { value: values.length ? values : null, display, error: required && !values.length ? texts.required : null };
  };
  return { node, control: node.querySelector("input"), read, group: true };
}
