// Keys for those who have many conversations. None is a letter alone, and none works while one writes, except those with Alt.
export const KEYS = [
  ["Alt + T", "Tag den øverste i køen"],
  ["Alt + 1–9", "Gå til samtale 1 til 9"],
  ["Alt + S", "Gå til skrivefeltet"],
  ["Alt + F", "Søg efter et svar"],
  ["Alt + A", "Afslut samtalen"],
  ["?", "Vis genveje og indstillinger"],
];

/** `does`: what each key does, by name; `settings.shortcuts` says whether they are on. */
export function listen(settings, does) {
  addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey) return;
    const what = wanted(event, settings);
    if (!what) return;
    event.preventDefault();
    what.startsWith("talk") ? does.talk(Number(what.slice(4))) : does[what]();
  });
}

function wanted(event, settings) {
  if (!settings.shortcuts) return null;
  if (event.altKey) {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (digit) return `talk${digit}`;
    return { KeyT: "take", KeyS: "write", KeyF: "search", KeyA: "finish" }[event.code] || null;
  }
  return event.key === "?" && !event.target.closest("input, textarea, select, [contenteditable]") ? "help" : null;
}
