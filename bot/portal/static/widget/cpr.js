// The CPR shield of the browser: the same rules as the server's (bot/privacy/cpr*.py), which a test holds to be equal.
import * as patterns from "./cpr-patterns.js";

export const HIDDEN = "••••••-••••";

const THRESHOLD = 1;
const NAMED = 4;
const SOLE_DIGITS = 2;
const [REACH_BEFORE, REACH_AFTER] = [60, 24]; // characters
const WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const LONGEST_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DIGIT = /\p{Nd}/u;
const UNSEEN = /[\p{Cf}\p{Mn}\p{Me}\p{Cc}]/u;
const DASH = /[\p{Pd}\u2212\u2043]/u;
const ALSO_ASCII = { "\u0130": "I", "\u0131": "i", "\u017f": "s", "\u212a": "K" };
const LETTER = /\p{L}/u;

/** The CPR numbers of a text, in order: [{start, end, number}]; `label` is the field that it stands in. */
export function find(text, { expected = false, label = "" } = {}) {
  const { read, starts, ends } = plain(text);
  if (read.replace(/\D/g, "").length < 10) return [];
  if (!expected && seen(patterns.TEN_DIGITS, read) && seen(patterns.OTHER_NUMBER, label.replaceAll("_", "-"))) return [];
  const found = [];
  for (const [pattern, points] of FORMS) {
    if (pattern === patterns.IN_PIECES && !expected && !seen(patterns.CPR_WORD, read)) continue;
    let position = 0;
    for (let hit; (hit = exec(pattern, read, position)); ) {
      const [start, end] = [hit.index, hit.index + hit[0].length];
      position = start + 1;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const number = tenDigits(hit[0]);
      if (!number || !hasADate(number)) continue;
      const [before, after] = sides(read, start, end, found);
      const score = points(before, after, hit) + (expected ? 3 : 0) + (passesModulus11(number) ? 1 : 0);
      if (score < THRESHOLD) continue;
      found.push({ start, end, number });
      position = end;
    }
  }
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, number }) => ({ start: starts[start], end: ends[end - 1], number }));
}

/** The text with dots for each number. */
export function hide(text, options) {
  return find(text, options).reduceRight((rest, { start, end }) => rest.slice(0, start) + HIDDEN + rest.slice(end), text);
}

function exec(pattern, text, from = 0) {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

const seen = (pattern, text) => exec(pattern, text) !== null;

/** The text in plain characters, and for each where it began and ended in the text as it was. */
function plain(text) {
  const encoded = new Map();
  if (/[%&]/.test(text)) for (const hit of text.matchAll(patterns.ENCODED)) encoded.set(hit.index, hit[0]);
  const [kept, starts, ends] = [[], [], []];
  for (let index = 0; index < text.length; ) {
    const code = encoded.get(index);
    const sign = code || String.fromCodePoint(text.codePointAt(index));
    for (const char of code ? decoded(code.toLowerCase()) : simple(sign)) {
      kept.push(char);
      starts.push(index);
      ends.push(index + sign.length);
    }
    index += sign.length;
  }
  return { read: withDigitsForLetters(kept.join("")), starts, ends };
}

/** As one plain character, or none; a sign outside the first plane is two in JavaScript and none of our business. */
function simple(sign) {
  if ((sign >= " " && sign < "\x7f") || "\n\t\r".includes(sign)) return sign;
  if (UNSEEN.test(sign)) return "";
  if (DIGIT.test(sign)) return String(decimal(sign));
  if (DASH.test(sign)) return "-";
  if (/\s/.test(sign)) return " ";
  return sign.length > 1 ? (LETTER.test(sign) ? "ª" : "·") : ALSO_ASCII[sign] || sign;
}

/** Digits of each script stand together, ten by ten, from zero on. */
function decimal(sign) {
  let from = sign.codePointAt(0);
  const code = from;
  while (DIGIT.test(String.fromCodePoint(from - 1))) from -= 1;
  return (code - from) % 10;
}

function decoded(code) {
  if (code === "&shy;") return "";
  return ["%20", "&nbsp;", "&#160;"].includes(code) ? " " : "-";
}

function withDigitsForLetters(text) {
  return text.replace(patterns.LETTERS_FOR_DIGITS, (hit) => {
    const letters = hit.replace(/[^oOlI]/g, "").length;
    return letters && letters <= 4 ? hit.replace(/[oO]/g, "0").replace(/[lI]/g, "1") : hit;
  });
}

function tenDigits(text) {
  let digits = text.replace(/\D/g, "");
  if (digits.length === 12 && ["19", "20"].includes(digits.slice(4, 6))) digits = digits.slice(0, 4) + digits.slice(6);
  return digits.length === 10 ? digits : null;
}

function hasADate(number) {
  const [written, month, year] = [number.slice(0, 2), number.slice(2, 4), number.slice(4, 6)].map(Number);
  const day = written > 60 ? written - 60 : written;
  if (month < 1 || month > 12) return false;
  return day >= 1 && day <= (month === 2 && year % 4 === 0 ? 29 : LONGEST_MONTH[month - 1]);
}

function passesModulus11(number) {
  const digits = [...number].map(Number);
  if (digits[0] >= 6) digits[0] -= 6;
  return digits.reduce((sum, digit, i) => sum + digit * WEIGHTS[i], 0) % 11 === 0;
}

function sides(read, start, end, found) {
  const earlier = Math.max(-1, ...found.filter((other) => other.end <= start).map((other) => other.end));
  const from = Math.max(start - REACH_BEFORE, 0);
  const before = earlier >= from ? `¤${read.slice(earlier, start)}` : read.slice(from, start);
  const to = Math.min(end + REACH_AFTER, ...found.filter((other) => other.start >= end).map((other) => other.start));
  return [before, read.slice(end, to)];
}

// --- points: see bot/privacy/cpr_context.py for what each of them means

function isNamed(before, after) {
  if (seen(patterns.CPR_AFTER, after)) return true;
  const other = seen(patterns.LABEL_CLOSE, before) && seen(patterns.NUMBERED, before);
  return !other && seen(patterns.CPR_BEFORE, before);
}

function formScore({ groups: { s1, s2, c, s3, n } }) {
  const inner = Boolean(s1 || s2);
  const last = (s3 || "").trim();
  const four = !n.includes(" ");
  const strong = last && !",/:|".includes(last);
  if (c) return last && !",/:.".includes(last) && four ? 1.5 : 0;
  if (Boolean(s1) !== Boolean(s2)) return four ? 1 : 0;
  if (!inner) {
    if (s3 === undefined) return four ? 2 : 0.5;
    if (!four) return n[2] === " " && n.length === 5 ? 1 : 0.5;
    return strong ? 3 : 2;
  }
  if (!four) return -0.5;
  if (last) return strong ? 2.5 : 1;
  return 1.5;
}

function label(before, dashed) {
  if (seen(patterns.LABEL_CLOSE, before)) return seen(patterns.NUMBERED, before) ? -3.5 : -3;
  if (seen(patterns.LABEL_NEAR, before)) return dashed ? -1.5 : -3;
  return !dashed && seen(patterns.BANK_BEFORE, before) ? -3.5 : 0;
}

function surroundings(before, after, hit) {
  if (isNamed(before, after)) return NAMED;
  const { s1, s2, s3 } = hit.groups;
  const dashed = Boolean((s3 || "").trim()) && !(s1 || s2);
  const unit = seen(patterns.UNIT_AFTER, after);
  let points = label(before, dashed);
  if (unit || seen(patterns.MONEY_BEFORE, before)) points -= dashed ? 1.5 : 3;
  if ([patterns.PLUS_BEFORE, patterns.CODE_BEFORE, patterns.LETTER_AND_DIGIT].some((pattern) => seen(pattern, before))) points -= 3;
  else if (LETTER.test(before.slice(-1))) points -= seen(patterns.ADDRESS_BEFORE, before) ? 1.5 : 0.5;
  if (LETTER.test(after.slice(0, 1)) && !unit) points -= 0.5;
  return points + partOfLonger(before, after, hit.groups, dashed) + looksLikeATime(hit.groups);
}

function partOfLonger(before, after, { s1, s3, n }, dashed) {
  let points = 0;
  if (!seen(patterns.ANOTHER_BEFORE, before) && seen(patterns.LONGER_BEFORE, before) && !(dashed && before.endsWith(","))) points -= 4;
  if (!seen(patterns.ANOTHER_AFTER, after) && seen(patterns.LONGER_AFTER, after) && !(dashed && after.startsWith(","))) points -= 4;
  const group = exec(patterns.GROUP_BEFORE, before);
  if (group) {
    const bank = group[1].length === 4 && !s3;
    const alone = dashed || !s3 || group[1].length === 8;
    points -= bank || (s1 && !dashed) ? 3 : alone ? 0 : 1.5;
  }
  if (seen(patterns.GROUP_AFTER, after) && (s1 || n.includes(" "))) points -= 1.5;
  return points;
}

function looksLikeATime({ d, y, s1, s3, n }) {
  if (Number(d) > 31 || Number(y) < 19 || Number(y) > 39 || (s3 || "").trim() || s3 === undefined) return 0;
  return s1?.trim() && seen(patterns.TIME, n) ? -1 : 0;
}

const sole = (before, after) => SOLE_DIGITS + (isNamed(before, after) ? NAMED : 0);
const FORMS = [
  [patterns.USUAL, (before, after, hit) => formScore(hit) + surroundings(before, after, hit)],
  [patterns.ONE_BY_ONE, sole],
  [patterns.TOLD_APART, sole],
  [patterns.IN_PIECES, (before, after) => (isNamed(before, after) ? NAMED : -2)],
];
