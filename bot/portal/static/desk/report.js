// A report filled in together: the supporter answers for the user, who sees all of it and is the only one who can send it.
import { renderCard } from "../widget/cards/index.js";
import { h, uid } from "../widget/dom.js";
import { sheets } from "../widget/styles/index.js";
import { textsFor } from "../widget/texts.js";
import { texts } from "./texts.js";

const SUBMIT = "/submit_values";
const USERS_OWN = new Set(["cpr", "file"]); // what only the user may give

export class Report {
  /** `solutions`: [{id, title}] that can be reported; `likely`: the id that stands first. */
  constructor(api, id, solutions, likely) {
    this.api = api;
    this.id = id;
    this.queue = Promise.resolve();
    this.status = h("p", { class: "where", role: "status" });
    this.host = h("div", { class: "report-card" });
    const root = this.host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = sheets();
    this.card = h("div");
    root.append(this.card);
    const selectId = uid("report");
    const select = h("select", { id: selectId }, solutions.map(({ id: value, title }) => h("option", { value, selected: value === likely }, title)));
    this.begin = h("form", { class: "begin-report", onsubmit: (event) => {
      event.preventDefault();
      this.#run(() => this.api.beginReport(this.id, select.value), "begin");
    } }, h("label", { for: selectId }, texts.solution), h("div", { class: "search-row" }, select, h("button", { type: "submit", class: "button quiet" }, texts.begin)));
    this.node = h("div", {}, h("p", { class: "where" }, texts.reportText), this.begin, this.status, this.host);
  }

  /** Shows the report that is under way, if there is one; asked when the supporter opens the section. */
  async open() {
    if (!this.asked) await this.#run(() => this.api.report(this.id));
    this.asked = true;
  }

  /** One after the other; a second press of the same button waits for nothing and is let go. */
  #run(ask, what = null) {
    if (what && what === this.doing) return this.queue;
    this.doing = what;
    this.queue = this.queue.then(() => this.#do(ask));
    return this.queue;
  }

  async #do(ask) {
    this.status.textContent = "";
    try {
      await this.#show((await ask()).utterance);
    } catch (problem) {
      this.status.textContent = problem.network ? texts.noNetwork : problem.detail || texts.failed;
    } finally {
      this.doing = null;
    }
  }

  async #show(utterance) {
    const cards = (utterance?.cards || []).filter(({ type }) => ["question", "form", "summary"].includes(type));
    if (cards.length) this.draft = (await this.api.view(this.id)).draft?.id;
    const lead = utterance && !cards.length ? [h("p", {}, utterance.text)] : [];
    this.card.replaceChildren(...lead, ...cards.flatMap((card) => this.#parts(card)));
  }

  #parts(card) {
    if (card.type === "summary") return [this.#card(card), this.#askToSend()];
    const fields = card.type === "form" ? card.fields : [card];
    const own = fields.filter(({ hint }) => USERS_OWN.has(hint));
    const rest = fields.filter((field) => !own.includes(field));
    if (!rest.length) return [this.#usersOwn(own)];
    return [this.#card(card.type === "form" ? { ...card, fields: rest } : card)];
  }

  /** What only the user can give: it is left out where it may be, otherwise they go on with the assistant. */
  #usersOwn(fields) {
    const must = fields.some(({ required }) => required);
    const names = fields.map(({ field }) => field);
    const skip = () => this.#run(() => this.api.answer(this.id, { draft: this.draft, fields: names, values: Object.fromEntries(names.map((name) => [name, null])) }), names[0]);
    return h("section", { class: "card" }, h("p", {}, texts.usersOwn), h("ul", {}, fields.map(({ label }) => h("li", {}, label))),
      must ? h("p", {}, texts.usersMust) : h("button", { type: "button", class: "action primary", onclick: skip }, texts.skip));
  }

  /** The card as the user would get it, but with the supporter's own buttons: an answer, and a row to be asked anew. */
  #card(card) {
    const submit = { title: texts.nextField, payload: SUBMIT, style: "primary" };
    const rows = card.rows?.map((row) => ({ ...row, edit: { title: texts.again, payload: row.field } }));
    const shown = { ...card, actions: card.type === "question" ? [submit] : [], ...(card.submit ? { submit } : {}), ...(rows ? { rows } : {}) };
    return renderCard(shown, {
      texts: textsFor("da"),
      api: { people: (q, signal) => this.api.people(this.id, q, signal), units: (q, signal) => this.api.units(this.id, q, signal) },
      kept: { filled: (field) => field, keep: () => {}, drop: () => {} },
      say: () => {},
      act: ({ payload }, { values } = {}) => this.#run(() => this.api.answer(this.id, {
        draft: this.draft, fields: payload === SUBMIT ? Object.keys(values) : [payload], values: values ?? {},
      }), payload),
    });
  }

  #askToSend() {
    const key = crypto.randomUUID();
    return h("button", { type: "button", class: "action primary", onclick: async () => {
      try {
        await this.api.askToSend(this.id, key);
        this.status.textContent = texts.askedToSend;
        this.card.replaceChildren();
        this.begin.querySelector("select").focus();
      } catch (problem) {
        this.status.textContent = problem.network ? texts.noNetwork : problem.detail || texts.failed;
      }
    } }, texts.askToSend);
  }
}
