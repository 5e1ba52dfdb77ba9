// What is said in one conversation, each message once and in its order.
import { h, link, visuallyHidden } from "../widget/dom.js";
import { markdown, plainText } from "../widget/markdown.js";
import { texts } from "./texts.js";
import { clock } from "./time.js";

const NEAR_END = 80; // pixels

export class Log {
  constructor(me, person) {
    this.me = me;
    this.person = person;
    this.known = new Set();
    this.list = h("div", { class: "log", role: "log", "aria-label": texts.log, "aria-live": "polite", tabindex: 0 });
    this.typing = h("p", { class: "typing", role: "status" });
    this.end = h("button", { type: "button", class: "to-end", hidden: true, onclick: () => this.toEnd() }, texts.newMessages);
    this.list.addEventListener("scroll", () => this.#nearEnd() && (this.end.hidden = true), { passive: true });
    this.node = h("div", { class: "said" }, this.list, this.end, this.typing);
  }

  /** Draws what is not there yet, without announcing it: what led to the hand-over, folded away, and all since. */
  load(messages, { asked_at: asked, taken_at: taken }) {
    this.list.setAttribute("aria-live", "off");
    const fresh = messages.filter(({ id }) => !this.known.has(id));
    const bots = new Date(taken || asked); // what the assistant said to one who waited is no news either
    const earlier = fresh.filter(({ at, from }) => new Date(at) < (from === "bot" ? bots : new Date(asked)));
    const since = fresh.filter((message) => !earlier.includes(message));
    if (earlier.length) {
      earlier.forEach(({ id }) => this.known.add(id));
      this.list.prepend(h("details", { class: "before" }, h("summary", {}, texts.before(earlier.length)), earlier.map((message) => this.#node(message))));
    }
    since.forEach((message) => this.#append(message));
    this.toEnd();
    setTimeout(() => this.list.setAttribute("aria-live", "polite"), 300);
  }

  /** Draws a message that has come; returns whether it was new. */
  add(message) {
    if (this.known.has(message.id)) return false;
    const stay = this.#nearEnd();
    this.#append(message);
    if (message.from === "user") this.types(null);
    this.#follow(stay);
    return true;
  }

  /** Draws what is being sent; the handle tells how it went. */
  pending({ text }) {
    const state = h("p", { class: "state" });
    const node = h("div", { class: "line own-line" }, visuallyHidden(`${texts.you}: `), h("div", { class: "body" }, plainText(text)), state);
    this.list.append(node);
    this.toEnd();
    return {
      sending: () => {
        node.classList.remove("failed");
        state.replaceChildren(texts.sending);
      },
      stored: (message) => {
        if (this.known.has(message.id)) return node.remove();
        this.known.add(message.id);
        node.replaceWith(this.#node(message));
      },
      failed: (reason, retry) => {
        const stay = this.#nearEnd();
        node.classList.add("failed");
        state.replaceChildren(reason || texts.notSent, " ", retry ? h("button", { type: "button", class: "again", onclick: retry }, texts.retry) : "");
        this.#follow(stay);
      },
    };
  }

  /** Says who writes just now, for some seconds; nobody with null. */
  types(name) {
    clearTimeout(this.timer);
    this.typing.textContent = name ? texts.types(name) : "";
    if (name) this.timer = setTimeout(() => this.types(null), 5000);
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.end.hidden = true;
  }

  #append(message) {
    this.known.add(message.id);
    this.list.append(this.#node(message));
  }

  #node(message) {
    const mine = message.from === "agent" && message.author === this.me;
    const who = { user: this.person, agent: mine ? texts.you : message.author, system: texts.system }[message.from] || texts.bot;
    const kind = mine ? "own-line" : message.from;
    const body = message.from === "user" ? [plainText(message.text)] : markdown(message.text);
    const topics = (message.cards || []).filter((card) => card.type === "solution" && card.url);
    return h("div", { class: `line ${kind}` },
      h("p", { class: "who" }, who, " ", h("time", { datetime: message.at }, clock(message.at))),
      h("div", { class: "body" }, body, topics.map((card) => h("p", {}, link(card.url, card.title, { target: "_blank" })))),
      mine ? h("p", { class: "state" }, texts.sent) : null);
  }

  #nearEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #follow(stay) {
    if (stay) this.toEnd();
    else this.end.hidden = false;
  }
}
