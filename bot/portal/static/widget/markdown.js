// A small, safe part of Markdown: paragraphs, lists, bold, italics and links. Everything else stays text.
import { h, link } from "./dom.js";

const INLINE = /\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) nodes.push(text.slice(end, match.index));
    const [whole, bold, bold2, italic, label, href] = match;
    if (bold || bold2) nodes.push(h("strong", {}, bold || bold2));
    else if (italic) nodes.push(h("em", {}, italic));
    else nodes.push(link(href, label));
    end = match.index + whole.length;
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes;
}

function withBreaks(lines) {
  return lines.flatMap((line, i) => (i ? [h("br"), ...inline(line)] : inline(line)));
}

/** Returns the block nodes of the text. */
export function markdown(text) {
  const blocks = [];
  let list = null;
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) blocks.push(h("p", {}, withBreaks(paragraph)));
    paragraph = [];
    list = null;
  };
  for (const line of (text || "").split("\n")) {
    const bullet = /^\s*[-*•]\s+(.*)$/.exec(line);
    const number = /^\s*(\d+)[.)]\s+(.*)$/.exec(line);
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    if (!line.trim()) flush();
    else if (heading) {
      flush();
      blocks.push(h("p", {}, h("strong", {}, inline(heading[1]))));
    } else if (bullet || number) {
      const tag = bullet ? "UL" : "OL";
      if (!list || list.tagName !== tag) {
        flush();
        list = h(tag.toLowerCase(), number && number[1] !== "1" ? { start: number[1] } : {});
        blocks.push(list);
      }
      list.append(h("li", {}, inline(bullet ? bullet[1] : number[2])));
    } else if (list && /^\s{2,}/.test(line)) {
      list.lastElementChild.append(" ", ...inline(line.trim()));
    } else {
      if (list) flush();
      paragraph.push(line);
    }
  }
  flush();
  return blocks;
}

/** What a user typed: exactly that, with its line breaks. */
export function plainText(text) {
  return h("p", {}, text.split("\n").flatMap((line, i) => (i ? [h("br"), line] : [line])));
}
