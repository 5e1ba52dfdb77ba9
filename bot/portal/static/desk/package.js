// What came along with a hand-over, so that nobody has to tell their story twice.
import { h } from "../widget/dom.js";
import { HAPPENED, REASONS, texts } from "./texts.js";
import { clock } from "./time.js";

const topicLink = ({ id, title }) => h("a", { href: `/emner/${encodeURIComponent(id)}`, target: "_blank", rel: "noopener" }, title);
const lines = (items) => h("ul", {}, items.map((item) => h("li", {}, item)));

/** The rows of the package as a list of terms; what there is none of is left out. */
export function packageOf(view) {
  const { person, package: known, handover } = view;
  const rows = [
    [texts.person, h("span", {}, person.name, h("span", { class: "where" }, [person.position, person.unit].filter(Boolean).join(", ")))],
    [texts.reason, REASONS[handover.reason] || handover.reason],
  ];
  if (known.language === "en") rows.push(["", texts.english]);
  if (view.withheld) rows.push(["", h("span", { class: "withheld" }, texts.withheld)]);
  else {
    if (known.topic) rows.push([texts.topic, topicLink(known.topic)]);
    if (known.asked) rows.push([texts.asked, h("q", {}, known.asked)]);
    const words = (known.words || []).filter((text) => text !== known.asked);
    if (words.length) rows.push([texts.words, lines(words.map((text) => h("q", {}, text)))]);
    if (known.way?.length) rows.push([texts.way, lines(known.way.map(({ question, answer }) => [`${question} `, h("strong", {}, answer)]))]);
    if (known.shown?.length) rows.push([texts.shown, lines(known.shown.map(topicLink))]);
    if (view.cases?.length) rows.push([texts.cases, lines(view.cases.map(caseLine))]);
    if (known.suggestion) rows.push([texts.suggestion, [topicLink(known.suggestion), h("span", { class: "where" }, texts.sure(Math.round(100 * known.suggestion.confidence)))]]);
  }
  if (view.draft) rows.push([texts.draft, draftOf(view.draft)]);
  return h("dl", { class: "package" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function caseLine({ number, title, state }) {
  if (!title) return [number, h("span", { class: "where" }, texts.noTitle)];
  return [h("a", { href: `/sager/${encodeURIComponent(number)}`, target: "_blank", rel: "noopener" }, number), ` ${title}`, h("span", { class: "where" }, state)];
}

function draftOf(draft) {
  if (draft.withheld) return texts.draftHidden;
  const fields = draft.fields || [];
  return [h("span", {}, draft.title, h("span", { class: "where" }, texts.filled(fields.length))),
    fields.length ? h("dl", { class: "answers" }, fields.map(({ label, value }) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))) : null];
}

/** What has happened to the hand-over, with the internal notes. */
export function historyOf(view) {
  return h("ol", { class: "history" }, view.history.map((step) =>
    h("li", { class: step.kind === "noted" ? "internal" : null },
      h("span", { class: "where" }, [clock(step.at), step.actor].filter(Boolean).join(" · ")),
      h("span", {}, [HAPPENED[step.kind] || step.kind, step.to].filter(Boolean).join(" ")),
      step.text ? h("span", { class: "said-text" }, step.text) : null)));
}
