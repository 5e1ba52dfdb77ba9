// Where the user writes: Enter sends, Shift + Enter gives a new line. What is being written is kept with its conversation.
// A CPR number that nobody has asked for is neither kept nor sent (cpr-note.js).
import { cprNote } from "./cpr-note.js";
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { load, save } from "./store.js";

const MOST = 10000;
const WARN_AT = 9000;

export class Composer {
  constructor(ctx, { onSend, onTyping }) {
    const { texts } = ctx;
    const id = uid("compose");
    this.texts = texts;
    this.onSend = onSend;
    this.onTyping = onTyping;
    this.conversation = null;
    this.count = h("span", { class: "count", role: "status" });
    this.input = h("textarea", { id, rows: 1, "aria-describedby": `${id}-hint`, autocomplete: "off", enterkeyhint: "send" });
    this.cpr = cprNote(texts, { asked: ctx.asked, original: () => this.input.value, restore: (text) => this.restore(text) });
    this.button = h("button", { type: "submit", class: "send", "aria-label": texts.send }, icon("send", 22));
    this.node = h("form", { class: "composer", novalidate: true, onsubmit: (event) => this.#submit(event) },
      h("div", { class: "composer-top" }, h("label", { for: id }, texts.compose), h("span", { class: "hint", id: `${id}-hint` }, texts.composeHint)),
      h("div", { class: "composer-row" }, this.input, this.button), this.cpr.node, this.count);
    this.input.addEventListener("input", () => {
      this.#changed();
      if (this.input.value) this.onTyping();
    });
    this.input.addEventListener("keydown", (event) => {
      // While a letter is being composed (IME, dead keys) Enter belongs to the composition.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
  }

  /** Shows what was being written in this conversation; what was typed before signing on goes along. */
  use(conversation) {
    if (conversation === this.conversation) return;
    if (this.conversation) this.input.value = "";
    this.conversation = conversation;
    if (conversation) this.restore(load(`draft:${conversation}`) || "");
    else this.#changed();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  /** Gives a text back that could not be sent, before what has been typed since. */
  restore(text) {
    this.input.value = [text, this.input.value].filter(Boolean).join("\n");
    this.#changed();
  }

  enable(on) {
    this.node.hidden = !on;
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || [...text].length > MOST) return this.input.focus();
    const clean = this.cpr.clean(text);
    this.cpr.sent(text);
    this.input.value = "";
    this.#changed();
    this.onSend(clean);
  }

  #changed() {
    const { input } = this;
    this.cpr.look();
    if (this.conversation) save(`draft:${this.conversation}`, this.cpr.kept(input.value));
    const length = [...input.value].length;
    this.count.textContent = length > WARN_AT ? this.texts.tooLong(length, MOST) : "";
    this.count.classList.toggle("over", length > MOST);
    this.button.classList.toggle("ready", Boolean(input.value.trim()));
    input.style.height = "auto";
    if (input.scrollHeight) input.style.height = `${Math.min(input.scrollHeight + 2, 168)}px`;
  }
}
