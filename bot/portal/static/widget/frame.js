// What stands around the messages: the launcher, the panel with its head, and what is shown before sign-on.
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { menuOf } from "./menu.js";

const COVERS = matchMedia("(max-width: 30rem), (max-height: 26rem)"); // as in styles/frame.js
const BACK_SHOWN = 4000; // milliseconds

export function frame(host, ctx) {
  const { texts } = ctx;
  const titleId = uid("title");
  const panelId = uid("panel");
  const count = h("span", { class: "unread", hidden: true });
  const launcher = h("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": panelId, hidden: host.page, onclick: () => host.open() },
    icon("chat", 24), h("span", { class: "launcher-text" }, texts.open), count);

  const view = { expanded: false, toggle: () => expand(!view.expanded) };
  const menu = menuOf(host, ctx, view);
  const who = h("p", { class: "tagline" }, texts.tagline);
  const closeButton = h("button", { type: "button", class: "icon-button", "aria-label": texts.close, hidden: host.page, onclick: () => host.close() }, icon("close", 22));
  const banner = h("p", { class: "banner", role: "status" });
  const standing = h("p", { class: "standing", hidden: true }); // not read out: a message says the same
  const gate = h("div", { class: "gate", tabindex: -1, hidden: true });
  const panel = h(host.page ? "div" : "dialog", { class: host.page ? "panel page" : "panel", id: panelId, "aria-labelledby": host.page ? null : titleId, lang: texts.lang, hidden: true },
    h("div", { class: "head" }, h("span", { class: "mark", "aria-hidden": "true" }, icon("chat", 22)), h("div", { class: "head-text" }, h("h2", { id: titleId }, texts.name), who), menu.node, closeButton),
    banner, standing, gate, host.messages.node, host.composer.node, menu.dialog);
  launcher.lang = texts.lang;
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || host.page || event.defaultPrevented || menu.dialog.open) return;
    event.preventDefault();
    host.close();
  });
  // The browser's own way to close (a gesture on a phone) is our way.
  panel.addEventListener("cancel", (event) => {
    if (event.target !== panel) return;
    event.preventDefault();
    host.close();
  });
  COVERS.addEventListener("change", () => fit());

  /** Where the panel covers the window, the page behind it is out of reach; beside the page it is not. */
  function fit() {
    if (host.page || panel.hidden) return;
    const covers = COVERS.matches || view.expanded;
    if (panel.open && covers === panel.matches(":modal")) return;
    const focused = panel.getRootNode().activeElement;
    if (panel.open) panel.close();
    if (covers) panel.showModal();
    else panel.setAttribute("open", ""); // show() would take the focus
    focused?.focus({ preventScroll: true });
  }

  function expand(on) {
    view.expanded = on;
    panel.classList.toggle("expanded", on);
    fit();
  }

  function showGate(title, text, label, action) {
    const button = label ? h("button", { type: "button", class: "action primary", onclick: action }, label) : h("div", { class: "spinner", "aria-hidden": "true" });
    const hadFocus = gate.contains(gate.getRootNode().activeElement);
    gate.replaceChildren(h("span", { class: "mark big", "aria-hidden": "true" }, icon("chat", 30)), h("h3", {}, title), h("p", { role: "status" }, text || ""), button);
    gate.hidden = false;
    if (hadFocus) (label ? button : gate).focus();
  }

  function state(name, { retry, text, user } = {}) {
    const inside = name === "ready";
    gate.hidden = true;
    gate.classList.toggle("below", name === "expired");
    host.messages.node.hidden = !(inside || name === "expired");
    menu.signedOn(inside);
    if (user) who.textContent = `${texts.shortTagline} · ${user.name}`;
    if (name === "signed-out") who.textContent = texts.tagline;
    if (name !== "ready") online(true);
    if (!inside) handover(null);
    if (name === "loading") showGate(texts.loading);
    else if (name === "failed") showGate(texts.loadFailed, null, texts.retry, retry);
    else if (name === "expired") showGate(texts.loginTitle, texts.loginText, texts.login, () => host.requestLogin());
    else if (name === "signed-out") showGate(texts.loginFirst, text || texts.loginFirstText, texts.login, () => host.requestLogin());
    if (inside) host.messages.toEnd(false);
  }

  /** Who has the conversation while the assistant is silent: a place in the queue, or a supporter. */
  function handover(now) {
    standing.hidden = !now;
    if (now) standing.replaceChildren(icon("person", 18), h("span", {}, now.state === "talking" ? texts.talksWith(now.name) : texts.inQueue(now.place || 1)));
  }

  let back = 0;
  function online(yes) {
    const wasOff = banner.classList.contains("off");
    if (yes !== wasOff) return;
    clearTimeout(back);
    banner.classList.toggle("off", !yes);
    banner.textContent = yes ? texts.online : texts.offline;
    if (yes) back = setTimeout(() => (banner.textContent = ""), BACK_SHOWN);
  }

  return {
    nodes: [launcher, panel],
    launcher,
    state,
    online,
    handover,
    isShown: () => !panel.hidden,
    show(on) {
      panel.hidden = !on;
      if (on) fit();
      else if (panel.open) panel.close();
      launcher.setAttribute("aria-expanded", on ? "true" : "false");
      launcher.classList.toggle("behind", on);
    },
    unread(n) {
      count.hidden = !n;
      count.replaceChildren(n ? h("span", { "aria-hidden": "true" }, n > 9 ? "9+" : String(n)) : "", n ? h("span", { class: "sr" }, texts.unread(n)) : "");
    },
    focusFirst() {
      if (host.composer.node.hidden) (gate.querySelector("button") || closeButton).focus();
      else host.composer.focus();
    },
  };
}
