// One renderer for each type of card.
import { form, question, summary } from "./asking.js";
import { caseCard, caseList, receipt } from "./cases.js";
import { choices, process, solution, topic } from "./guidance.js";
import { feedback, handover, notice } from "./notes.js";

const RENDERERS = { choices, solution, topic, process, question, form, summary, receipt, case: caseCard, case_list: caseList, handover, feedback, notice };

const CLOSING = new Set(["choices", "question", "form", "summary", "feedback"]);

/** Whether a card is closed once it is answered; the others stay open to be used again, help in a crisis above all. */
export function closes(data) {
  return CLOSING.has(data.type) || (data.type === "notice" && data.level === "error" && Boolean(data.actions?.length));
}

/** Cards after which an older question is no longer the current one. */
export const MOVES_ON = new Set(["question", "form", "summary", "receipt", "choices"]);

/** Returns the card's node, or null for a type that this version does not know (the message's text then stands alone). */
export function renderCard(data, ctx) {
  const render = RENDERERS[data.type];
  return render ? render(data, ctx) : null;
}
