// The session and the talk itself: sign-on, sending in order, the event stream, and coming back after a lost network.
import { Problem } from "./api.js";
import { load, save } from "./store.js";

const TYPING_AFTER = 300; // milliseconds

export class Talk {
  /** `view` is told what to show: messages, state(name), status(text), arrived(message). */
  constructor(api, view) {
    this.api = api;
    this.view = view;
    this.queue = Promise.resolve();
    this.waiting = 0; // turns under way
    this.held = []; // events that came while a turn was under way
    this.stream = null;
    api.onUnauthorised = () => this.#expired();
    addEventListener("online", () => this.#connect());
    addEventListener("offline", () => this.view.state("offline"));
  }

  get signedOn() {
    return Boolean(this.api.token);
  }

  /** Takes up the session of before the reload; returns whether there was one. */
  async resume() {
    const session = load("session");
    if (!session || new Date(session.expires) <= new Date()) {
      if (session) save("session", null);
      return false;
    }
    Object.assign(this.api, { token: session.token, conversation: session.conversation });
    this.view.state("loading");
    try {
      const { messages, user } = await this.api.transcript();
      this.#ready(messages, user);
    } catch (problem) {
      if (problem.status !== 401) this.view.state("failed", () => this.resume());
    }
    return true;
  }

  async signOn(credentials) {
    this.view.state("loading");
    try {
      const answer = await this.api.signOn(credentials);
      this.#keep(answer);
      this.#ready(answer.messages, answer.user);
    } catch (problem) {
      this.view.state("signed-out", null, problem.detail);
      throw problem;
    }
  }

  async signOff() {
    try {
      await this.api.signOff();
    } catch {
      // The session ends by itself; here it is forgotten in any case.
    }
    this.#forget();
    this.view.messages.clear();
    this.view.state("signed-out");
  }

  async erase() {
    const answer = await this.api.erase();
    this.stream?.abort();
    this.#keep(answer);
    this.view.messages.load([]);
    this.#connect();
    return answer;
  }

  /** Sends one turn, after those before it; `message` is {text} or {payload, values}. */
  send(message, display, { onSent, onRefused } = {}) {
    const body = { ...message, client_id: clientId() };
    const pending = this.view.messages.addPending(display);
    const attempt = () => {
      pending.sending();
      this.queue = this.queue.then(() => this.#attempt(body, pending, attempt, { onSent, onRefused }));
      return this.queue;
    };
    return attempt();
  }

  async #attempt(body, pending, again, { onSent, onRefused }) {
    this.waiting += 1;
    const typing = setTimeout(() => this.view.messages.showTyping(true), TYPING_AFTER);
    try {
      const { messages, sent } = await this.api.send(body);
      this.view.messages.showTyping(false);
      onSent?.();
      pending.stored(sent);
      messages.forEach((message) => this.view.messages.add(message, { answer: true }) && this.view.arrived(message));
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem({ network: true });
      const retry = problem.network || problem.status === 401 || problem.status === 429 || problem.status >= 500;
      if (retry) pending.failed(problem.network ? null : problem.detail, again);
      else {
        pending.failed(problem.detail, null);
        onRefused?.(problem);
      }
    } finally {
      clearTimeout(typing);
      this.waiting -= 1;
      if (!this.waiting) {
        this.view.messages.showTyping(false);
        this.held.splice(0).forEach((message) => this.#arrive(message));
      }
    }
  }

  #keep({ session, expires, conversation }) {
    Object.assign(this.api, { token: session, conversation });
    save("session", { token: session, expires, conversation });
  }

  #forget() {
    this.stream?.abort();
    this.api.token = null;
    save("session", null);
  }

  #expired() {
    if (!this.api.token) return;
    this.#forget();
    this.view.state("expired");
  }

  #ready(messages, user) {
    this.view.messages.load(messages);
    this.view.state("ready", null, null, user);
    this.#connect();
  }

  #arrive(message) {
    if (this.view.messages.add(message)) this.view.arrived(message);
  }

  /** Keeps one event stream open; what was missed comes first, since each attempt names the last message seen. */
  async #connect() {
    this.stream?.abort();
    if (!this.signedOn) return;
    const stream = (this.stream = new AbortController());
    let pause = 1000;
    while (!stream.signal.aborted && this.signedOn) {
      const started = Date.now();
      try {
        await this.api.events(this.view.messages.lastId, (message) => {
          if (this.waiting) this.held.push(message);
          else this.#arrive(message);
        }, stream.signal);
      } catch (error) {
        if (stream.signal.aborted) return;
        if (error.status === 404) return;
      }
      if (stream.signal.aborted) return;
      pause = Date.now() - started > 10000 ? 1000 : Math.min(pause * 2, 20000);
      await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + Math.random() / 2)));
    }
  }
}

function clientId() {
  return crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
