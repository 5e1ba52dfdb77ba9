// Keeps the desk's stream open, also in a window behind others: it is what says that the supporter is there.
const [FIRST, LONGEST] = [1000, 15000]; // milliseconds between attempts
const STEADY = 10000; // a stream that held this long starts with the shortest pause again

export class Live {
  /** `on` is told: event(name, data), online(yes), signedOff(). */
  constructor(api, on) {
    this.api = api;
    this.on = on;
    this.hurry = () => {};
    this.running = null;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => {
      this.on.online(false);
      this.running?.abort();
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
    addEventListener("pagehide", () => this.running?.abort());
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
  }

  async start() {
    let pause = FIRST;
    for (;;) {
      const started = Date.now();
      this.running = new AbortController();
      try {
        await this.api.events({ opened: () => this.on.online(true), event: this.on.event }, this.running.signal);
      } catch (problem) {
        if ([401, 403].includes(problem.status)) return this.on.signedOff();
        this.on.online(false);
      }
      pause = Date.now() - started > STEADY ? FIRST : Math.min(pause * 1.7, LONGEST);
      await new Promise((resolve) => {
        this.hurry = resolve;
        setTimeout(resolve, pause * (0.75 + Math.random() / 2));
      });
    }
  }
}
