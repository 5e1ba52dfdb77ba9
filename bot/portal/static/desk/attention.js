// Tells a supporter who looks elsewhere that something has come: the title's count, a sound, a neutral notification.
import { texts } from "./texts.js";

const PAUSE = 4000; // milliseconds between two sounds

export class Attention {
  constructor(settings) {
    this.settings = settings;
    this.title = document.title;
    this.last = 0;
  }

  /** The number of what waits for the supporter, in the window's title. */
  count(number) {
    const title = number ? `(${number}) ${this.title}` : this.title;
    if (document.title !== title) document.title = title;
  }

  /** Something has come: a message, or one more in the queue. */
  call() {
    const now = Date.now();
    if (now - this.last < PAUSE) return;
    this.last = now;
    if (this.settings.sound) this.#sound();
    if (this.settings.notify && document.visibilityState === "hidden") this.#notify();
  }

  #notify() {
    const shown = new Notification(texts.notice, { tag: "serviceassistent-desk" });
    shown.onclick = () => {
      focus();
      shown.close();
    };
  }

  /** Two soft tones; made here, so that there is no file to fetch. */
  #sound() {
    this.audio ??= new AudioContext();
    const { audio } = this;
    for (const [at, tone] of [[0, 660], [0.14, 880]]) {
      const start = audio.currentTime + at;
      const oscillator = new OscillatorNode(audio, { frequency: tone });
      const gain = new GainNode(audio, { gain: 0 });
      gain.gain.setTargetAtTime(0.12, start, 0.01);
      gain.gain.setTargetAtTime(0, start + 0.09, 0.04);
      oscillator.connect(gain).connect(audio.destination);
      oscillator.start(start);
      oscillator.stop(start + 0.4);
    }
  }
}
