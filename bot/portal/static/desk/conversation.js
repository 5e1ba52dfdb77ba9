// One conversation: what is said, what is written, what came along, and what can be done with it.
import { h } from "../widget/dom.js";
import { Answers, phrases } from "./answers.js";
import { Composer } from "./composer.js";
import { Doings } from "./doings.js";
import { Log } from "./log.js";
import { Outgoing } from "./outgoing.js";
import { historyOf, packageOf } from "./package.js";
import { Report } from "./report.js";
import { texts } from "./texts.js";

export class Conversation {
  /** `desk`: me, phrases, solutions, outcomes, colleagues, back(), changed(id), dismiss(id). */
  constructor(api, item, desk) {
    Object.assign(this, { api, desk, item, id: item.id, ended: false });
    const firstName = item.name.split(" ")[0];
    this.log = new Log(desk.me.name, item.name);
    this.outgoing = new Outgoing(api, item.id, this.log);
    this.composer = new Composer(item.id, firstName, {
      send: (text, solution) => this.outgoing.send(text, solution),
      typing: () => this.api.typing(this.id).catch(() => {}),
    });
    this.doings = new Doings(api, item.id, desk);
    this.answers = new Answers(api, { insert: (text) => this.composer.insert(text), attach: (card) => this.composer.attach(card) });
    this.known = h("div");
    this.history = h("div");
    this.state = h("div", { class: "state-line", role: "status" });
    this.heading = h("h2", { id: `samtale-${item.id}`, tabindex: -1 }, item.name);
    this.where = h("p", { class: "where" }, [item.topic, item.unit].filter(Boolean).join(" · "));
    this.node = h("section", { class: "talk", "aria-labelledby": this.heading.id },
      h("header", {}, h("button", { type: "button", class: "button plain to-list", onclick: () => desk.back() }, texts.back),
        h("div", { class: "talk-name" }, this.heading, this.where), this.doings.node),
      this.state, this.log.node, this.composer.node);
    const said = phrases(desk.phrases, { fornavn: firstName, mit_navn: desk.me.name.split(" ")[0] }, (text) => this.composer.insert(text));
    this.reportPlace = h("details", {}, h("summary", {}, texts.report));
    this.reportPlace.addEventListener("toggle", () => this.reportPlace.open && this.report?.open());
    this.aside = h("aside", { "aria-label": texts.about },
      h("details", { open: true }, h("summary", {}, texts.about), this.known),
      h("details", { open: true }, h("summary", {}, texts.answers), this.answers.node),
      h("details", {}, h("summary", {}, texts.phrases), said),
      this.reportPlace,
      h("details", {}, h("summary", {}, texts.history), this.history));
    this.state.textContent = texts.loading;
    this.load().then(() => this.outgoing.resume());
  }

  /** Reads all of it, also after the connection was lost: what is there already stays. */
  async load() {
    try {
      const view = await this.api.view(this.id);
      this.#show(view);
    } catch (problem) {
      if (problem.status === 404) this.#over(this.words || texts.gone);
      else this.state.replaceChildren(texts.loadFailed, " ", h("button", { type: "button", class: "again", onclick: () => this.load() }, texts.retry));
    }
  }

  #show(view) {
    this.view = view;
    this.ended = view.handover.state !== "talking" || !(view.mine || view.guests.some(({ id }) => id === this.desk.me.id));
    this.known.replaceChildren(packageOf(view), ...(view.withheld && view.mine && !this.ended ? [this.#askToShare()] : []));
    this.history.replaceChildren(historyOf(view));
    this.log.load(view.messages, view.handover);
    this.answers.suggest(view.messages.findLast(({ from }) => from === "user")?.text, view.package.asked, view.package.topic?.title);
    if (this.ended) this.#over(this.words || texts.over);
    else {
      const given = view.history.findLast(({ kind }) => kind === "taken" || kind === "moved");
      this.state.textContent = view.mine ? "" : texts.guestOnly(given?.to || given?.actor || "En kollega");
      this.composer.node.hidden = false;
      this.doings.show({ mine: view.mine });
      this.reportPlace.hidden = !view.mine;
      if (!this.report && view.mine) this.#report(view);
    }
  }

  #report(view) {
    const { draft, package: known } = view;
    this.report = new Report(this.api, this.id, this.desk.solutions, draft?.solution || known.topic?.id || known.suggestion?.id);
    this.reportPlace.append(this.report.node);
    if (this.reportPlace.open) this.report.open();
  }

  #askToShare() {
    const key = crypto.randomUUID();
    const told = h("span", { role: "status" });
    return h("p", {}, h("button", { type: "button", class: "again", onclick: async () => {
      try {
        await this.api.act(this.id, "ask_to_share", { key });
        told.textContent = ` ${texts.askedToShare}`;
      } catch (problem) {
        told.textContent = ` ${problem.detail || texts.noNetwork}`;
      }
    } }, texts.askToShare), told);
  }

  #over(words) {
    this.ended = true;
    this.composer.node.hidden = true;
    this.doings.show({ over: true });
    this.reportPlace.hidden = true;
    this.state.replaceChildren(words, " ", h("button", { type: "button", class: "again", onclick: () => this.desk.dismiss(this.id) }, texts.dismiss));
  }

  /** A message that has come by the stream; returns whether it is news from somebody else. */
  arrived(message) {
    const own = message.from === "agent" && message.author === this.desk.me.name;
    if (own && this.outgoing.holds(message.text)) return false; // its answer draws it
    const fresh = this.log.add(message);
    if (fresh && message.from === "user") this.answers.suggest(message.text);
    if (fresh && message.from === "system") this.load(); // shared, left, taken over: what may be seen and done has changed
    return fresh && !own;
  }

  /** What the supporter has seen is read. */
  seen() {
    const last = [...this.log.known].at(-1);
    if (!last || this.ended || last === this.told) return;
    this.told = last;
    this.api.read(this.id, last).catch(() => (this.told = null));
  }
}
