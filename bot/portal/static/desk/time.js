// How long something has lasted, and when something was.
const MINUTE = 60000;
// The desk's own time, wherever the computer believes itself to be.
const timeZone = "Europe/Copenhagen";
const TIME = new Intl.DateTimeFormat("da-DK", { hour: "numeric", minute: "2-digit", timeZone });
const DAY = new Intl.DateTimeFormat("da-DK", { day: "numeric", month: "numeric", timeZone });

/** "under 1 min.", "7 min.", "1 t. 5 min." */
export function lasted(since, now = Date.now()) {
  const minutes = Math.max(0, Math.floor((now - new Date(since)) / MINUTE));
  if (minutes < 1) return "under 1 min.";
  return minutes < 60 ? `${minutes} min.` : `${Math.floor(minutes / 60)} t. ${minutes % 60} min.`;
}

export function minutesSince(since, now = Date.now()) {
  return Math.floor((now - new Date(since)) / MINUTE);
}

/** "9.05" today, "2/3 9.05" on another day. */
export function clock(at) {
  const moment = new Date(at);
  return DAY.format(moment) === DAY.format(new Date()) ? TIME.format(moment) : `${DAY.format(moment)} ${TIME.format(moment)}`;
}
