// What survives a reload of the page: the session and what was being typed. Gone when the tab is closed.
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
