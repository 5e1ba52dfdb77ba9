// The menu of the panel: its size, the accessibility statement, erasing the conversation, signing off.
import { h, link, uid } from "./dom.js";
import { icon } from "./icons.js";

/** `view` is {expanded, toggle()}; returns {node, dialog, signedOn(yes)}. */
export function menuOf(host, ctx, view) {
  const { texts } = ctx;
  const button = h("button", { type: "button", class: "icon-button", "aria-label": texts.menu, "aria-haspopup": "menu", "aria-expanded": "false" }, icon("more", 22));
  const item = (name, label, onclick) => h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => { close(); onclick(); } }, icon(name, 18), label);
  const resize = host.page ? null : item("expand", texts.expand, view.toggle);
  resize?.classList.add("resize");
  const erase = item("trash", texts.erase, () => dialog.showModal());
  const signOff = item("logout", texts.signOut, () => host.logout());
  const statement = link("/tilgaengelighed", texts.accessibility, { role: "menuitem", tabindex: -1 });
  statement.prepend(icon("accessible", 18));
  const list = h("div", { class: "menu", role: "menu", "aria-label": texts.menu, hidden: true }, resize, statement, erase, signOff);
  const node = h("div", { class: "menu-holder" }, button, list);
  const items = () => [...list.children].filter((one) => one.checkVisibility());

  function hide() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }
  function close() {
    hide();
    button.focus();
  }
  button.addEventListener("click", () => {
    if (!list.hidden) return close();
    if (resize) resize.lastChild.textContent = view.expanded ? texts.shrink : texts.expand;
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    items()[0].focus();
  });
  statement.addEventListener("click", hide);
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
  node.addEventListener("focusout", (event) => !node.contains(event.relatedTarget) && hide());

  const dialog = eraseDialog(host, texts);
  dialog.addEventListener("close", () => button.focus());
  return {
    node,
    dialog,
    signedOn(yes) {
      for (const one of [erase, signOff]) one.hidden = !yes;
    },
  };
}

function eraseDialog(host, texts) {
  const status = h("p", { class: "error", role: "alert", hidden: true });
  const titleId = uid("erase");
  const erase = async () => {
    try {
      const outcome = await host.talk.erase();
      dialog.close();
      host.messages.add({ id: `local-${Date.now()}`, from: "bot", at: new Date().toISOString(), text: outcome?.text || texts.erased });
    } catch {
      status.textContent = texts.failed;
      status.hidden = false;
    }
  };
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": titleId },
    h("h3", { id: titleId }, texts.eraseTitle), h("p", {}, texts.eraseText), status,
    h("div", { class: "actions" },
      h("button", { type: "button", class: "action secondary", autofocus: true, onclick: () => dialog.close() }, texts.cancel),
      h("button", { type: "button", class: "action danger", onclick: erase }, texts.eraseYes)));
  return dialog;
}
