// The list of messages: draws each once, keeps to the end, and closes cards that have been answered.
import { closes, MOVES_ON, renderCard } from "./cards/index.js";
import { settle } from "./cards/parts.js";
import { h, visuallyHidden } from "./dom.js";
import { icon } from "./icons.js";
import { markdown, plainText } from "./markdown.js";
import { remainingText } from "./remaining.js";

const NEAR_END = 120; // pixels

export class Messages {
  constructor(ctx) {
    this.ctx = ctx;
    this.known = new Map(); // id -> {node, from}
    this.open = []; // {node, data} of cards that can still be answered
    this.failed = []; // {text, retry} of what was not sent
    this.lastDay = "";
    const { texts } = ctx;
    this.log = h("div", { class: "log", role: "log", "aria-label": texts.log, "aria-live": "polite" });
    this.typingName = h("span", { class: "typing-name" });
    this.typing = h("div", { class: "typing", role: "status", hidden: true }, this.typingName, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")));
    this.end = h("button", { type: "button", class: "to-end", hidden: true, onclick: () => this.toEnd(true) }, texts.newMessages);
    this.scroller = h("div", { class: "scroller", tabindex: 0, role: "group", "aria-label": texts.messages }, this.log, this.typing);
    this.scroller.addEventListener("scroll", () => this.#nearEnd() && (this.end.hidden = true), { passive: true });
    this.node = h("div", { class: "messages" }, this.scroller, this.end);
  }

  /** Whether the one who answers just now is a person. */
  get withAgent() {
    return [...this.known.values()].findLast(({ from }) => from === "agent" || from === "bot")?.from === "agent";
  }

  /** The id of the newest message, and how many of others have come since the one with the given id. */
  get newest() {
    return this.#stored().at(-1) || null;
  }

  since(id) {
    const ids = this.#stored();
    return ids.includes(id) ? ids.slice(ids.indexOf(id) + 1).filter((one) => this.known.get(one).from !== "user").length : 0;
  }

  clear() {
    this.known.clear();
    this.open = [];
    this.failed = [];
    this.lastDay = "";
    this.log.replaceChildren();
  }

  /** Draws a transcript without announcing it: it is not news. */
  load(messages) {
    clearTimeout(this.speaking);
    this.log.setAttribute("aria-live", "off");
    this.clear();
    messages.forEach((message) => this.add(message, { quiet: true }));
    this.toEnd(false);
    this.speaking = setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  /** Draws a stored message; one that is there already is left alone. Returns whether it was new. */
  add(message, { quiet = false, answer = false } = {}) {
    if (this.known.has(message.id)) return false;
    const stay = this.#nearEnd();
    this.#dayLine(message.at);
    const cards = message.cards || [];
    if (message.from === "user") this.#settleByText(message.text);
    // What comes unasked takes no question away: somebody may be in the middle of answering it.
    else if (message.from === "bot" && cards.some((card) => MOVES_ON.has(card.type))) this.#settleAll();
    const node = this.#node(message);
    this.known.set(message.id, { node, from: message.from });
    this.log.append(node);
    if (message.from === "user") this.turnStart = node;
    if (!quiet) this.#follow(node, stay || answer || message.from === "user");
    return true;
  }

  /** Draws what the user just sent, before the server has it; the handle tells how it went. */
  addPending(text) {
    const note = h("div", { class: "note" });
    const body = h("div", { class: "body" }, plainText(text));
    const node = h("div", { class: "message user pending" }, visuallyHidden(`${this.ctx.texts.you}: `), body, note);
    this.#dayLine(new Date().toISOString());
    this.log.append(node);
    this.turnStart = node;
    this.#follow(node, true);
    return {
      node,
      stored: (message) => {
        node.classList.remove("pending", "failed");
        this.#tellNote(note);
        if (this.known.has(message.id)) return node.remove();
        this.known.set(message.id, { node, from: "user" });
        if (message.text !== text) body.replaceChildren(plainText(message.text)); // else it would be read out again
      },
      sending: () => {
        this.failed = this.failed.filter((entry) => entry.node !== node);
        node.classList.remove("failed");
        this.#tellNote(note);
      },
      failed: (reason, retry) => {
        node.classList.add("failed");
        if (retry) this.failed.push({ node, text, retry });
        this.#tellNote(note, reason || this.ctx.texts.notSent, retry);
        this.#follow(node, this.#nearEnd());
      },
    };
  }

  /** How to send the text again, if it is one that seemed not to have been sent. */
  retryOf(text) {
    return this.failed.find((entry) => entry.text === text)?.retry;
  }

  /** Says below a message of the user's that it was not sent; a button that had the focus gives it to the message. */
  #tellNote(note, words, retry) {
    const hadFocus = note.contains(note.getRootNode().activeElement);
    note.replaceChildren(...(words ? [h("span", {}, words)] : []));
    if (retry) note.append(h("button", { type: "button", class: "retry", onclick: retry }, icon("retry", 16), this.ctx.texts.retry));
    if (!hadFocus) return;
    note.parentNode.tabIndex = -1;
    note.parentNode.focus({ preventScroll: true });
  }

  /** Dots while an answer is being made; with the name of the person who writes it, if it is one. */
  showTyping(on, who = null) {
    const stay = this.#nearEnd();
    this.typing.hidden = !on;
    this.typingName.textContent = on && who ? this.ctx.texts.types(who) : "";
    if (on && stay) this.toEnd(false);
  }

  toEnd(smooth) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.end.hidden = true;
  }

  settle(card, label) {
    settle(card, label, this.ctx.texts);
    this.open.find((entry) => entry.node === card)?.kept.drop();
    this.open = this.open.filter((entry) => entry.node !== card);
  }

  /** What is asked just now: {cpr} if a CPR number is, and {label} of the one field. */
  asked() {
    const { data } = this.open.at(-1) || {};
    if (data?.type === "question") return { cpr: data.hint === "cpr", label: data.field };
    return { cpr: Boolean(data?.type === "form" && data.fields.some((field) => field.hint === "cpr")) };
  }

  #stored() {
    return [...this.known.keys()].filter((id) => !id.startsWith("local-"));
  }

  #node(message) {
    const { texts } = this.ctx;
    const mine = message.from === "user";
    const who = { user: texts.you, agent: message.author || texts.agent, system: texts.system }[message.from] || texts.bot;
    const node = h("div", { class: `message ${message.from}` }, visuallyHidden(`${who}: `));
    if (message.from === "agent") node.append(h("div", { class: "who", "aria-hidden": "true" }, icon("person", 16), who));
    const ctx = { ...this.ctx, kept: this.ctx.keeping(message.id) };
    const cards = (message.cards || []).map((data) => ({ data, node: renderCard(data, ctx) })).filter((card) => card.node);
    const text = cards.length ? remainingText(message) : message.text;
    // What the assistant says is Danish, whatever language the widget's own words are in.
    const lang = mine ? null : texts.spoken;
    if (text) node.append(h("div", { class: "body prose", lang }, mine ? plainText(text) : markdown(text)));
    if (lang) cards.forEach((card) => card.node.setAttribute("lang", lang));
    for (const card of cards) {
      node.append(card.node);
      if (closes(card.data)) this.open.push({ ...card, kept: ctx.kept });
    }
    return node;
  }

  /** After a reload: what the user said next is what was chosen. */
  #settleByText(text) {
    for (const { node, data } of [...this.open]) {
      const action = [...(data.actions || []), data.submit].find((item) => item && item.title === text);
      const asks = data.type === "question" || data.type === "form";
      if (action) this.settle(node, text);
      else if (asks && node === this.open.at(-1)?.node) this.answer = { node, text };
    }
  }

  #settleAll() {
    const { texts } = this.ctx;
    for (const { node, data } of [...this.open]) {
      const answered = this.answer?.node === node;
      this.settle(node, answered ? (data.type === "form" ? texts.filled : this.answer.text) : null);
    }
    this.answer = null;
  }

  #dayLine(at) {
    const day = new Date(at);
    const key = day.toDateString();
    if (key === this.lastDay) return;
    this.lastDay = key;
    const { texts } = this.ctx;
    const yesterday = new Date();
    yesterday.setDate(yesterday.getDate() - 1);
    const label = key === new Date().toDateString() ? texts.today : key === yesterday.toDateString() ? texts.yesterday : `${day.getDate()}. ${texts.months[day.getMonth()]} ${day.getFullYear()}`;
    this.log.append(h("div", { class: "day-line" }, h("span", {}, label)));
  }

  #nearEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  /** Shows the start of what is new, so that a long answer is read from its beginning. */
  #follow(node, stay) {
    if (!stay) {
      this.end.hidden = false;
      return;
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const first = this.turnStart?.isConnected ? this.turnStart : node;
    const top = first.offsetTop - 12;
    const bottom = this.scroller.scrollHeight - this.scroller.clientHeight;
    this.scroller.scrollTo({ top: Math.min(top, bottom), behavior: calm ? "instant" : "smooth" });
  }
}
