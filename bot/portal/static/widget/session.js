// The session and the talk itself: signing on, sending in order, and what comes by the event stream.
import { Problem } from "./api.js";
import { forgetPerson, load, save } from "./store.js";
import { Stream } from "./stream.js";

const TYPING_AFTER = 300; // milliseconds
const TYPING_EVERY = 4000; // how often a supporter is told that the user is typing
const TYPING_LASTS = 7000; // how long a supporter's typing is shown without another word of it

export class Talk {
  /** `view` is told what to show: messages, state(name, …), online(yes), handover(now or null), talking(conversation), arrived(message), and asked for token(). */
  constructor(api, view) {
    this.api = api;
    this.view = view;
    this.user = null;
    this.queue = Promise.resolve();
    this.waiting = 0; // turns under way
    this.held = []; // messages that came while a turn was under way
    this.stream = new Stream(api, { event: (event) => this.#event(event), online: (yes) => this.view.online(yes) });
    api.renew = () => this.#renew();
  }

  get signedOn() {
    return Boolean(this.api.token);
  }

  /** Takes up the session of before the reload, if it is `userId`'s; returns whether there was one. */
  async resume(userId) {
    const session = load("session");
    if (!session) return false;
    const other = userId && session.user && session.user !== userId;
    if (other || new Date(session.expires) <= new Date()) {
      this.api.token = session.token;
      if (other) await this.api.signOff().catch(() => {}); // it ends by itself, too
      this.api.token = null;
      if (other) forgetPerson();
      else save("session", null);
      return false;
    }
    Object.assign(this.api, { token: session.token, conversation: session.conversation });
    this.user = session.user;
    this.view.state("loading");
    try {
      const { messages, user, handover } = await this.api.transcript();
      if (this.signedOn) this.#ready(messages, user, handover);
    } catch (problem) {
      if (problem.status !== 401) this.view.state("failed", { retry: () => this.resume(userId) });
    }
    return true;
  }

  async signOn(credentials) {
    this.view.state("loading");
    try {
      const answer = await this.api.signOn(credentials);
      this.#keep(answer);
      this.#ready(answer.messages, answer.user, answer.handover);
    } catch (problem) {
      this.view.state("signed-out", { text: problem.network ? this.view.texts.loginOffline : problem.detail });
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
    forgetPerson();
    this.user = null;
    this.view.messages.clear();
    this.view.state("signed-out");
  }

  /** Erases what was said; what the server then says (what remains, and why) is given back. */
  async erase() {
    const answer = await this.api.erase();
    this.stream.stop();
    forgetPerson();
    this.#keep({ ...answer, user: { id: this.user } });
    this.view.messages.load([]);
    this.view.talking(answer.conversation);
    this.stream.start(null);
    return answer;
  }

  /** Sends one turn, after those before it; `message` is {text} or {payload, values}. `keep`: it may lie in the browser. */
  send(message, display, { onSent, onRefused, keep = false } = {}) {
    const body = { ...message, client_id: clientId() };
    if (keep) this.#store([...this.#unsent(), { body, display }]);
    return this.#draw(body, display, { onSent, onRefused }).attempt();
  }

  /** Tells a supporter that the user is typing. */
  typing() {
    const now = Date.now();
    if (now - (this.typedAt || 0) < TYPING_EVERY || !this.view.messages.withAgent) return;
    this.typedAt = now;
    this.api.typing().catch(() => {}); // nothing is lost: it is told again
  }

  #draw(body, display, options) {
    const pending = this.view.messages.addPending(display);
    const attempt = () => {
      pending.sending();
      this.queue = this.queue.then(() => this.#attempt(body, pending, attempt, options));
      return this.queue;
    };
    return { pending, attempt };
  }

  async #attempt(body, pending, again, { onSent, onRefused }) {
    this.waiting += 1;
    const typing = setTimeout(() => this.view.messages.showTyping(true), TYPING_AFTER);
    try {
      const { messages, sent } = await this.api.send(body);
      this.view.messages.showTyping(false);
      this.#sent(body);
      onSent?.();
      pending.stored(sent);
      messages.forEach((message) => this.view.messages.add(message, { answer: true }) && this.view.arrived(message));
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem({ network: true });
      const retry = problem.network || problem.status === 401 || problem.status === 429 || problem.status >= 500;
      if (retry) pending.failed(problem.network ? null : problem.detail, again);
      else {
        this.#sent(body);
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

  #unsent() {
    return load(`unsent:${this.api.conversation}`) || [];
  }

  #store(entries) {
    save(`unsent:${this.api.conversation}`, entries.length ? entries : null);
  }

  #sent(body) {
    this.#store(this.#unsent().filter((entry) => entry.body.client_id !== body.client_id));
  }

  #keep({ session, expires, conversation, user }) {
    Object.assign(this.api, { token: session, conversation });
    this.user = user.id;
    save("session", { token: session, expires, conversation, user: user.id });
  }

  #forget() {
    this.stream.stop();
    this.api.token = null;
    save("session", null);
  }

  /** A new session where the old one has ended, in silence if the host vouches anew; the same for all who ask meanwhile. */
  #renew() {
    this.renewing ??= this.#signOnAgain().finally(() => (this.renewing = null));
    return this.renewing;
  }

  async #signOnAgain() {
    const { conversation } = this.api;
    if (!this.signedOn) return false;
    try {
      const token = await this.view.token();
      if (token) {
        const answer = await this.api.signOn({ token });
        const same = answer.conversation === conversation && answer.user.id === this.user;
        if (!same && answer.user.id !== this.user) forgetPerson();
        this.#keep(answer);
        if (same) answer.messages.forEach((message) => this.#arrive(message));
        else this.#ready(answer.messages, answer.user, answer.handover);
        return same;
      }
    } catch (problem) {
      if (problem.network) return false; // the session may be renewed when the network is back
    }
    this.#forget();
    this.view.state("expired");
    return false;
  }

  #ready(messages, user, handover) {
    this.view.talking(this.api.conversation);
    this.view.messages.load(messages);
    // What was not sent before the reload; if it did reach the server, the retry only finds that out.
    this.#unsent().forEach(({ body, display }) => {
      const { pending, attempt } = this.#draw(body, display, {});
      pending.failed(null, attempt);
    });
    this.view.state("ready", { user });
    this.view.handover(handover);
    this.stream.start(messages.at(-1)?.id || null);
  }

  #event({ event, data }) {
    if (event === "typing") this.#agentTypes(data);
    else if (event === "handover") this.view.handover(data);
    else if (event !== "message") return; // of a newer portal
    else if (this.waiting) this.held.push(data);
    else this.#arrive(data);
  }

  #agentTypes({ name, on = true }) {
    clearTimeout(this.agentStops);
    this.view.messages.showTyping(on, name);
    if (on) this.agentStops = setTimeout(() => this.view.messages.showTyping(false), TYPING_LASTS);
  }

  #arrive(message) {
    if (message.from === "agent") this.#agentTypes({ on: false });
    if (this.view.messages.add(message)) this.view.arrived(message);
    if (message.from === "user") this.view.messages.retryOf(message.text)?.(); // its answer may have been lost on the way
  }
}

function clientId() {
  return crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
