// The style sheets, constructed by script: a strict Content-Security-Policy of the host page allows that.
import { base } from "./base.js";
import { cards } from "./cards.js";
import { frame } from "./frame.js";
import { inputs } from "./inputs.js";
import { messages } from "./messages.js";
import { steps } from "./steps.js";

let made = null;

export function sheets() {
  made ??= [base, frame, messages, cards, steps, inputs].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return made;
}
