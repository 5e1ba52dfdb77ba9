// The workbench tells when something new has come, and shows it on request, without losing what is being written.
const EVERY = 20_000; // milliseconds between two looks
const news = document.querySelector(".news");
const status = news.querySelector("[aria-live]");
let lastField = null; // where one was writing before the press on the button

function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

function tell(text, ...ways) {
  if (status.textContent === text) return;
  status.textContent = text;
  news.querySelectorAll("button, a").forEach((old) => old.remove());
  news.append(...ways);
}

function link(text, address) {
  const made = document.createElement("a");
  made.textContent = text;
  made.href = address;
  return made;
}

function signedOff() {
  const again = link("Log ind igen i en ny fane", `/log-ind?videre=${encodeURIComponent(news.dataset.page)}`);
  again.target = "_blank";
  tell("Du er ikke længere logget ind. Kopiér det, du har skrevet, før du går videre.", again);
}

// A page of the house; null where one is signed off, the item is gone, or there is no way through.
async function ask(address) {
  let response;
  try {
    response = await fetch(address, { redirect: "manual", cache: "no-store" });
  } catch {
    return null; // no network: the next look tells
  }
  if (response.type === "opaqueredirect") signedOff();
  else if (response.status === 403) tell("Du har ikke længere adgang til siden.", link("Til dine sager", "/sager"));
  else if (response.status === 404) tell("Sagen er ikke længere i din kø.", link("Til køen", news.dataset.page.replace(/\/[^/]*$/, "")));
  return response.ok ? response : null;
}

async function look() {
  if (document.hidden) return;
  const response = await ask(news.dataset.news);
  if (!response) return;
  const { mark } = await response.json();
  if (mark !== news.dataset.mark) tell("Der er kommet nyt.", button("Opdatér", update));
}

// --- what has been written

const keyOf = (form) => form.querySelector("[name=do]")?.value ?? form.getAttribute("role");
const fieldsOf = (form) => [...form.elements].filter((one) => one.matches("textarea, select, input:not([type=hidden])"));

// What came back after a refusal stands in the page as its default, but in no new one.
const isWritten = (field) => (field.matches("input") ? field.value !== field.defaultValue : field.value !== "");

function written() {
  const forms = [...document.querySelectorAll("main form")];
  const fields = forms.flatMap((form) =>
    fieldsOf(form).filter(isWritten).map((field) => ({ form: keyOf(form), name: field.name, value: field.value, label: field.labels[0]?.textContent })),
  );
  const open = forms.filter((form) => form.closest("details")?.open).map(keyOf);
  const at = lastField?.isConnected ? { form: keyOf(lastField.form), name: lastField.name, from: lastField.selectionStart } : null;
  return { fields, open, at };
}

function putBack({ fields, open, at }) {
  const forms = new Map([...document.querySelectorAll("main form")].map((form) => [keyOf(form), form]));
  const lost = [];
  for (const { form, name, value, label } of fields) {
    const field = forms.get(form)?.elements[name];
    if (field) field.value = value;
    if (!field || field.value !== value) lost.push(`${label}\n${value}`);
  }
  for (const form of open) {
    const details = forms.get(form)?.closest("details");
    if (details) details.open = true;
  }
  const field = at && forms.get(at.form)?.elements[at.name];
  const place = field?.offsetParent ? field : document.querySelector("main h1");
  if (place !== field) place.tabIndex = -1;
  place.focus();
  if (place === field && typeof at.from === "number") field.setSelectionRange(at.from, at.from);
  return lost;
}

// Nothing that was written is thrown away: it can be copied from here.
function keep(lost) {
  const label = document.createElement("label");
  label.textContent = "Du var ved at skrive noget, som der ikke længere er brug for. Kopiér det, hvis du vil gemme det.";
  const text = document.createElement("textarea");
  text.readOnly = true;
  text.rows = 4;
  text.value = lost.join("\n\n");
  label.append(text);
  news.append(label);
}

// --- showing it

async function update() {
  const response = await ask(news.dataset.page);
  if (!response) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = page.querySelector(".news");
  const typed = written();
  while (news.nextSibling) news.nextSibling.remove();
  while (now.nextSibling) news.parentNode.append(document.adoptNode(now.nextSibling));
  news.dataset.mark = now.dataset.mark;
  tell("Siden er opdateret.");
  news.querySelectorAll("label").forEach((old) => old.remove());
  const lost = putBack(typed);
  if (lost.length) keep(lost);
}

document.addEventListener("focusin", ({ target }) => {
  if (target.form && !news.contains(target) && fieldsOf(target.form).includes(target)) lastField = target;
});
setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
