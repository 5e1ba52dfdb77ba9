// A date: a text field that understands Danish dates, and a calendar beside it.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { calendar } from "./calendar.js";
import { fieldDate, longDate, parseDate } from "./dates.js";

/** Returns {node, control, read}; read gives {value: ISO or null, error}. */
export function dateField({ id, label, describedBy, required, minimum, maximum, value, texts }) {
  const input = h("input", {
    id, type: "text", class: "date-text", inputmode: "text", autocomplete: "off", placeholder: texts.dateFormat, maxlength: 30,
    "aria-describedby": describedBy, "aria-required": required ? "true" : null, value: value ? fieldDate(value) : "",
  });
  const button = h("button", { type: "button", class: "icon-button", "aria-label": `${texts.pickDate}: ${label}`, "aria-expanded": "false" }, icon("calendar"));
  const holder = h("div", { class: "calendar-holder" });
  const node = h("div", { class: "date" }, h("div", { class: "with-button" }, input, button), holder);

  const close = (refocus) => {
    holder.replaceChildren();
    button.setAttribute("aria-expanded", "false");
    if (refocus) button.focus();
  };
  button.addEventListener("click", () => {
    if (holder.firstChild) return close(true);
    const picker = calendar({
      texts, minimum, maximum, selected: parseDate(input.value),
      onPick: (day) => {
        input.value = fieldDate(day);
        input.dispatchEvent(new Event("change", { bubbles: true }));
        close(false);
        input.focus();
      },
      onClose: () => close(true),
    });
    holder.append(picker.node);
    button.setAttribute("aria-expanded", "true");
    picker.focus();
    picker.node.scrollIntoView({ block: "nearest" });
  });
  input.addEventListener("blur", () => {
    const day = parseDate(input.value);
    if (day) input.value = fieldDate(day);
  });
  node.addEventListener("focusout", (event) => {
    if (holder.firstChild && event.relatedTarget && !node.contains(event.relatedTarget)) close(false);
  });

  function read() {
    if (!input.value.trim()) return { value: null, error: required ? texts.required : null };
    const day = parseDate(input.value);
    if (!day) return { value: null, error: texts.badDate };
    if (minimum && day < minimum) return { value: day, error: texts.dateTooEarly(longDate(minimum, texts)) };
    if (maximum && day > maximum) return { value: day, error: texts.dateTooLate(longDate(maximum, texts)) };
    return { value: day, error: null };
  }
  return { node, control: input, read };
}
