// A month to pick a day from: the WAI-ARIA date picker dialog, weeks from Monday.
import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { addDays, daysInMonth, iso, longDate, parts, todayIso, weekday } from "./dates.js";

export function calendar({ texts, selected, minimum, maximum, onPick, onClose }) {
  const clamp = (day) => (minimum && day < minimum ? minimum : maximum && day > maximum ? maximum : day);
  let cursor = clamp(selected || todayIso());
  const titleId = uid("month");
  const title = h("h4", { id: titleId, "aria-live": "polite" });
  const body = h("tbody");
  const allowed = (day) => (!minimum || day >= minimum) && (!maximum || day <= maximum);

  function dayCell(day, outside) {
    if (outside) return h("td");
    const props = {
      type: "button", class: "day", tabindex: day === cursor ? 0 : -1, "data-day": day, "aria-label": longDate(day, texts),
      "aria-pressed": day === selected ? "true" : "false", "aria-current": day === todayIso() ? "date" : null,
      "aria-disabled": allowed(day) ? null : "true", onclick: () => allowed(day) && onPick(day),
    };
    return h("td", {}, h("button", props, String(parts(day).day)));
  }

  function draw(focus) {
    const { year, month } = parts(cursor);
    title.textContent = `${texts.months[month - 1]} ${year}`;
    const first = iso(year, month, 1);
    const cells = [...Array(weekday(first)).fill(null), ...Array.from({ length: daysInMonth(year, month) }, (_, i) => iso(year, month, i + 1))];
    const rows = [];
    for (let i = 0; i < cells.length; i += 7) {
      rows.push(h("tr", {}, Array.from({ length: 7 }, (_, j) => dayCell(cells[i + j], !cells[i + j]))));
    }
    body.replaceChildren(...rows);
    if (focus) body.querySelector(`[data-day="${cursor}"]`)?.focus();
  }

  function moveMonths(count, focus) {
    const { year, month, day } = parts(cursor);
    const index = year * 12 + month - 1 + count;
    const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
    cursor = iso(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
    draw(focus);
  }

  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  function onKey(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (!event.target.matches(".day")) return;
    else if (event.key in steps) cursor = addDays(cursor, steps[event.key]);
    else if (event.key === "Home") cursor = addDays(cursor, -weekday(cursor));
    else if (event.key === "End") cursor = addDays(cursor, 6 - weekday(cursor));
    else if (event.key === "PageUp") moveMonths(event.shiftKey ? -12 : -1, true);
    else if (event.key === "PageDown") moveMonths(event.shiftKey ? 12 : 1, true);
    else return;
    event.preventDefault();
    if (event.key !== "Escape") draw(true);
  }

  const node = h("div", { class: "calendar", role: "dialog", "aria-label": texts.pickDate, onkeydown: onKey },
    h("div", { class: "calendar-head" },
      h("button", { type: "button", class: "icon-button", "aria-label": texts.prevMonth, onclick: () => moveMonths(-1, false) }, icon("left", 18)),
      title,
      h("button", { type: "button", class: "icon-button", "aria-label": texts.nextMonth, onclick: () => moveMonths(1, false) }, icon("chevron", 18))),
    h("table", { "aria-labelledby": titleId },
      h("thead", {}, h("tr", {}, texts.weekdays.map((name, i) => h("th", { scope: "col", abbr: texts.days[i] }, name)))), body));
  draw(false);
  return { node, focus: () => draw(true) };
}
