// The pages' own buttons: they open the assistant, and the shortcuts ask it something.
const assistant = document.querySelector("service-assistent");
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

document.querySelector("[data-open-assistant]")?.addEventListener("click", () => assistant.open());
for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => assistant.ask(button.dataset.ask));
}

// Who is signed on to the pages need not sign on to the assistant: the page's session gives it a ticket when it opens.
if (assistant && meta("person")) {
  let wasReady = false;

  assistant.getToken = async ({ silent }) => {
    const body = new URLSearchParams({ token: meta("form-token") });
    const response = await fetch("/assistent/adgang", { method: "POST", body, redirect: "manual", cache: "no-store" });
    if (response.ok) return (await response.json()).token;
    if (!silent) location.assign(`/log-ind?videre=${encodeURIComponent(location.pathname + location.search)}`);
    throw new Error("signed off");
  };

  document.addEventListener("serviceassistent:state", ({ detail: { state } }) => {
    if (state === "ready") wasReady = true;
    else if (state === "signed-out" && wasReady) location.reload(); // signed off in the assistant, so here too
  });
}
