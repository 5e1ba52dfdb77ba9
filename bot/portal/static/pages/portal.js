// The pages' own buttons: they open the assistant, and the shortcuts ask it something.
const assistant = document.querySelector("service-assistent");
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

document.querySelector("[data-open-assistant]")?.addEventListener("click", () => assistant.open());
for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => assistant.ask(button.dataset.ask));
}

// Who is signed on to the pages need not sign on to the assistant: the page's session gives it a ticket when it opens.
const person = meta("person");
if (assistant && person) {
  let changing = false;
  let wasReady = false;

  assistant.tokenProvider = async () => {
    const body = new URLSearchParams({ token: meta("form-token") });
    const response = await fetch("/assistent/adgang", { method: "POST", body, redirect: "manual", cache: "no-store" });
    if (response.ok) return (await response.json()).token;
    location.assign(`/log-ind?videre=${encodeURIComponent(location.pathname + location.search)}`);
    throw new Error("signed off");
  };

  const signOn = () => assistant.talk.signedOn || assistant.requestLogin();

  document.addEventListener("serviceassistent:state", async ({ detail: { state, user } }) => {
    if (state === "signed-out" && wasReady && !changing) location.reload(); // signed off in the assistant, so here too
    if (state !== "ready") return;
    wasReady = true;
    // Another person's assistant, of before, does not belong on a page that is one's own.
    if (user && user.id !== person && "own" in document.body.dataset && !changing) {
      changing = true;
      await assistant.logout();
      await assistant.requestLogin();
      changing = false;
    }
  });
  document.addEventListener("serviceassistent:open", signOn);
  if (assistant.isOpen) signOn();
}
