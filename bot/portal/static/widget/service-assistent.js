// <service-assistent>: the assistant as a web component.
//
// Attributes: `api` (address of the portal; the script's own origin by default), `mode` ("panel" or "page"), `lang`,
// `topic` (the id of the solution that the page around it is about; "hvad er fristen?" is then about that).
// Sign-on: set `tokenProvider` to an async function that returns the host portal's signed token, or listen for
// "serviceassistent:login" and call `login({token})`.
import { Api } from "./api.js";
import { Composer } from "./composer.js";
import { frame } from "./frame.js";
import { Messages } from "./messages.js";
import { Talk } from "./session.js";
import { load, save } from "./store.js";
import { sheets } from "./styles/index.js";
import { textsFor } from "./texts.js";

export class ServiceAssistent extends HTMLElement {
  #started = false;
  #unread = 0;
  #busyCards = new WeakSet();

  connectedCallback() {
    if (this.#started) return;
    this.#started = true;
    this.texts = textsFor(this.lang || document.documentElement.lang);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = sheets();
    this.api = new Api(this.getAttribute("api") || new URL(import.meta.url).origin);
    const ctx = { texts: this.texts, api: this.api, act: (action, options) => this.#act(action, options), say: (text, options) => this.#say(text, options), asked: () => this.messages.asked() };
    this.messages = new Messages(ctx);
    this.composer = new Composer(ctx, (text) => this.#say(text));
    this.talk = new Talk(this.api, {
      messages: this.messages,
      state: (name, retry, text, user) => this.#state(name, retry, text, user),
      arrived: (message) => this.#arrived(message),
    });
    this.page = this.getAttribute("mode") === "page";
    this.frame = frame(this, ctx);
    root.append(...this.frame.nodes);
    if (this.page || load("open")) this.open({ focus: false });
    this.#start();
  }

  async #start() {
    if (await this.talk.resume()) return;
    if (this.tokenProvider) await this.#askHost();
    else this.#state("signed-out");
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
    this.#unread = 0;
    this.frame.unread(0);
    if (!this.page) save("open", true); // having been on the full page does not open the panel elsewhere
    this.dispatchEvent(new CustomEvent("serviceassistent:open", { bubbles: true, composed: true }));
    this.messages.toEnd(false);
    if (focus) this.frame.focusFirst();
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
    this.frame.launcher.focus();
  }

  get isOpen() {
    return this.page || this.frame.isShown();
  }

  async requestLogin() {
    if (this.tokenProvider) return this.#askHost();
    this.dispatchEvent(new CustomEvent("serviceassistent:login", { bubbles: true, composed: true }));
  }

  async #askHost() {
    try {
      await this.login({ token: await this.tokenProvider() });
    } catch {
      this.#state("signed-out");
    }
  }

  #say(text, { card } = {}) {
    return this.talk.send({ text, ...this.#place() }, text, {
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

  #arrived(message) {
    if (message.from === "user" || (this.isOpen && document.visibilityState === "visible")) return;
    this.#unread += 1;
    this.frame.unread(this.#unread);
  }

  #state(name, retry, text, user) {
    this.composer.enable(name === "ready" || name === "offline");
    this.frame.state(name, { retry, text, user });
    this.dispatchEvent(new CustomEvent("serviceassistent:state", { detail: { state: name, user }, bubbles: true, composed: true }));
  }
}

if (!customElements.get("service-assistent")) customElements.define("service-assistent", ServiceAssistent);
