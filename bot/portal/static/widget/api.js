// Talks to the portal. Every failure is a Problem with a text that can be shown; `network` says nothing reached the server.
import { hide } from "./cpr.js";

export class Problem extends Error {
  constructor({ status = 0, type = "", title = "", detail = "", network = false }) {
    super(detail || title);
    Object.assign(this, { status, type, title, detail, network });
  }
}

const TIMEOUT = 45000; // longer than the server waits for a restarting engine

export class Api {
  constructor(base) {
    this.base = base.replace(/\/$/, "");
    this.token = null;
    this.conversation = null;
    this.onUnauthorised = () => {};
  }

  async request(method, path, body, { signal, auth = true, credentials = "omit" } = {}) {
    const headers = {};
    if (auth && this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const timeout = AbortSignal.timeout(TIMEOUT);
    let response;
    try {
      response = await fetch(this.base + path, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout, credentials, cache: "no-store",
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem({ network: true });
    }
    return this.#read(response, auth);
  }

  async #read(response, auth) {
    let data = null;
    try {
      data = response.status === 204 ? null : await response.json();
    } catch {
      if (response.ok) throw new Problem({ network: true });
    }
    if (response.ok) return data;
    if (response.status === 401 && auth) this.onUnauthorised();
    throw new Problem({ ...(data || {}), status: response.status });
  }

  // Where the widget stands on the portal's own pages, these two sign on and off to them as well, by a cookie.
  signOn(body) { return this.request("POST", "/api/session", body, { auth: false, credentials: "same-origin" }); }
  signOff() { return this.request("DELETE", "/api/session", undefined, { credentials: "same-origin" }); }
  #path(rest = "") { return `/api/conversations/${encodeURIComponent(this.conversation)}${rest}`; }
  transcript() { return this.request("GET", this.#path()); }
  send(message) { return this.request("POST", this.#path("/messages"), message); }
  erase() { return this.request("DELETE", this.#path()); }
  people(q, signal) { return this.request("GET", `/api/people?q=${encodeURIComponent(hide(q))}`, undefined, { signal }); }
  units(q, signal) { return this.request("GET", `/api/units?q=${encodeURIComponent(q)}`, undefined, { signal }); }

  /** Sends a file; XMLHttpRequest because fetch cannot tell how far an upload has come. */
  upload(file, onProgress) {
    const request = new XMLHttpRequest();
    const done = new Promise((resolve, reject) => {
      request.open("POST", this.base + this.#path("/files"));
      request.setRequestHeader("Authorization", `Bearer ${this.token}`);
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(Math.round((100 * event.loaded) / event.total));
      request.onerror = () => reject(new Problem({ network: true }));
      request.onabort = () => reject(new DOMException("aborted", "AbortError"));
      request.onload = () => {
        if (request.status === 201) return resolve(request.response);
        if (request.status === 401) this.onUnauthorised();
        reject(new Problem({ ...(request.response || {}), status: request.status }));
      };
      const form = new FormData();
      form.append("file", file, hide(file.name));
      request.send(form);
    });
    return { done, abort: () => request.abort() };
  }

  /** Reads the event stream (fetch, since EventSource cannot send the session); resolves when it ends. */
  async events(lastId, onMessage, signal) {
    const headers = { Authorization: `Bearer ${this.token}`, Accept: "text/event-stream" };
    if (lastId) headers["Last-Event-ID"] = lastId;
    const response = await fetch(this.base + this.#path("/events"), { headers, signal, credentials: "omit", cache: "no-store" });
    if (!response.ok) {
      await this.#read(response, true);
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      buffer += value;
      const events = buffer.split("\n\n");
      buffer = events.pop();
      for (const event of events) {
        const data = event.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart()).join("\n");
        if (data) onMessage(JSON.parse(data));
      }
    }
  }
}
