// Search of a person or a unit: the WAI-ARIA combobox with a listbox, where nothing is chosen until the user chooses.
import { h, uid } from "../dom.js";
import { icon } from "../icons.js";

const PAUSE = 180; // milliseconds after the last key before asking

export function combobox({ id, describedBy, required, placeholder, search, value, valueLabel, texts }) {
  let chosen = value ? { id: value, name: valueLabel || value } : null;
  let options = [];
  let active = -1;
  let timer = 0;
  let asking = null;
  const listId = uid("list");
  const status = h("div", { class: "sr", role: "status" });
  const list = h("ul", { id: listId, role: "listbox", class: "listbox", hidden: true, "aria-label": placeholder });
  const input = h("input", {
    id, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, "aria-describedby": describedBy,
    "aria-required": required ? "true" : null, value: chosen ? chosen.name : "",
  });
  const node = h("div", { class: "combobox" }, h("div", { class: "with-icon" }, icon("search", 18), input), list, status);

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    chosen = option;
    input.value = option.name;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", i === active ? "true" : "false");
      if (i === active) item.scrollIntoView({ block: "nearest" });
    });
    if (active >= 0 && options.length) input.setAttribute("aria-activedescendant", list.children[active].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    options = found;
    const rows = found.map((option) =>
      h("li", { role: "option", id: uid("option"), "aria-selected": "false", onpointerdown: (event) => event.preventDefault(), onclick: () => choose(option) },
        h("span", { class: "option-name" }, option.name),
        option.position || option.unit ? h("span", { class: "option-more" }, [option.position, option.unit].filter(Boolean).join(" · ")) : null));
    if (!rows.length) rows.push(h("li", { class: "none" }, texts.noResults));
    list.replaceChildren(...rows);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
    status.textContent = found.length ? texts.results(found.length) : texts.noResults;
    mark(-1);
  }

  async function ask() {
    asking?.abort();
    const query = input.value.trim();
    if (!query) return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const found = await search(query, signal);
      if (!signal.aborted) show(found);
    } catch {
      if (!signal.aborted) status.textContent = texts.searchFailed;
    }
  }

  input.addEventListener("input", () => {
    chosen = null;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden && options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) ask();
      else mark((active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + options.length) % options.length);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      event.stopPropagation();
      choose(options[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      event.preventDefault(); // else a panel that covers the window would close
      close();
    }
  });
  // The list stands in the flow: closing it while the pointer is down would move away what is being clicked.
  input.addEventListener("blur", () => {
    if (document.querySelector(":active")) addEventListener("pointerup", () => setTimeout(close, 50), { once: true, capture: true });
    else close();
  });

  function read() {
    const typed = input.value.trim();
    if (!typed) return { value: null, error: required ? texts.required : null };
    if (chosen) return { value: chosen.id, display: chosen.name, error: null };
    const exact = options.filter((option) => option.name.toLowerCase() === typed.toLowerCase());
    if (exact.length === 1) return { value: exact[0].id, display: exact[0].name, error: null };
    return { value: null, error: texts.pickFromList };
  }
  return { node, control: input, read };
}
