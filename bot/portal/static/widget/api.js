// Talks to the portal. Every failure is a Problem with a text that can be shown; `network` says nothing reached the server.
import { hide } from "./cpr.js";

export class Problem extends Error {
  constructor({ status = 0, type = "", title = "", detail = "", network = false }) {
    super(detail || title);
    Object.assign(this, { status, type, title, detail, network });
  }
}

const TIMEOUT = 45000; // longer than the server waits for a restarting engine
const SILENCE = 40000; // the stream gives a sign of life every 15 seconds; longer than this and it is dead

export class Api {
  constructor(base) {
    this.base = base.replace(/\/$/, "");
    this.token = null;
    this.conversation = null;
    this.renew = async () => false; // called when the session has ended; says whether there is a new one
  }

  async request(method, path, body, { signal, auth = true, credentials = "omit" } = {}) {
    const ask = () => this.#ask(method, path, body, { signal, auth, credentials });
    let response = await ask();
    if (response.status === 401 && auth && (await this.renew())) response = await ask();
    return read(response);
  }

  async #ask(method, path, body, { signal, auth, credentials }) {
    const headers = {};
    if (auth && this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const timeout = AbortSignal.timeout(TIMEOUT);
    try {
      return await fetch(this.base + path, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout, credentials, cache: "no-store",
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem({ network: true });
    }
  }

  // Where the widget stands on the portal's own pages, these two sign on and off to them as well, by a cookie.
  signOn(body) { return this.request("POST", "/api/session", body, { auth: false, credentials: "same-origin" }); }
  async signOff() { return read(await this.#ask("DELETE", "/api/session", undefined, { auth: true, credentials: "same-origin" })); }
  #path(rest = "") { return `/api/conversations/${encodeURIComponent(this.conversation)}${rest}`; }
  transcript() { return this.request("GET", this.#path()); }
  send(message) { return this.request("POST", this.#path("/messages"), message); }
  typing() { return this.request("POST", this.#path("/typing"), {}); }
  erase() { return this.request("DELETE", this.#path()); }
  people(q, signal) { return this.request("GET", `/api/people?q=${encodeURIComponent(hide(q))}`, undefined, { signal }); }
  units(q, signal) { return this.request("GET", `/api/units?q=${encodeURIComponent(q)}`, undefined, { signal }); }

  /** Sends a file; XMLHttpRequest because fetch cannot tell how far an upload has come. */
  upload(file, onProgress) {
    let running = null;
    const attempt = () => new Promise((resolve, reject) => {
      const request = (running = new XMLHttpRequest());
      request.open("POST", this.base + this.#path("/files"));
      request.setRequestHeader("Authorization", `Bearer ${this.token}`);
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(Math.round((100 * event.loaded) / event.total));
      request.onerror = () => reject(new Problem({ network: true }));
      request.onabort = () => reject(new DOMException("aborted", "AbortError"));
      request.onload = () => (request.status === 201 ? resolve(request.response) : reject(new Problem({ ...(request.response || {}), status: request.status })));
      const form = new FormData();
      form.append("file", file, hide(file.name));
      request.send(form);
    });
    const done = attempt().catch(async (problem) => {
      if (problem.status === 401 && (await this.renew())) return attempt();
      throw problem;
    });
    return { done, abort: () => running.abort() };
  }

  /** Reads the event stream (fetch, since EventSource cannot send the session) until it ends or falls silent. */
  async events(lastId, { opened, event }, signal) {
    const silence = new AbortController();
    let timer = 0;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE);
    };
    alive();
    try {
      const headers = { Authorization: `Bearer ${this.token}`, Accept: "text/event-stream" };
      if (lastId) headers["Last-Event-ID"] = lastId;
      const response = await fetch(this.base + this.#path("/events"), { headers, signal: AbortSignal.any([signal, silence.signal]), credentials: "omit", cache: "no-store" });
      if (response.status === 401) return void (await this.renew());
      if (!response.ok) return void (await read(response));
      opened();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let buffer = ""; ;) {
        const { value, done } = await reader.read();
        if (done) return;
        alive();
        const blocks = (buffer + value).split("\n\n");
        buffer = blocks.pop();
        blocks.map(parsed).filter(({ data }) => data !== undefined).forEach(event); // null says something too
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

async function read(response) {
  let data = null;
  try {
    data = response.status === 204 ? null : await response.json();
  } catch {
    if (response.ok) throw new Problem({ network: true });
  }
  if (response.ok) return data;
  throw new Problem({ ...(data || {}), status: response.status });
}

/** One event of the stream: {id, event, data}. */
function parsed(block) {
  const fields = { event: "message" };
  for (const line of block.split("\n")) {
    const [, name, value] = /^(id|event|data): ?(.*)$/.exec(line) || [];
    if (name === "data") fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
    else if (name) fields[name] = value;
  }
  return fields.data === undefined ? {} : { ...fields, data: JSON.parse(fields.data) };
}
