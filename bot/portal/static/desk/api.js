// Talks to the portal for a supporter: the page's cookie says who it is, its form token that our own page asks.
import { Problem } from "../widget/api.js";

const TIMEOUT = 20000;
const SILENCE = 40000; // the stream gives a sign of life every 15 seconds; longer than this and it is dead

export class DeskApi {
  constructor(formToken) {
    this.formToken = formToken;
  }

  state() { return this.#ask("GET", ""); }
  presence(available) { return this.#ask("POST", "/presence", { available }); }
  search(q, signal) { return this.#ask("GET", `/search?q=${encodeURIComponent(q)}`, undefined, signal); }
  view(id) { return this.#ask("GET", one(id)); }
  act(id, what, body) { return this.#ask("POST", one(id, what), body); }
  say(id, body) { return this.#ask("POST", one(id, "messages"), body); }
  read(id, message) { return this.#ask("POST", one(id, "read"), { message }); }
  typing(id) { return this.#ask("POST", one(id, "typing"), {}); }
  report(id) { return this.#ask("GET", one(id, "report")); }
  beginReport(id, solution) { return this.#ask("POST", one(id, "report"), { solution }); }
  answer(id, body) { return this.#ask("POST", one(id, "report/answers"), body); }
  askToSend(id, client_id) { return this.#ask("POST", one(id, "report/confirm"), { client_id }); }
  people(id, q, signal) { return this.#ask("GET", `${one(id, "people")}?q=${encodeURIComponent(q)}`, undefined, signal); }
  units(id, q, signal) { return this.#ask("GET", `${one(id, "units")}?q=${encodeURIComponent(q)}`, undefined, signal); }

  async #ask(method, path, body, signal) {
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-Form-Token"] = this.formToken;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const timeout = AbortSignal.timeout(TIMEOUT);
    let response;
    try {
      response = await fetch(`/api/desk${path}`, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store", credentials: "same-origin",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem({ network: true });
    }
    let data = null;
    try {
      data = response.status === 204 ? null : await response.json();
    } catch {
      if (response.ok) throw new Problem({ network: true });
    }
    if (response.ok) return data;
    throw new Problem({ ...(data || {}), status: response.status });
  }

  /** Reads the event stream until it ends or falls silent. */
  async events({ opened, event }, signal) {
    const silence = new AbortController();
    let timer = 0;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE);
    };
    alive();
    try {
      const response = await fetch("/api/desk/events", { headers: { Accept: "text/event-stream" }, signal: AbortSignal.any([signal, silence.signal]), cache: "no-store", credentials: "same-origin" });
      if (!response.ok) throw new Problem({ status: response.status });
      opened();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let buffer = ""; ;) {
        const { value, done } = await reader.read();
        if (done) return;
        alive();
        const blocks = (buffer + value).split("\n\n");
        buffer = blocks.pop();
        for (const block of blocks) {
          const name = /^event: ?(.*)$/m.exec(block)?.[1];
          const data = /^data: ?(.*)$/m.exec(block)?.[1];
          if (name && data) event(name, JSON.parse(data));
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

function one(id, rest) {
  return `/handovers/${encodeURIComponent(id)}${rest ? `/${rest}` : ""}`;
}
