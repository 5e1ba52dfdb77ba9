// What survives a reload of the page: the session, what was being typed and what was not sent. Gone with the tab.
const PREFIX = "serviceassistent:";

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // blocked by the browser's settings: the widget works, but a reload starts afresh
  }
}

export function load(key) {
  try {
    return JSON.parse(storage()?.getItem(PREFIX + key) ?? "null");
  } catch {
    return null;
  }
}

export function save(key, value) {
  try {
    if (value === null || value === "") storage()?.removeItem(PREFIX + key);
    else storage()?.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Full or blocked; nothing to do about it.
  }
}

/** Forgets all that belongs to somebody; whether the panel is open does not. */
export function forgetPerson() {
  const keys = Object.keys(storage() || {}).filter((key) => key.startsWith(PREFIX) && key !== `${PREFIX}open`);
  keys.forEach((key) => save(key.slice(PREFIX.length), null));
}
