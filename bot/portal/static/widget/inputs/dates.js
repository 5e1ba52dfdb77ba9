// Dates as Danes write them; values are ISO texts ("2026-03-12"), never Date objects with a time zone.

export function iso(year, month, day) {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export function todayIso() {
  const now = new Date();
  return iso(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

export function parts(isoText) {
  const [year, month, day] = isoText.split("-").map(Number);
  return { year, month, day };
}

export function addDays(isoText, days) {
  const { year, month, day } = parts(isoText);
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return iso(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

export function daysInMonth(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 0 is Monday. */
export function weekday(isoText) {
  const { year, month, day } = parts(isoText);
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}

function valid(year, month, day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) && year >= 1900 && year <= 2200;
}

/** Returns the ISO date, or null if the text is none. */
export function parseDate(text) {
  const typed = text.trim().toLowerCase();
  if (typed === "i dag" || typed === "today") return todayIso();
  if (typed === "i morgen" || typed === "tomorrow") return addDays(todayIso(), 1);
  if (typed === "i går" || typed === "yesterday") return addDays(todayIso(), -1);
  let match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (match) {
    const [year, month, day] = match.slice(1).map(Number);
    return valid(year, month, day) ? iso(year, month, day) : null;
  }
  match = /^(\d{1,2})[.\-/ ]+(\d{1,2})(?:[.\-/ ]+(\d{2}|\d{4}))?\.?$/.exec(typed) || /^(\d{2})(\d{2})(\d{4})$/.exec(typed);
  if (!match) return null;
  const [day, month] = [Number(match[1]), Number(match[2])];
  let year = match[3] ? Number(match[3]) : Number(todayIso().slice(0, 4));
  if (year < 100) year += year < 70 ? 2000 : 1900;
  return valid(year, month, day) ? iso(year, month, day) : null;
}

/** "12.03.2026", as it stands in the field. */
export function fieldDate(isoText) {
  const { year, month, day } = parts(isoText);
  return `${String(day).padStart(2, "0")}.${String(month).padStart(2, "0")}.${year}`;
}

/** "12. marts 2026", as it stands in text. */
export function longDate(isoText, texts) {
  const { year, month, day } = parts(isoText);
  return `${day}. ${texts.months[month - 1]} ${year}`;
}
