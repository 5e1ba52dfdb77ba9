// Keeps one event stream open: comes back after a lost network with growing pauses, and asks for what it has missed.
const [FIRST, LONGEST] = [1000, 20000]; // milliseconds between attempts
const STEADY = 10000; // a stream that held this long starts with the shortest pause again
const HIDDEN = 60000; // a window that nobody has looked at this long lets go; it catches up when it is looked at again

export class Stream {
  /** `on` is told: event({id, event, data}), online(yes). */
  constructor(api, on) {
    this.api = api;
    this.on = on;
    this.lastId = null; // the newest that came by the stream or the transcript; never what a turn's answer brought along
    this.running = null;
    this.wanted = false;
    this.hurry = () => {};
    addEventListener("online", () => this.#again());
    addEventListener("offline", () => this.wanted && this.on.online(false));
    addEventListener("pageshow", (event) => event.persisted && this.#again());
    document.addEventListener("visibilitychange", () => this.#looked());
  }

  /** Begins after the message `lastId`. */
  start(lastId) {
    this.lastId = lastId;
    this.wanted = true;
    this.#again();
  }

  stop() {
    this.wanted = false;
    this.running?.abort();
    this.running = null;
  }

  #looked() {
    clearTimeout(this.leaving);
    if (document.visibilityState === "visible") {
      if (!this.running) this.#again();
      this.hurry();
    } else {
      this.leaving = setTimeout(() => {
        this.running?.abort();
        this.running = null;
      }, HIDDEN);
    }
  }

  async #again() {
    this.running?.abort();
    if (!this.wanted) return;
    const { signal } = (this.running = new AbortController());
    let pause = FIRST;
    let failures = 0;
    while (!signal.aborted) {
      const started = Date.now();
      try {
        await this.api.events(this.lastId, {
          opened: () => {
            failures = 0;
            this.on.online(true);
          },
          event: (event) => {
            if (event.id) this.lastId = event.id;
            this.on.event(event);
          },
        }, signal);
      } catch (error) {
        if (error.status === 404) return; // the conversation is gone
        failures += 1;
      }
      if (signal.aborted) return;
      if (failures > 1) this.on.online(false); // one alone is a server that starts anew
      pause = Date.now() - started > STEADY ? FIRST : Math.min(pause * 2, LONGEST);
      await new Promise((resolve) => {
        this.hurry = resolve;
        setTimeout(resolve, pause * (0.75 + Math.random() / 2));
      });
    }
  }
}
