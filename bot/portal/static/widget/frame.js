// What stands around the messages: the launcher, the panel with its head and menu, and what is shown before sign-on.
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";

export function frame(host, ctx) {
  const { texts } = ctx;
  const titleId = uid("title");
  const panelId = uid("panel");
  const count = h("span", { class: "unread", hidden: true });
  const launcher = h("button", { type: "button", class: "launcher", "aria-expanded": "false", "aria-controls": panelId, hidden: host.page, onclick: () => host.open() },
    icon("chat", 24), h("span", { class: "launcher-text" }, texts.open), count);

  const menu = menuOf(host, ctx);
  const who = h("p", { class: "tagline" }, texts.tagline);
  const closeButton = h("button", { type: "button", class: "icon-button", "aria-label": texts.close, hidden: host.page, onclick: () => host.close() }, icon("close", 22));
  const banner = h("p", { class: "banner", role: "status", hidden: true });
  const gate = h("div", { class: "gate", hidden: true });
  const panel = h("div", { class: host.page ? "panel page" : "panel", id: panelId, role: host.page ? null : "dialog", "aria-labelledby": titleId, "aria-modal": null, hidden: true },
    h("header", { class: "head" }, h("span", { class: "mark", "aria-hidden": "true" }, icon("chat", 22)), h("div", { class: "head-text" }, h("h2", { id: titleId }, texts.name), who), menu.node, closeButton),
    banner, gate, host.messages.node, host.composer.node, menu.dialog);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !host.page && !event.defaultPrevented && !menu.dialog.open) host.close();
  });

  function showGate(title, text, label, action) {
    gate.replaceChildren(h("span", { class: "mark big", "aria-hidden": "true" }, icon("chat", 30)), h("h3", {}, title), text ? h("p", {}, text) : "",
      label ? h("button", { type: "button", class: "action primary", onclick: action }, label) : h("div", { class: "spinner", "aria-hidden": "true" }));
    gate.hidden = false;
  }

  function state(name, { retry, text, user } = {}) {
    banner.hidden = name !== "offline";
    banner.textContent = name === "offline" ? texts.offline : "";
    const inside = name === "ready" || name === "offline";
    gate.hidden = true;
    gate.classList.toggle("below", name === "expired");
    host.messages.node.hidden = !(inside || name === "expired");
    menu.node.hidden = !inside;
    if (user) who.textContent = `${texts.shortTagline} · ${user.name}`;
    if (name === "signed-out") who.textContent = texts.tagline;
    if (name === "loading") showGate(texts.loading);
    else if (name === "failed") showGate(texts.loadFailed, null, texts.retry, retry);
    else if (name === "expired") showGate(texts.loginTitle, texts.loginText, texts.login, () => host.requestLogin());
    else if (name === "signed-out") showGate(texts.loginFirst, text || texts.loginFirstText, texts.login, () => host.requestLogin());
    if (inside) host.messages.toEnd(false);
  }

  return {
    nodes: [launcher, panel],
    launcher,
    state,
    isShown: () => !panel.hidden,
    show(on) {
      panel.hidden = !on;
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

function menuOf(host, ctx) {
  const { texts } = ctx;
  const button = h("button", { type: "button", class: "icon-button", "aria-label": texts.menu, "aria-haspopup": "true", "aria-expanded": "false" }, icon("more", 22));
  const item = (name, label, onclick) => h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => { close(); onclick(); } }, icon(name, 18), label);
  const full = host.page ? null : item("expand", texts.fullPage, () => location.assign(host.getAttribute("page") || `${host.api.base}/assistent`));
  const list = h("div", { class: "menu", role: "menu", "aria-label": texts.menu, hidden: true },
    full, item("trash", texts.erase, () => dialog.showModal()), item("logout", texts.signOut, () => host.logout()));
  const node = h("div", { class: "menu-holder", hidden: true }, button, list);
  const items = () => [...list.children];
  function close() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }
  button.addEventListener("click", () => {
    if (!list.hidden) return close();
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    items()[0].focus();
  });
  list.addEventListener("keydown", (event) => {
    const at = items().indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (to !== undefined) {
      event.preventDefault();
      items().at(to % items().length).focus();
    }
  });
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget) && !list.hidden) {
      list.hidden = true;
      button.setAttribute("aria-expanded", "false");
    }
  });

  const status = h("p", { class: "error", role: "alert", hidden: true });
  const titleId = uid("erase");
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": titleId },
    h("h3", { id: titleId }, texts.eraseTitle), h("p", {}, texts.eraseText), status,
    h("div", { class: "actions" },
      h("button", { type: "button", class: "action secondary", autofocus: true, onclick: () => dialog.close() }, texts.cancel),
      h("button", {
        type: "button", class: "action danger",
        onclick: async () => {
          try {
            const outcome = await host.talk.erase();
            dialog.close();
            host.messages.add({ id: `local-${Date.now()}`, from: "bot", at: new Date().toISOString(), text: outcome?.text || texts.erased });
          } catch {
            status.textContent = texts.failed;
            status.hidden = false;
          }
        },
      }, texts.eraseYes)));
  dialog.addEventListener("close", () => button.focus());
  return { node, dialog };
}
