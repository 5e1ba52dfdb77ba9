// Says beside a text field that what stands there looks like a CPR number, and hides it from what is sent.
import { find, hide } from "./cpr.js";
import { h } from "./dom.js";

/** `asked()` is {cpr, label}: whether a CPR number is asked for just now, and the field that is answered. */
export function cprNote(texts, { asked = () => ({}), original = () => "", restore = () => {} } = {}) {
  // The live region is always there: one that appears together with its words is not read out.
  const words = h("span", { role: "status" });
  const button = h("button", { type: "button", class: "edit", hidden: true, onclick: () => insist() }, texts.cprNot);
  const node = h("div", { class: "cpr-note" }, h("p", {}, words, button));
  let insisted = false; // the user says that it is none
  let taken = null; // the text as it was before a number was hidden in it and it was sent

  function show(text, { ask = true } = {}) {
    if (words.textContent !== text) words.textContent = text; // told once, not at every key
    node.classList.toggle("on", Boolean(text));
    button.hidden = !text || !ask;
  }

  function insist() {
    insisted = true;
    if (taken !== null) restore(taken);
    taken = null;
    show(texts.cprKept, { ask: false });
  }

  const seen = (text) => {
    const { cpr, label = "" } = asked();
    return !cpr && !insisted && find(text, { label }).length > 0;
  };

  return {
    node,
    /** Looks at what stands in the field now. */
    look() {
      const text = original();
      if (!text) insisted = false;
      if (seen(text)) {
        taken = null;
        show(texts.cprSeen);
      } else if (text && !insisted) show("");
    },
    /** The text as it may be sent, and as the browser may keep it: there also an answer to the question for one is hidden. */
    clean: (text) => (seen(text) ? hide(text, { label: asked().label }) : text),
    kept: (text) => (insisted ? text : hide(text, { label: asked().label })),
    /** Tells what was hidden, once it is sent; the text can be had back. */
    sent(text) {
      const hidden = seen(text);
      insisted = false;
      taken = hidden ? text : null;
      show(hidden ? texts.cprHidden : "");
    },
  };
}
