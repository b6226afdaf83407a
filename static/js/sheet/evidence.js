// Files go up by themselves, one key each, so that sending again after a lost answer adds nothing twice.

import { ask, newKey } from "./asking.js";
import { Recorder } from "./recorder.js";
import { say } from "./texts.js";

const toast = (text, tone = "late") => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));

export class Evidence {
  constructor(url) {
    this.url = url;
    this.waiting = new Map();
    this.picker = document.querySelector("[data-evidence-file]:not([capture])");
    this.code = "";
    document.addEventListener("change", (event) => {
      if (!event.target.matches("[data-evidence-file]")) return;
      for (const file of event.target.files) this.send(file, this.code);
      this.code = "";
      event.target.value = "";
    });
    document.addEventListener("click", (event) => {
      const row = event.target.closest("[data-evidence-for]");
      if (row) return this.pick(row.dataset.evidenceFor);
      const button = event.target.closest("[data-remove], [data-restore]");
      if (!button) return undefined;
      event.preventDefault();
      return button.dataset.remove ? this.askWhy(button) : this.change(button, button.dataset.restore, new FormData());
    });
    this.recorder = new Recorder({ send: (file) => this.send(file, ""), refuse: (sentence) => toast(sentence) });
    this.dialog = document.getElementById("remove-dialog");
    this.dialog?.addEventListener("close", () => this.dialog.returnValue === "go" && this.remove());
  }

  get isBusy() {
    return this.waiting.size > 0 || this.recorder.isRecording;
  }

  pick(code = "") {
    this.code = code;
    this.picker?.click();
  }

  list(code) {
    return document.querySelector(`[data-files="${CSS.escape(code)}"]`);
  }

  async send(file, code, entry = document.createElement("li"), key = newKey()) {
    this.waiting.set(key, file);
    entry.className = "file file--sending";
    entry.textContent = say("uploading", { name: file.name });
    this.list(code).append(entry);
    const body = new FormData();
    body.append("file", file, file.name);
    body.append("file_for", code);
    body.append("client_key", key);
    if (document.querySelector("[data-strip]")?.checked) body.append("strip", "on");
    const { kind, data } = await ask(this.url, { body, as: "text", timeout: 120000 });
    if (kind === "ok") {
      const parsed = document.createElement("template");
      parsed.innerHTML = data;
      entry.replaceWith(parsed.content);
      this.waiting.delete(key);
      return;
    }
    entry.className = "file file--failed";
    entry.textContent = [say("uploadFailed", { name: file.name }), data?.messages?.[0]].filter(Boolean).join(" ");
    const drop = () => {
      this.waiting.delete(key);
      entry.remove();
    };
    if (kind === "invalid") this.waiting.delete(key);
    else entry.append(" ", this.button(say("uploadAgain"), "btn btn-sm", () => this.send(file, code, entry, key)));
    entry.append(this.button("×", "file__remove", drop));
  }

  button(text, style, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = style;
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  askWhy(button) {
    this.leaving = button;
    this.dialog.returnValue = "";
    this.dialog.querySelector("h2").textContent = this.dialog.dataset.title.replace("{name}", button.dataset.name);
    this.dialog.querySelector("input").value = "";
    this.dialog.showModal();
    this.dialog.querySelector("input").focus();
  }

  remove() {
    const body = new FormData();
    body.append("why", this.dialog.querySelector("input").value);
    return this.change(this.leaving, this.leaving.dataset.remove, body);
  }

  /** Taken off or put back: the server answers with the entry as it now stands. */
  async change(button, url, body) {
    const entry = button.closest("li");
    button.disabled = true;
    const { kind, data } = await ask(url, { body, as: "text" });
    if (kind !== "ok") {
      button.disabled = false;
      return toast(data?.messages?.[0] ?? data?.message ?? say("failed"));
    }
    const parsed = document.createElement("template");
    parsed.innerHTML = data;
    const changed = parsed.content.querySelector("li");
    entry.replaceWith(changed);
    // The keyboard stays where the person was.
    return changed.querySelector("[data-restore], [data-remove]")?.focus();
  }
}
