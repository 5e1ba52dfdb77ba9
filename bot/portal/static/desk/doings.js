// What can be done with a conversation besides writing: each asks first, and says what the user gets to know.
import { h } from "../widget/dom.js";
import { ask } from "./dialog.js";
import { texts } from "./texts.js";

export class Doings {
  /** `desk` gives the outcomes and is told: leaves(id, words), changed(id). `id` is the conversation's. */
  constructor(api, id, desk) {
    this.api = api;
    this.id = id;
    this.desk = desk;
    this.finishButton = h("button", { type: "button", class: "button quiet", onclick: () => this.finish() }, texts.finish);
    this.menu = h("details", { class: "more-ways" }, h("summary", {}, texts.more), h("ul", {},
      this.#way(texts.transfer, () => this.transfer()), this.#way(texts.invite, () => this.invite()), this.#way(texts.note, () => this.note()),
      this.#way(texts.giveBack, () => this.giveBack()), this.#way(texts.putBack, () => this.putBack())));
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.menu.open) return;
      this.menu.open = false;
      this.menu.firstElementChild.focus();
    });
    const outside = (event) => !this.menu.contains(event.target) && (this.menu.open = false);
    this.menu.addEventListener("toggle", () => (this.menu.open ? addEventListener : removeEventListener)("pointerdown", outside));
    this.guest = h("button", { type: "button", class: "button quiet", onclick: () => this.stepOut() }, texts.stepOut);
    this.node = h("div", { class: "doings" });
  }

  /** What may be done depends on whose the conversation is. */
  show({ mine, over }) {
    this.node.replaceChildren(...(over ? [] : mine ? [this.finishButton, this.menu] : [this.guest]));
  }

  finish() {
    const outcome = { name: "outcome", label: texts.outcome, required: true, options: Object.entries(this.desk.outcomes) };
    this.#ask("close", { title: texts.finishTitle, text: texts.finishText, fields: [outcome, { name: "text", label: texts.farewell }], submit: texts.finishTitle });
  }

  giveBack() {
    this.#ask("give_back", { title: texts.giveBack, text: texts.giveBackText, fields: [{ name: "text", label: texts.giveBackNote }], submit: texts.giveBack });
  }

  putBack() {
    this.#ask("put_back", { title: texts.putBack, text: texts.putBackText, fields: [{ name: "text", label: texts.internal }], submit: texts.putBack });
  }

  note() {
    this.#ask("note", { title: texts.note, text: texts.noteText, fields: [{ name: "text", label: texts.noteLabel, required: true }], submit: texts.save });
  }

  async transfer() {
    this.#ask("transfer", { title: texts.transfer, text: texts.transferText, fields: [await this.#colleague("to"), { name: "text", label: texts.internal }], submit: texts.transfer });
  }

  async invite() {
    this.#ask("invite", { title: texts.invite, text: texts.inviteText, fields: [await this.#colleague("guest")], submit: texts.invite });
  }

  stepOut() {
    this.#ask("step_out", { title: texts.stepOut, text: texts.stepOutText, submit: texts.stepOut });
  }

  #way(title, act) {
    return h("li", {}, h("button", { type: "button", onclick: () => {
      this.menu.open = false;
      this.menu.firstElementChild.focus(); // where the focus returns to after the dialog
      act();
    } }, title));
  }

  /** A choice among those who are there and may help this very person. */
  async #colleague(name) {
    const found = await this.api.view(this.id).then(({ colleagues }) => colleagues, () => this.desk.colleagues);
    return { name, label: texts.to, required: true, empty: texts.nobodyThere, options: found.map((one) => [one.id, one.name]) };
  }

  #ask(what, question) {
    ask({ ...question, run: async (values, key) => {
      this.desk.leaves(this.id, texts.after[what]); // before, since the stream may be faster than the answer
      try {
        await this.api.act(this.id, what, { ...values, key });
      } catch (problem) {
        this.desk.leaves(this.id, null);
        throw problem;
      }
      await this.desk.changed(this.id);
    } });
  }
}
