// The desk of 1st line: puts its parts together, and keeps them as the stream says.
import { h } from "../widget/dom.js";
import { DeskApi } from "./api.js";
import { Attention } from "./attention.js";
import { Conversation } from "./conversation.js";
import { Mine, Queue } from "./lists.js";
import { Live } from "./live.js";
import { Settings } from "./settings.js";
import { KEYS, listen } from "./shortcuts.js";
import { texts } from "./texts.js";
import { clock } from "./time.js";

const BACK_SHOWN = 4000; // milliseconds

class Desk {
  constructor(root) {
    this.root = root;
    Object.assign(this, JSON.parse(root.dataset.desk)); // me, outcomes, phrases, solutions
    this.api = new DeskApi(document.querySelector('meta[name="form-token"]').content);
    this.settings = new Settings();
    this.attention = new Attention(this.settings);
    this.talks = new Map(); // id -> Conversation, in the order in which they were taken
    this.items = new Map(); // id -> what the list says of it
    this.active = null;
    this.waiting = null; // ids in the queue, once it is known
    this.colleagues = [];
    this.queue = new Queue((item) => this.take(item));
    this.mine = new Mine((id) => this.choose(id));
    this.#draw();
    this.live = new Live(this.api, { event: (name, data) => this.#event(name, data), online: (yes) => this.#online(yes), signedOff: () => this.#signedOff() });
    listen(this.settings, {
      take: () => this.queue.items[0] && this.take(this.queue.items[0]),
      talk: (number) => [...this.talks.keys()][number - 1] && this.choose([...this.talks.keys()][number - 1]),
      write: () => this.current?.composer.focus(), search: () => this.current?.answers.focus(),
      finish: () => this.current && !this.current.ended && this.current.view?.mine && this.current.doings.finish(), help: () => this.settings.show(KEYS),
    });
    document.addEventListener("visibilitychange", () => this.#seen());
    this.live.start();
  }

  get current() {
    return this.talks.get(this.active);
  }

  #draw() {
    this.banner = h("p", { class: "banner", role: "status" });
    this.hours = h("span");
    this.there = h("span", { class: "where" });
    this.available = h("input", { type: "checkbox", id: "tager", checked: true, onchange: () => this.#setAvailable() });
    this.told = h("p", { class: "told bad", role: "alert", hidden: true });
    this.empty = h("section", { class: "talk none", "aria-label": texts.chooseTitle }, h("p", {}, texts.choose));
    this.place = h("div", { class: "talk-place" }, this.empty);
    this.root.querySelector(".desk-head").append(h("p", { class: "hours" }, this.hours, " ", this.there),
      h("p", { class: "check" }, this.available, h("label", { for: "tager" }, texts.available)),
      h("button", { type: "button", class: "button plain", onclick: () => this.settings.show(KEYS) }, texts.settings));
    this.root.append(
      this.banner, this.told,
      h("div", { class: "desk-grid" }, h("div", { class: "lists" }, this.mine.node, this.queue.node), this.place));
  }

  // --- what the stream says

  #event(name, data) {
    if (name === "state") this.#state(data);
    else if (name === "queue") this.#queued(data.items);
    else if (name === "mine") this.#mineNow(data.items);
    else if (name === "colleagues") this.#there(data.items);
    else if (name === "typing") this.talks.get(data.handover)?.log.types(data.name);
    else if (name === "message") this.#message(data);
  }

  #state(state) {
    this.available.checked = state.available;
    const { open, closes_at: closes } = state.open;
    this.hours.textContent = open ? texts.open + (closes ? texts.until(clock(closes)) : "") : texts.closed;
    this.hours.className = open ? "badge good" : "badge";
    this.#queued(state.queue);
    this.#mineNow(state.mine);
    this.#there(state.colleagues);
    // What came while the connection was gone.
    for (const talk of this.talks.values()) {
      talk.load().then(() => talk.id === this.active && this.#seen());
      talk.outgoing.again();
    }
  }

  #queued(items) {
    const ids = new Set(items.map(({ id }) => id));
    const fresh = this.waiting && [...ids].some((id) => !this.waiting.has(id));
    this.waiting = ids;
    this.queue.show(items);
    if (fresh && this.available.checked) this.attention.call();
    this.#count();
  }

  #mineNow(items) {
    for (const item of items) {
      const known = this.items.has(item.id);
      this.items.set(item.id, item);
      const talk = this.talks.get(item.id);
      if (!talk) this.talks.set(item.id, new Conversation(this.api, item, this));
      else if (talk.ended || (known && talk.view && talk.view.mine !== item.mine)) talk.load();
      if (!known && !this.active) this.choose(item.id, { focus: false });
    }
    const open = new Set(items.map(({ id }) => id));
    for (const [id, talk] of this.talks) if (!open.has(id) && !talk.ended) talk.load().then(() => this.#list());
    this.#list();
  }

  #message({ handover, message }) {
    const talk = this.talks.get(handover);
    if (!talk) return; // the list brings it
    const item = this.items.get(handover);
    if (item) item.last = message.text;
    if (!talk.arrived(message)) return this.#list();
    const looking = handover === this.active && document.visibilityState === "visible";
    if (item && message.from === "user") item.unread += 1;
    if (looking) this.#seen();
    else this.#list();
    if (message.from === "user" && !(looking && document.hasFocus())) this.attention.call();
  }

  #there(colleagues) {
    this.colleagues = colleagues;
    this.there.textContent = colleagues.length ? texts.present(colleagues.map(({ name }) => name).join(", ")) : texts.alone;
  }

  #online(yes) {
    clearTimeout(this.backTimer);
    if (yes === !this.banner.classList.contains("off")) return;
    this.banner.classList.toggle("off", !yes);
    this.banner.textContent = yes ? texts.online : texts.offline;
    if (yes) this.backTimer = setTimeout(() => (this.banner.textContent = ""), BACK_SHOWN);
  }

  #signedOff() {
    this.banner.classList.add("off");
    this.banner.replaceChildren(`${texts.signedOff} `, h("a", { href: `/log-ind?videre=${encodeURIComponent(location.pathname)}` }, texts.signOn));
  }

  // --- what the supporter does

  async take(item) {
    if (this.taking?.id === item.id) return;
    this.taking = item;
    this.told.hidden = true;
    try {
      await this.api.act(item.id, "take", { key: crypto.randomUUID() });
      this.items.set(item.id, this.items.get(item.id) || { ...item, mine: true, unread: 0 });
      if (!this.talks.has(item.id)) this.talks.set(item.id, new Conversation(this.api, this.items.get(item.id), this));
      else await this.talks.get(item.id).load();
      this.queue.show(this.queue.items.filter(({ id }) => id !== item.id));
      this.choose(item.id);
    } catch (problem) {
      this.told.textContent = problem.network ? texts.noNetwork : problem.detail || texts.failed;
      this.told.hidden = false;
    } finally {
      this.taking = null;
    }
  }

  choose(id, { focus = true } = {}) {
    this.active = id;
    const talk = this.current;
    this.told.hidden = true;
    this.root.dataset.show = "talk";
    // Putting it there anew would take the focus from somebody who has begun to write.
    if (this.place.firstChild !== talk.node) this.place.replaceChildren(talk.node, talk.aside);
    talk.log.toEnd();
    this.#seen();
    this.#list();
    if (focus) (talk.composer.node.hidden ? talk.heading : talk.composer).focus();
  }

  /** On a narrow window: from the conversation to the lists. */
  back() {
    delete this.root.dataset.show;
    (this.mine.list.querySelector("[aria-current]") || this.mine.list.querySelector("button"))?.focus();
  }

  /** Something is being done; `words` say so if the conversation is gone afterwards. */
  leaves(id, words) {
    const talk = this.talks.get(id);
    if (talk) talk.words = words;
  }

  async changed(id) {
    await this.talks.get(id)?.load();
    this.#list();
  }

  dismiss(id) {
    this.talks.delete(id);
    this.items.delete(id);
    if (id === this.active) {
      this.active = null;
      this.place.replaceChildren(this.empty);
      delete this.root.dataset.show;
      const next = [...this.talks.keys()].at(-1);
      if (next) this.choose(next);
    }
    this.#list();
  }

  async #setAvailable() {
    try {
      await this.api.presence(this.available.checked);
      this.banner.textContent = this.available.checked ? "" : texts.away;
    } catch (problem) {
      this.available.checked = !this.available.checked;
      this.told.textContent = problem.network ? texts.noNetwork : problem.detail || texts.failed;
      this.told.hidden = false;
    }
  }

  #seen() {
    if (document.visibilityState !== "visible" || !this.current) return;
    this.current.seen();
    const item = this.items.get(this.active);
    if (item) item.unread = 0;
    this.#list();
  }

  #list() {
    const shown = [...this.talks.values()].map((talk) => ({ ...talk.item, ...this.items.get(talk.id), ended: talk.ended, ...(talk.ended ? { unread: 0 } : {}) }));
    this.mine.show(shown, this.active);
    this.#count();
  }

  #count() {
    const unread = [...this.items.values()].reduce((sum, { unread: one }) => sum + (one || 0), 0);
    this.attention.count(unread + (this.waiting?.size || 0));
  }
}

const root = document.querySelector("[data-desk]");
if (root) new Desk(root);
