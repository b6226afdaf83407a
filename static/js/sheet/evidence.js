// Files go up by themselves, one key each, so that sending again after a lost answer adds nothing twice. Each is on the device first: what was taken
// without a network waits there, with its size, and goes out when there is one.

import { changed } from "../device/changes.js";
import { rememberFiles } from "../device/packs.js";
import { addedFile, isLater, sendFile } from "../device/sending.js";
import * as store from "../device/store.js";
import { say as tell, sizeOf } from "../device/texts.js";
import { ask, newKey } from "./asking.js";
import { Recorder } from "./recorder.js";
import { say } from "./texts.js";

const toast = (text, tone = "late") => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));

export class Evidence {
  /** `reached(yes)` hears whether anybody answers. */
  constructor({ person, sheet, evidence, files = [] }, { reached }) {
    Object.assign(this, { person, url: evidence, work: `${person}:${sheet}`, reached });
    // All that was ever added, as far as this page knows: [{number, id, name, code, off}].
    this.files = files;
    // By key: what is on its way now, and the entries of all that is not there yet.
    this.sending = new Set();
    this.entries = new Map();
    this.picker = document.querySelector("[data-evidence-file]:not([capture])");
    this.code = "";
    document.addEventListener("change", (event) => {
      if (!event.target.matches("[data-evidence-file]")) return;
      for (const file of event.target.files) this.add(file, this.code);
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
    this.recorder = new Recorder({ send: (file) => this.add(file, ""), refuse: (sentence) => toast(sentence) });
    this.dialog = document.getElementById("remove-dialog");
    this.dialog?.addEventListener("close", () => this.dialog.returnValue === "go" && this.remove());
  }

  /** What was left here the last time. */
  async begin() {
    addEventListener("online", () => this.sendAll());
    if (!this.url) return;
    const rows = await store.rowsOf("files", this.person).catch(() => []);
    for (const row of rows.filter((one) => one.work === this.work)) this.draw(row);
    await this.sendAll();
  }

  /** What is on the sheet or on its way to it, with the numbers that it bears on the fact sheet: [{number, ref, name, code}]. */
  async numbered() {
    const rows = await store.rowsOf("files", this.person).catch(() => []);
    const coming = rows.filter(({ work, refused, held }) => work === this.work && !refused && !held);
    const after = Math.max(0, ...this.files.map(({ number }) => number)) + 1;
    return [
      ...this.files.filter(({ off }) => !off).map(({ number, id, name, code }) => ({ number, ref: id, name, code })),
      ...coming.map(({ id, name, code }, place) => ({ number: after + place, ref: id, name, code })),
    ];
  }

  get isBusy() {
    return this.sending.size > 0 || this.recorder.isRecording;
  }

  /** Whether a file is still to go before the sheet may be sealed: one of this tab, or of another. */
  async waits() {
    if (this.entries.size > 0) return true;
    const rows = await store.rowsOf("files", this.person).catch(() => []);
    return rows.some((row) => row.work === this.work);
  }

  pick(code = "") {
    this.code = code;
    this.picker?.click();
  }

  list(code) {
    return document.querySelector(`[data-files="${CSS.escape(code)}"]`);
  }

  async add(file, code) {
    const { person, work, url } = this;
    const row = { id: newKey(), person, work, url, code, name: file.name, type: file.type, size: file.size, at: new Date().toISOString() };
    Object.assign(row, { strip: Boolean(document.querySelector("[data-strip]")?.checked), title: document.querySelector("h1").textContent });
    // Its bytes, not a name on a disk: the camera's file may be gone when it is sent.
    try {
      row.blob = new Blob([await file.arrayBuffer()], { type: file.type });
    } catch {
      return toast(say("uploadFailed", { name: file.name }));
    }
    await store.put("files", row).catch(() => undefined);
    changed();
    this.draw(row);
    return this.send(row);
  }

  /** The entry of a file that is on the device. */
  draw(row) {
    const entry = document.createElement("li");
    this.entries.set(row.id, { entry, row });
    this.list(row.code)?.append(entry);
    if (row.refused || row.held) this.tell(row, row.refused?.message ?? tell("fromFile"), "late");
    else this.tell(row, tell("fileWaits", { size: sizeOf(row.size) }), "wait");
  }

  async sendAll() {
    for (const { row } of [...this.entries.values()]) {
      if (!row.refused && !row.held && !this.sending.has(row.id)) await this.send(row);
    }
  }

  async send(row) {
    const { entry } = this.entries.get(row.id);
    this.sending.add(row.id);
    entry.className = "file file--sending";
    entry.textContent = say("uploading", { name: row.name });
    this.heard(row, await sendFile(row));
  }

  /** How it went, whoever has sent it. */
  heard(row, { kind, data, gone }) {
    const { entry } = this.entries.get(row.id) ?? {};
    this.sending.delete(row.id);
    if (!entry) return;
    this.reached(kind !== "offline");
    if (kind === "ok") {
      this.entries.delete(row.id);
      if (gone) return entry.remove();
      const parsed = document.createElement("template");
      parsed.innerHTML = data;
      const added = addedFile(parsed.content, row);
      if (added && !this.files.some(({ id }) => id === added.id)) this.files.push(added);
      return entry.replaceWith(parsed.content);
    }
    if (kind === "offline") return this.tell(row, tell("fileWaits", { size: sizeOf(row.size) }), "wait");
    row.refused = isLater(kind) ? undefined : { kind };
    return this.tell(row, [say("uploadFailed", { name: row.name }), data?.messages?.[0] ?? data?.message].filter(Boolean).join(" "), "late");
  }

  tell(row, sentence, tone) {
    const { entry } = this.entries.get(row.id);
    entry.className = tone === "late" ? "file file--failed" : "file file--waiting";
    const words = document.createElement("span");
    words.textContent = tone === "late" && row.refused ? sentence : `${row.name} · ${sentence}`;
    const again = async () => {
      row.refused = undefined;
      row.held = false;
      await store.put("files", row).catch(() => undefined);
      return this.send(row);
    };
    const drop = async () => {
      await store.remove("files", row.id).catch(() => undefined);
      this.entries.delete(row.id);
      entry.remove();
      changed();
    };
    const away = this.button("×", "file__remove", drop);
    away.setAttribute("aria-label", tell("dropFile", { name: row.name }));
    entry.replaceChildren(words, " ", this.button(say("uploadAgain"), "btn btn-sm", again), away);
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
    const known = this.files.find(({ id }) => id === changed.dataset.evidence);
    if (known) known.off = changed.classList.contains("file--gone");
    rememberFiles(this.work, this.files);
    entry.replaceWith(changed);
    // The keyboard stays where the person was.
    return changed.querySelector("[data-restore], [data-remove]")?.focus();
  }
}
