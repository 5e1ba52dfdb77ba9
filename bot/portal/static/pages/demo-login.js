// The demo's choice of person; a real portal signs its users on itself.
const dialog = document.querySelector("dialog.login");
const assistant = document.querySelector("service-assistent");
const list = dialog.querySelector(".people");
const filter = dialog.querySelector("input");
const status = dialog.querySelector(".login-status");
const nameShown = document.querySelector("[data-demo-name]");
let people = null;

function row(person) {
  const button = document.createElement("button");
  button.type = "button";
  const name = document.createElement("strong");
  name.textContent = person.name;
  const what = document.createElement("span");
  what.textContent = [person.position, person.unit].filter(Boolean).join(" · ");
  button.append(name, what);
  if (person.roles?.length) {
    const roles = document.createElement("span");
    roles.className = "roles";
    for (const role of person.roles) {
      const badge = document.createElement("span");
      badge.textContent = role;
      roles.append(badge);
    }
    button.append(roles);
  }
  button.addEventListener("click", () => choose(person));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function show() {
  const wanted = filter.value.trim().toLowerCase();
  const found = people.filter((person) => [person.name, person.position, person.unit, ...(person.roles || [])].join(" ").toLowerCase().includes(wanted));
  list.replaceChildren(...found.map(row));
  status.textContent = wanted ? `${found.length} af ${people.length}` : "";
}

async function choose(person) {
  dialog.close();
  if (assistant.talk.signedOn) await assistant.logout();
  assistant.open();
  await assistant.login({ demo_user: person.id }).catch(() => {});
  assistant.open();
}

export async function openLogin() {
  if (!dialog.open) dialog.showModal();
  try {
    people ??= await (await fetch("/api/demo/people")).json();
    show();
  } catch {
    status.textContent = "Listen kunne ikke hentes. Prøv igen om lidt.";
  }
}

filter.addEventListener("input", () => people && show());
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
document.addEventListener("serviceassistent:login", (event) => event.defaultPrevented || openLogin());
document.addEventListener("serviceassistent:state", (event) => {
  const { state, user } = event.detail;
  if (!nameShown) return;
  if (user) nameShown.textContent = user.name;
  else if (state === "signed-out" || state === "expired") nameShown.textContent = "Vælg person";
});
document.querySelector("[data-demo-login]")?.addEventListener("click", openLogin);
