// Builds DOM nodes. Data only ever becomes text nodes and attributes, never markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

let counter = 0;

/** An id that is unique in the document's shadow trees of this module. */
export function uid(prefix = "sa") {
  counter += 1;
  return `${prefix}-${counter}`;
}

export function visuallyHidden(text) {
  return h("span", { class: "sr" }, text);
}

let home = document.baseURI;

/** Addresses in messages are those of the portal: on a host page of another origin they must not become the host's. */
export function setHome(address) {
  home = address;
}

/** Returns the address if it is one that a message may lead to, otherwise null. */
export function safeHref(href) {
  if (!href) return null;
  if (/^(tel|mailto|sms):[^\s]+$/i.test(href)) return href;
  try {
    const url = new URL(href, home);
    return url.protocol === "https:" || url.origin === new URL(home).origin ? url.href : null;
  } catch {
    return null;
  }
}

export function link(href, label, props = {}) {
  const safe = safeHref(href);
  if (!safe) return document.createTextNode(label);
  const outside = /^https?:/.test(safe) && new URL(safe).origin !== location.origin;
  return h("a", { href: safe, ...(outside ? { target: "_blank", rel: "noopener noreferrer" } : {}), ...props }, label);
}
