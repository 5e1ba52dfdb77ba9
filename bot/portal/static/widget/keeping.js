// Keeps what stands in the fields of a card until it is sent: a form of twenty fields survives a reload.
// CPR numbers are never kept, and files are not: they are in the browser's hands only.
import { hide } from "./cpr.js";
import { load, save } from "./store.js";

const NEVER = new Set(["cpr", "file"]);

/** For the card of a message: {value(field), keep(field, read), drop()}. */
export function keepingOf(conversation, message) {
  const key = `field:${conversation}:${message}`;
  const all = () => load(key) || {};
  return {
    /** The field with what had been filled in before. */
    filled(field) {
      const kept = NEVER.has(field.hint) ? undefined : all()[field.field];
      return kept ? { ...field, value: kept.value, value_label: kept.label, error: null } : field;
    },
    keep(field, { value, display }) {
      if (NEVER.has(field.hint)) return;
      const clean = (text) => (typeof text === "string" ? hide(text, { label: field.field }) : text);
      save(key, { ...all(), [field.field]: { value: clean(value), label: clean(display) } });
    },
    drop: () => save(key, null),
  };
}
