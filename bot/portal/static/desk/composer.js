// Where the supporter writes: Enter sends, Shift + Enter gives a new line. What is being written is kept with its conversation.
import { hide } from "../widget/cpr.js";
import { h, uid } from "../widget/dom.js";
import { load, save } from "../widget/store.js";
import { texts } from "./texts.js";

const MOST = 10000;
const TYPING_EVERY = 3000; // milliseconds

export class Composer {
  /** `on` is told: send(text, solution), typing(). */
  constructor(id, name, on) {
    this.key = `desk-draft:${id}`;
    this.on = on;
    this.card = null; // {id, title} of a topic that goes along
    const inputId = uid("write");
    this.input = h("textarea", { id: inputId, rows: 2, autocomplete: "off", "aria-describedby": `${inputId}-hint`, enterkeyhint: "send" });
    this.input.value = load(this.key) || "";
    this.attached = h("p", { class: "attached", hidden: true });
    this.error = h("p", { class: "error", role: "alert" });
    this.node = h("form", { class: "composer", onsubmit: (event) => this.#submit(event) },
      h("p", { class: "composer-top" }, h("label", { for: inputId }, texts.compose(name)), h("span", { class: "hint", id: `${inputId}-hint` }, texts.hint)),
      this.attached, h("div", { class: "composer-row" }, this.input, h("button", { type: "submit", class: "button" }, texts.send)), this.error);
    this.input.addEventListener("input", () => {
      this.#changed();
      this.#tellTyping();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
  }

  focus() {
    this.input.focus();
  }

  /** Puts a text where the cursor is; it is the supporter who sends it. */
  insert(text) {
    const { selectionStart: at, selectionEnd: end, value } = this.input;
    const before = value.slice(0, at);
    const gap = before && !before.endsWith("\n") && !before.endsWith(" ") ? (text.includes("\n") ? "\n" : " ") : "";
    this.input.setRangeText(gap + text, at, end, "end");
    this.#changed();
    this.focus();
  }

  /** A topic's card goes along with the next message; none with null. */
  attach(card) {
    this.card = card;
    this.attached.hidden = !card;
    this.attached.replaceChildren(...(card ? [`${texts.attached} `, h("strong", {}, card.title), " ", h("button", { type: "button", class: "again", onclick: () => {
      this.attach(null);
      this.focus();
    } }, texts.detach)] : []));
    if (card && !this.input.value.trim()) this.insert(`Jeg tror, det er “${card.title}”, du skal bruge.`);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return this.focus();
    if ([...text].length > MOST) {
      this.error.textContent = texts.tooLong;
      return;
    }
    const solution = this.card?.id;
    this.input.value = "";
    this.attach(null);
    this.#changed();
    this.on.send(text, solution);
  }

  #tellTyping() {
    if (!this.input.value || Date.now() - (this.typed || 0) < TYPING_EVERY) return;
    this.typed = Date.now();
    this.on.typing();
  }

  #changed() {
    this.error.textContent = "";
    save(this.key, hide(this.input.value));
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 192)}px`;
  }
}
