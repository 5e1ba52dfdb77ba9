// The queue with its waiting times, and the supporter's own conversations with what is unread.
import { h, visuallyHidden } from "../widget/dom.js";
import { REASONS, texts } from "./texts.js";
import { lasted, minutesSince } from "./time.js";

const LONG = 10; // minutes after which a wait is marked

export class Queue {
  /** `take(item)` takes it. */
  constructor(take) {
    this.take = take;
    this.items = [];
    this.count = h("span", { class: "number" });
    this.empty = h("p", { class: "where" }, texts.nobodyWaits);
    this.list = h("ul", { class: "waiting" });
    this.node = h("section", { "aria-labelledby": "koe" }, h("h2", { id: "koe" }, texts.queue, " ", this.count), this.empty, this.list);
    setInterval(() => this.#tick(), 15000);
  }

  show(items) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("[data-id]")?.dataset.id : null;
    const drawn = new Map([...this.list.children].map((node) => [node.dataset.id, node]));
    this.items = items;
    this.list.replaceChildren(...items.map((item) => {
      const node = drawn.get(item.id);
      return node?.dataset.drawn === JSON.stringify(item) ? node : this.#item(item);
    }));
    this.empty.hidden = items.length > 0;
    this.count.replaceChildren(...(items.length ? [h("span", { "aria-hidden": "true" }, String(items.length)), visuallyHidden(texts.waits(items.length))] : []));
    if (focused) (this.list.querySelector(`[data-id="${CSS.escape(focused)}"] button`) || this.list.querySelector("button"))?.focus();
    this.#tick();
  }

  #item(item) {
    const button = h("button", { type: "button", class: "button quiet", onclick: async () => {
      if (button.disabled) return;
      button.disabled = true;
      await this.take(item);
      button.disabled = false;
    } }, texts.take, visuallyHidden(` – ${item.name}`));
    return h("li", { class: item.reason === "crisis" ? "crisis" : null, "data-id": item.id, "data-drawn": JSON.stringify(item) },
      h("p", { class: "item-top" }, h("strong", {}, item.topic), h("span", { class: "waited", "data-since": item.since })),
      h("p", {}, item.name, h("span", { class: "where" }, item.unit)),
      h("p", { class: "where" }, [REASONS[item.reason], item.returned ? texts.returned : null].filter(Boolean).join(" · ")),
      button);
  }

  #tick() {
    for (const node of this.list.querySelectorAll("[data-since]")) {
      const text = lasted(node.dataset.since);
      if (node.dataset.shown === text) continue;
      node.dataset.shown = text;
      node.replaceChildren(visuallyHidden(`${texts.waited} `), text);
      node.classList.toggle("long", minutesSince(node.dataset.since) >= LONG);
    }
  }
}

export class Mine {
  /** `choose(id)` opens it. */
  constructor(choose) {
    this.choose = choose;
    this.empty = h("p", { class: "where" }, texts.noneMine);
    this.list = h("ul", { class: "mine" });
    this.node = h("section", { "aria-labelledby": "mine" }, h("h2", { id: "mine" }, texts.mine), this.empty, this.list);
  }

  /** `items` in the order in which they were taken; `ended`: ids of those that are over. */
  show(items, active) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.empty.hidden = items.length > 0;
    this.list.replaceChildren(...items.map((item) => h("li", {}, this.#button(item, active))));
    if (focused) this.list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  #button(item, active) {
    const marks = [
      item.unread ? h("span", { class: "badge new" }, texts.unread(item.unread)) : null,
      item.ended ? h("span", { class: "badge" }, texts.ended) : item.mine ? null : h("span", { class: "badge" }, texts.invited),
    ];
    return h("button", { type: "button", class: "talk-tab", "data-id": item.id, "aria-current": item.id === active ? "true" : null, onclick: () => this.choose(item.id) },
      h("span", { class: "item-top" }, h("strong", {}, item.name), marks), h("span", { class: "where" }, item.topic),
      item.last ? h("span", { class: "where last" }, item.last) : null);
  }
}
