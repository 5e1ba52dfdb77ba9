// A message's text makes sense alone; beside its cards only what they do not show already is worth reading.

const LISTS = new Set(["choices", "process", "question", "form", "case_list", "summary"]);

// Not after a digit or before a small letter: "23. november", "kl. 9".
const SENTENCES = /(?<=[^\d][.!?:])\s+(?=[^\p{Ll}\d])/u;

function before(text, number) {
  const at = text.indexOf(number);
  if (at < 0) return text;
  const sentences = text.slice(0, at).split(SENTENCES);
  return sentences.slice(0, -1).join(" ");
}

function normal(text) {
  return ` ${(text || "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
}

function* strings(value, key) {
  if (typeof value === "string") {
    if (key === "example") yield "fx";
    if (key === "source") yield "kilde";
    if (key !== "payload" && key !== "type") yield value;
  } else if (Array.isArray(value)) for (const item of value) yield* strings(item, key);
  else if (value && typeof value === "object") for (const [name, item] of Object.entries(value)) yield* strings(item, name);
}

/** Returns the part of the text to show above the cards, possibly none. */
export function remainingText(message) {
  const cards = message.cards || [];
  let { text } = message;
  if (!cards.length || !text) return text;
  for (const card of cards) {
    // A case's card tells all of it: only what comes before its number is more.
    if (card.type === "receipt" || card.type === "case") text = before(text, card.number);
    // What comes before the question: notes, and the answer to what was asked in between.
    const labels = card.type === "question" ? [card.label] : card.type === "form" ? card.fields.map((field) => field.label) : [];
    const cuts = labels.map((label) => text.indexOf(label)).filter((at) => at >= 0);
    if (cuts.length) text = text.slice(0, Math.min(...cuts));
  }
  const shown = normal([...strings(cards)].join(" "));
  const listed = cards.some((card) => LISTS.has(card.type));
  const kept = text.split("\n").map((line) => {
    if (listed && /^\s*(?:[-•*]|\d+[.)])\s/.test(line)) return null;
    const sentences = [];
    for (const sentence of line.split(SENTENCES)) {
      const words = normal(sentence);
      const ends = sentences.at(-1)?.endsWith(":"); // what a kept "Det handler om:" leads to stays with it
      if (words.trim() && (ends || !shown.includes(words))) sentences.push(sentence);
    }
    return sentences.length || !line.trim() ? sentences.join(" ") : null;
  });
  return kept.filter((line) => line !== null).join("\n").trim();
}
