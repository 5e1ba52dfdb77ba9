// <service-assistent>: the assistant as a web component. docs/embedding.md tells how a host page uses it.
import { Api } from "./api.js";
import { Composer } from "./composer.js";
import { hide } from "./cpr.js";
import { setHome } from "./dom.js";
import { frame } from "./frame.js";
import { HostToken } from "./host-token.js";
import { keepingOf } from "./keeping.js";
import { Messages } from "./messages.js";
import { Talk } from "./session.js";
import { load, save } from "./store.js";
import { sheets } from "./styles/index.js";
import { textsFor } from "./texts.js";

export class ServiceAssistent extends HTMLElement {
  #started = false;
  #begun = null; // resolves when it is known whether there is a session of before
  #getToken = null;
  #busyCards = new WeakSet();

  connectedCallback() {
    if (this.#started) return;
    this.#started = true;
    this.texts = textsFor(this.lang || document.documentElement.lang);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = sheets();
    this.api = new Api(this.getAttribute("api") || new URL(import.meta.url).origin);
    setHome(`${this.api.base}/`);
    this.token = new HostToken(this);
    this.#takeUpProperty("getToken");
    const ctx = {
      texts: this.texts, api: this.api, asked: () => this.messages.asked(), keeping: (id) => keepingOf(this.api.conversation, id),
      act: (action, options) => this.#act(action, options), say: (text, options) => this.#say(text, options),
    };
    this.messages = new Messages(ctx);
    this.composer = new Composer(ctx, { onSend: (text) => this.#say(text), onTyping: () => this.talk.typing() });
    this.talk = new Talk(this.api, {
      texts: this.texts,
      messages: this.messages,
      state: (name, more) => this.#state(name, more),
      online: (yes) => this.frame.online(yes),
      handover: (now) => this.frame.handover(now),
      talking: (conversation) => this.composer.use(conversation),
      arrived: () => this.#count(),
      token: async () => (this.token.offered ? this.token.fetch({ silent: true }) : null),
    });
    this.page = this.getAttribute("mode") === "page";
    this.frame = frame(this, ctx);
    root.append(...this.frame.nodes);
    this.#state("signed-out");
    this.#begun = this.talk.resume(this.token.userId);
    if (this.page || load("open")) this.open({ focus: false });
    document.addEventListener("visibilitychange", () => this.#count());
  }

  /** An async function of the host page's that returns a signed token; it may be set at any time. */
  get getToken() {
    return this.#getToken;
  }

  set getToken(value) {
    this.#getToken = value;
    if (this.#started && this.isOpen) this.#signOn();
  }

  /** Signs on with {token} from the host portal, or {demo_user} in a demo. */
  async login(credentials) {
    await this.talk.signOn(credentials);
  }

  async logout() {
    await this.talk.signOff();
  }

  open({ focus = true } = {}) {
    this.frame.show(true);
    if (!this.page) save("open", true); // having been on the full page does not open the panel elsewhere
    this.#tell("open");
    this.messages.toEnd(false);
    this.#count();
    if (focus) this.frame.focusFirst();
    this.#signOn();
  }

  /** Opens the assistant and asks; before sign-on the text waits in the composer. */
  ask(text) {
    this.open();
    if (this.composer.node.hidden) this.composer.restore(text);
    else this.#say(text);
  }

  close() {
    this.frame.show(false);
    save("open", null);
    this.#count();
    this.frame.launcher.focus();
    this.#tell("close");
  }

  get isOpen() {
    return this.page || this.frame.isShown();
  }

  /** When the user has pressed "Log ind": the host's word, else the host's own way, else its page once more. */
  async requestLogin() {
    if (this.token.offered && (await this.#askHost({ silent: false }))) return;
    if (!this.#tell("login", {}, true)) return;
    const address = this.getAttribute("login-url");
    if (address) location.assign(address);
    else if (this.token.hadOne) location.reload(); // the page is made with a fresh token
  }

  /** Signs on by itself the first time that it is opened, where the host vouches for the user. */
  async #signOn() {
    await this.#begun;
    if (this.talk.signedOn || this.asking || !this.token.offered) return;
    this.asking = true;
    const inside = this.shadowRoot.activeElement !== null;
    const done = await this.#askHost({ silent: true });
    this.asking = false;
    // Whoever has opened the panel goes on where they would have begun, unless they have gone elsewhere meanwhile.
    if (done && inside && document.activeElement === document.body) this.frame.focusFirst();
  }

  async #askHost(how) {
    try {
      this.#state("loading");
      await this.login({ token: await this.token.fetch(how) });
      return true;
    } catch (problem) {
      this.#state("signed-out", { text: problem.detail || (problem.network ? this.texts.loginOffline : this.texts.loginFailed) });
      return false;
    }
  }

  #say(text, { card } = {}) {
    // Kept in the browser until it is sent, unless it may be the CPR number that was asked for.
    const keep = !this.messages.asked().cpr && hide(text) === text;
    return this.talk.send({ text, ...this.#place() }, text, {
      keep,
      onSent: () => card && this.messages.settle(card, text),
      onRefused: (problem) => problem.status === 400 && this.composer.restore(text),
    });
  }

  /** Sends an action once, however often it is pressed while it is on its way. */
  #act(action, { card, values, display, settled, button } = {}) {
    const key = card || button;
    if (key && this.#busyCards.has(key)) return;
    if (key) this.#busyCards.add(key);
    card?.classList.add("busy");
    const free = () => {
      if (key) this.#busyCards.delete(key);
      card?.classList.remove("busy");
    };
    const label = settled || display || action.title;
    const closes = card?.querySelector("[data-controls]");
    const message = { payload: action.payload, ...(values ? { values } : {}), ...this.#place() };
    return this.talk.send(message, display || action.title, {
      onSent: () => {
        free();
        if (closes) this.messages.settle(card, label);
        else button?.classList.add("used");
      },
      onRefused: free,
    });
  }

  /** Where the user stands, as it is when something is sent: a host page may change the attribute. */
  #place() {
    const topic = this.getAttribute("topic");
    return topic ? { topic } : {};
  }

  /** Counts what has come since the user last looked; also across the pages that they have gone through. */
  #count() {
    const { conversation } = this.api;
    if (!conversation || !this.talk.signedOn) return this.frame.unread(0);
    const key = `seen:${conversation}`;
    const looking = this.isOpen && document.visibilityState === "visible";
    if (looking || load(key) === null) save(key, this.messages.newest);
    const unread = this.messages.since(load(key));
    this.frame.unread(unread);
    if (unread !== this.unread) this.#tell("unread", { unread });
    this.unread = unread;
  }

  #state(name, more = {}) {
    this.composer.enable(name === "ready");
    if (name === "signed-out") this.composer.use(null);
    this.frame.state(name, more);
    this.#count();
    this.#tell("state", { state: name, user: more.user });
  }

  /** Tells the host page; returns whether it leaves the rest to us. */
  #tell(what, detail = {}, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(`serviceassistent:${what}`, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** A property that the host page has set before this script had come. */
  #takeUpProperty(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }
}

if (!customElements.get("service-assistent")) customElements.define("service-assistent", ServiceAssistent);
