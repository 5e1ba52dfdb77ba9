// The portal page's own buttons: they open the assistant, and the shortcuts ask it something.
const assistant = document.querySelector("service-assistent");

document.querySelector("[data-open-assistant]")?.addEventListener("click", () => assistant.open());
for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => assistant.ask(button.dataset.ask));
}
