// The style sheets, constructed by script: a strict Content-Security-Policy of the host page allows that.
import { base } from "./base.js";
import { cards } from "./cards.js";
import { frame } from "./frame.js";
import { inputs } from "./inputs.js";
import { messages } from "./messages.js";
import { steps } from "./steps.js";

// Lengths in rem follow the host page's root; ours follow the user's own size of text. In the conditions of media queries
// rem is the user's size already, and in those of container queries em is.
const LENGTHS = /(@media[^{]*)|(@container[^{]*)|(-?\d*\.?\d+)rem\b/g;

function ofOurOwn(text) {
  return text.replace(LENGTHS, (whole, media, container, length) => media || container?.replaceAll("rem", "em") || `calc(${length} * var(--serviceassistent-rem))`);
}

let made = null;

export function sheets() {
  if (!made) {
    // As a length it is worked out once, on the element, instead of at each place where it is used.
    CSS.registerProperty({ name: "--serviceassistent-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
  }
  made ??= [base, frame, messages, cards, steps, inputs].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(ofOurOwn(text));
    return sheet;
  });
  return made;
}
