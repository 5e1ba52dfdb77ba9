// Suggested answers from the knowledge for what the user said last, and ready phrases. Nothing is ever sent by itself.
import { h, link, uid } from "../widget/dom.js";
import { texts } from "./texts.js";

export class Answers {
  /** `on` is told: insert(text), attach({id, title}). */
  constructor(api, on) {
    this.api = api;
    this.on = on;
    this.last = null;
    const id = uid("find");
    this.status = h("p", { class: "where", role: "status" });
    this.list = h("ul", { class: "found" });
    this.input = h("input", { id, type: "search", maxlength: 200, autocomplete: "off" });
    this.node = h("div", {},
      h("form", { role: "search", "aria-label": texts.search, onsubmit: (event) => {
        event.preventDefault();
        this.find(this.input.value.trim());
      } }, h("label", { for: id }, texts.search), h("div", { class: "search-row" }, this.input, h("button", { type: "submit", class: "button quiet" }, texts.searchButton))),
      this.status, this.list);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  /** Searches for the first of the texts that any page fits, unless the supporter searches for something of their own. */
  async suggest(...said) {
    if (this.input.value.trim() || said[0] === this.last) return;
    [this.last] = said;
    for (const text of said.filter(Boolean)) if (await this.#run(text, texts.fromLast)) return;
  }

  find(text) {
    if (!text) return;
    this.status.textContent = texts.searching;
    this.#run(text);
  }

  /** Shows what is found, and returns whether anything was; suggestions that find nothing leave what stands there. */
  async #run(text, given) {
    this.running?.abort();
    const { signal } = (this.running = new AbortController());
    try {
      const found = await this.api.search(text.slice(0, 200), signal);
      if (signal.aborted) return true;
      if (found.length || !given) {
        this.list.replaceChildren(...found.map((one) => this.#item(one)));
        this.status.textContent = given || (found.length ? texts.found(found.length) : texts.nothing);
      }
      return found.length > 0;
    } catch (problem) {
      if (!signal.aborted) this.status.textContent = problem.network ? texts.noNetwork : problem.detail || texts.failed;
      return true;
    }
  }

  #item(found) {
    const where = [found.area, found.heading].filter(Boolean).join(" · ");
    const text = `${found.text}\n${texts.source}: [${found.title}${found.heading ? `, ${found.heading}` : ""}](${found.url})`;
    return h("li", {},
      h("p", { class: "found-title" }, link(found.url, found.title, { target: "_blank" })),
      h("p", { class: "where" }, where), h("p", { class: "passage" }, found.text),
      h("p", { class: "ways" },
        h("button", { type: "button", class: "again", "aria-label": texts.insertOf(found.title), onclick: () => this.#done(texts.inserted, () => this.on.insert(text)) }, texts.insert),
        h("button", { type: "button", class: "again", "aria-label": texts.attachOf(found.title), onclick: () => this.#done(texts.attachedNow, () => this.on.attach({ id: found.id, title: found.title })) }, texts.attach)));
  }

  #done(words, act) {
    act();
    this.status.textContent = words;
  }
}

/** The ready phrases as buttons, with the names put in. */
export function phrases(all, names, insert) {
  const fill = (text) => text.replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  return h("ul", { class: "phrases" }, all.map(({ title, text }) => h("li", {}, h("button", { type: "button", class: "phrase", title: fill(text), onclick: () => insert(fill(text)) }, title))));
}
