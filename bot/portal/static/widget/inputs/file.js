// Attachments: each file is sent at once, and its id becomes part of the value.
import { hide } from "../cpr.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";

const MOST_BYTES = 10 * 1024 * 1024;

export function fileField({ id, describedBy, required, upload, texts }) {
  const files = []; // {id, name, state: "sending" | "done" | "failed"}
  const list = h("ul", { class: "files" });
  const status = h("div", { class: "sr", role: "status" }); // how it ended; each percent would be too much talk
  const input = h("input", { id, type: "file", multiple: true, class: "sr", "aria-describedby": describedBy, "aria-required": required ? "true" : null });
  const drop = h("label", { for: id, class: "drop" }, icon("upload"), h("span", {}, h("strong", {}, texts.chooseFile), " ", h("span", { class: "muted" }, texts.dropFile)));
  const node = h("div", { class: "file" }, input, drop, h("p", { class: "help" }, texts.fileHelp), list, status);

  function send(file) {
    const name = hide(file.name); // what is in the file is the user's to decide, but a name is shown everywhere
    const entry = { id: null, name, state: "sending" };
    const bar = h("progress", { max: 100, value: 0, "aria-label": name });
    const note = h("span", { class: "file-note" }, texts.uploading(0));
    const row = h("li", {}, icon("file", 18), h("span", { class: "file-name" }, name), note, bar);
    const remove = h("button", { type: "button", class: "icon-button small", "aria-label": texts.removeFile(name) }, icon("close", 16));
    row.append(remove);
    list.append(row);
    files.push(entry);
    const fail = (text) => {
      entry.state = "failed";
      row.classList.add("failed");
      note.textContent = text;
      status.textContent = `${name}: ${text}`;
      bar.remove();
    };
    let running = null;
    remove.addEventListener("click", () => {
      running?.abort();
      files.splice(files.indexOf(entry), 1);
      row.remove();
      input.focus();
    });
    if (file.size > MOST_BYTES) return fail(texts.fileHelp);
    running = upload(file, (percent) => {
      bar.value = percent;
      note.textContent = texts.uploading(percent);
    });
    running.done.then(
      (stored) => {
        Object.assign(entry, { id: stored.id, name: stored.name, state: "done" });
        note.textContent = `${Math.max(1, Math.round(stored.size / 1024))} kB`;
        status.textContent = texts.fileSent(stored.name);
        row.classList.add("done");
        bar.remove();
      },
      (problem) => problem.name !== "AbortError" && fail(problem.detail || texts.failed),
    );
  }

  input.addEventListener("change", () => {
    [...input.files].forEach(send);
    input.value = "";
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    [...event.dataTransfer.files].forEach(send);
  });

  function read() {
    if (files.some((file) => file.state === "sending")) return { value: null, error: texts.waitForFile };
    const done = files.filter((file) => file.state === "done");
    const error = !done.length && required ? texts.required : null;
    return { value: done.length ? done.map((file) => file.id) : null, display: done.map((file) => file.name).join(", "), error };
  }
  return { node, control: input, read };
}
