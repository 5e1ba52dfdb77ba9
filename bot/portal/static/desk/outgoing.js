// What the supporter sends in one conversation: in order, each once, kept until it has arrived, tried again by itself.
import { Problem } from "../widget/api.js";
import { hide } from "../widget/cpr.js";
import { load, save } from "../widget/store.js";

export class Outgoing {
  /** `view` is told: pending(entry) -> handle with sending(), stored(message), failed(reason, retry). */
  constructor(api, id, view) {
    this.api = api;
    this.id = id;
    this.view = view;
    this.key = `desk-unsent:${id}`;
    this.queue = Promise.resolve();
    this.entries = []; // not arrived yet: {body, handle, failed}
  }

  /** What a reload of the page has interrupted; if it did arrive, the repeat only finds that out. */
  resume() {
    for (const body of load(this.key) || []) this.#add(body).attempt();
  }

  send(text, solution) {
    return this.#add({ text, client_id: crypto.randomUUID(), ...(solution ? { solution } : {}) }).attempt();
  }

  /** Tries again what the network has held back, in the order in which it was written. */
  again() {
    for (const entry of this.entries.filter(({ failed }) => failed === "network")) entry.attempt();
  }

  /** Whether this very text is on its way: then the stream's copy of it waits for the answer. */
  holds(text) {
    return this.entries.some(({ body, failed }) => !failed && body.text === text);
  }

  #add(body) {
    const entry = { body, failed: null, handle: this.view.pending(body) };
    entry.attempt = () => {
      entry.failed = null;
      entry.handle.sending();
      this.queue = this.queue.then(() => this.#attempt(entry));
      return this.queue;
    };
    this.entries.push(entry);
    this.#keep();
    return entry;
  }

  async #attempt(entry) {
    try {
      const { message } = await this.api.say(this.id, entry.body);
      this.#drop(entry);
      entry.handle.stored(message);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem({ network: true });
      entry.failed = problem.network || problem.status >= 500 ? "network" : "refused";
      if ([400, 403, 404, 409].includes(problem.status)) this.#drop(entry); // the same again would be refused again
      entry.handle.failed(problem.network ? null : problem.detail, this.entries.includes(entry) ? entry.attempt : null);
    }
  }

  #drop(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    this.#keep();
  }

  #keep() {
    const bodies = this.entries.map(({ body }) => body).filter(({ text }) => hide(text) === text);
    save(this.key, bodies.length ? bodies : null);
  }
}
