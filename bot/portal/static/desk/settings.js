// What the supporter has chosen for this computer, and the window in which it is chosen.
import { h, uid } from "../widget/dom.js";
import { texts } from "./texts.js";

const KEY = "serviceassistent-desk";
const USUAL = { shortcuts: true, sound: false, notify: false };

export class Settings {
  constructor() {
    this.values = { ...USUAL };
    try {
      Object.assign(this.values, JSON.parse(localStorage.getItem(KEY) || "{}"));
    } catch {
      // Blocked or unreadable: then it is as usual.
    }
  }

  get shortcuts() { return this.values.shortcuts; }
  get sound() { return this.values.sound; }
  get notify() { return this.values.notify && globalThis.Notification?.permission === "granted"; }

  set(name, on) {
    this.values[name] = on;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.values));
    } catch {
      // It holds until the page is left.
    }
  }

  /** Opens the window; `keys` is a list of [keys, what they do]. */
  show(keys) {
    const titleId = uid("settings");
    const opener = document.activeElement;
    const denied = h("p", { class: "where", role: "status" });
    const box = (name, label, more) => {
      const id = uid("setting");
      const input = h("input", { type: "checkbox", id, checked: this.values[name], onchange: async () => {
        if (name === "notify" && input.checked && (await globalThis.Notification?.requestPermission?.()) !== "granted") {
          input.checked = false;
          denied.textContent = texts.notifyDenied;
        }
        this.set(name, input.checked);
      } });
      return h("p", { class: "check" }, input, h("label", { for: id }, label, more ? h("span", { class: "where" }, more) : null));
    };
    const dialog = h("dialog", { class: "ask-dialog", "aria-labelledby": titleId, onclose: () => {
      dialog.remove();
      if (opener?.isConnected) opener.focus();
    } },
    h("h2", { id: titleId }, texts.settings),
    box("sound", texts.sound), box("notify", texts.notify, texts.notifyText), denied, box("shortcuts", texts.useShortcuts),
    h("h3", {}, texts.shortcuts),
    h("dl", { class: "keys" }, keys.map(([key, what]) => h("div", {}, h("dt", {}, key.split(" + ").flatMap((part, i) => [i ? " + " : "", h("kbd", {}, part)])), h("dd", {}, what)))),
    h("div", { class: "dialog-ways" }, h("button", { type: "button", class: "button", onclick: () => dialog.close() }, texts.close)));
    document.body.append(dialog);
    dialog.showModal();
  }
}
