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
    this.known = new Map(); // id -> node
    this.open = []; // {node, data} of cards that can still be answered
    this.lastDay = "";
    const { texts } = ctx;
    this.log = h("div", { class: "log", role: "log", "aria-label": texts.log, "aria-live": "polite" });
    this.typing = h("div", { class: "typing", hidden: true, "aria-hidden": "true" }, h("span"), h("span"), h("span"));
    this.end = h("button", { type: "button", class: "to-end", hidden: true, onclick: () => this.toEnd(true) }, texts.newMessages);
    this.scroller = h("div", { class: "scroller" }, this.log, this.typing);
    this.scroller.addEventListener("scroll", () => this.#nearEnd() && (this.end.hidden = true), { passive: true });
    this.node = h("div", { class: "messages" }, this.scroller, this.end);
  }

  /** The newest message that the server knows. */
  get lastId() {
    return [...this.known.keys()].filter((id) => !id.startsWith("local-")).at(-1) || null;
  }

  clear() {
    this.known.clear();
    this.open = [];
    this.lastDay = "";
    this.log.replaceChildren();
  }

  /** Draws a transcript without announcing it: it is not news. */
  load(messages) {
    this.log.setAttribute("aria-live", "off");
    this.clear();
    messages.forEach((message) => this.add(message, { quiet: true }));
    this.toEnd(false);
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  has(id) {
    return this.known.has(id);
  }

  /** Draws a stored message; one that is there already is left alone. Returns whether it was new. */
  add(message, { quiet = false, answer = false } = {}) {
    if (this.known.has(message.id)) return false;
    const stay = this.#nearEnd();
    this.#dayLine(message.at);
    const cards = message.cards || [];
    if (message.from === "user") this.#settleByText(message.text);
    else if (cards.some((card) => MOVES_ON.has(card.type))) this.#settleAll();
    const node = this.#node(message);
    this.known.set(message.id, node);
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
        note.replaceChildren();
        if (this.known.has(message.id)) return node.remove();
        this.known.set(message.id, node);
        body.replaceChildren(plainText(message.text));
      },
      sending: () => {
        node.classList.remove("failed");
        note.replaceChildren();
      },
      failed: (reason, retry) => {
        node.classList.add("failed");
        const { texts } = this.ctx;
        note.replaceChildren(h("span", { role: "status" }, reason || texts.notSent));
        if (retry) note.append(h("button", { type: "button", class: "retry", onclick: retry }, icon("retry", 16), texts.retry));
        this.#follow(node, this.#nearEnd());
      },
      remove: () => node.remove(),
    };
  }

  showTyping(on) {
    const stay = this.#nearEnd();
    this.typing.hidden = !on;
    this.log.setAttribute("aria-busy", on ? "true" : "false");
    if (on && stay) this.toEnd(false);
  }

  toEnd(smooth) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.end.hidden = true;
  }

  settle(card, label) {
    settle(card, label, this.ctx.texts);
    this.open = this.open.filter((entry) => entry.node !== card);
  }

  /** What is asked just now: {cpr} if a CPR number is, and {label} of the one field. */
  asked() {
    const { data } = this.open.at(-1) || {};
    if (data?.type === "question") return { cpr: data.hint === "cpr", label: data.field };
    return { cpr: Boolean(data?.type === "form" && data.fields.some((field) => field.hint === "cpr")) };
  }

  #node(message) {
    const { texts } = this.ctx;
    const mine = message.from === "user";
    const who = { user: texts.you, bot: texts.bot, agent: texts.agent, system: texts.system }[message.from] || texts.bot;
    const node = h("div", { class: `message ${message.from}` }, visuallyHidden(`${who}: `));
    if (message.from === "agent") node.append(h("div", { class: "who", "aria-hidden": "true" }, icon("person", 16), who));
    const cards = (message.cards || []).map((data) => ({ data, node: renderCard(data, this.ctx) })).filter((card) => card.node);
    const text = cards.length ? remainingText(message) : message.text;
    if (text) node.append(h("div", { class: "body prose" }, mine ? plainText(text) : markdown(text)));
    for (const card of cards) {
      node.append(card.node);
      if (closes(card.data)) this.open.push(card);
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
