// Autosave: within a second of a change, one save at a time, under the version the page believes in. What is not saved is on the device.

import { ask } from "./asking.js";
import { marksInWords } from "./compare.js";
import { payloadOf, visitOf } from "./form.js";
import { equal, takenWithout } from "./merging.js";
import { say } from "./texts.js";

const WAIT = 500;
const LONGEST_WAIT = 900;
const RETRIES = [2000, 4000, 8000, 15000, 30000];

export class Saving {
  /** `meet(conflict)` brings this page together with what the server has; `refuse(errors)` shows what it would not take; `reached(yes)` hears whether
   * anybody answers. */
  constructor({ form, state, kept, meet, refuse, reached }) {
    Object.assign(this, { form, kept, meet, refuse, reached, url: state.save, key: state.key, version: state.version });
    // What the server has, and what of the visit it did not take: both are known there, and not sent again.
    this.base = form.read();
    this.left = {};
    this.savedAt = state.saved;
    this.sequence = 0;
    this.tries = 0;
    this.sending = null;
    this.stopped = false;
    this.label = document.getElementById("saved");
    addEventListener("online", () => this.isDirty && this.soon(0));
    addEventListener("beforeunload", (event) => {
      if (this.isDirty && !this.stopped) {
        event.preventDefault();
        event.returnValue = "";
      }
    });
    // The tablet is put away: what is typed goes out now.
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.isDirty && this.soon(0));
  }

  get isDirty() {
    return !this.isKnown(this.form.read());
  }

  isKnown(marks) {
    return equal(marks, { ...this.base, ...this.left });
  }

  changed() {
    if (this.stopped) return;
    this.label.dataset.state = "changed";
    this.keep();
    this.tries = 0;
    const now = performance.now();
    this.since ??= now;
    this.soon(Math.min(WAIT, Math.max(0, this.since + LONGEST_WAIT - now)));
  }

  keep() {
    const marks = this.form.read();
    if (this.isKnown(marks)) return this.kept.clear();
    return this.kept.write(this.row(marks));
  }

  /** All that it takes to send these marks without the page. */
  row(marks) {
    const { form, base, version, key } = this;
    return { marks, base, version, key, sequence: this.sequence + 1, payload: payloadOf(marks, form), visit: visitOf(marks, form), words: marksInWords(form, marks) };
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Stop for good (sealed) or until `resume` (a question is open). */
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  resume({ version, base }) {
    this.stopped = false;
    Object.assign(this, { version, base });
    begun();
    if (this.isDirty) this.changed();
    else this.kept.clear();
  }

  /** Resolves when no save is under way. */
  async settled() {
    clearTimeout(this.timer);
    while (this.sending) await this.sending;
  }

  async save() {
    if (this.stopped || this.sending) return;
    const marks = this.form.read();
    if (this.isKnown(marks)) {
      // Typed and taken back: there is nothing to save.
      this.label.dataset.state = "saved";
      return;
    }
    this.since = undefined;
    this.sending = this.send(marks);
    await this.sending;
    this.sending = null;
    if (!this.stopped && this.again !== undefined) this.soon(this.again);
  }

  async send(marks) {
    this.again = undefined;
    this.sequence += 1;
    this.tell("saving");
    const visit = visitOf(marks, this.form);
    const body = { version: this.version, key: this.key, sequence: this.sequence, marks: payloadOf(marks, this.form), ...(visit && { visit }) };
    const { kind, data } = await ask(this.url, { body, json: true });
    this.reached(kind !== "offline");
    if (kind === "ok") return this.done(marks, data);
    if (kind === "conflict") return this.meet(data);
    if (kind === "invalid") {
      this.tell("kept");
      return this.refuse(data);
    }
    if (kind === "refused") {
      this.tell("kept");
      return this.refuse({ errors: {}, messages: [data?.message || say("refused")] });
    }
    this.tell((await this.kept.stored) ? "kept" : "unkept");
    if (kind === "signed-out") this.refuse({ errors: {}, messages: [data?.message || say("signedOut")], signIn: !data?.message });
    this.again = RETRIES[Math.min(this.tries, RETRIES.length - 1)];
    this.tries += 1;
  }

  done(marks, { version, saved, errors = {} }) {
    const left = this.form.fields.filter((field) => errors[field.name]).map((field) => field.code);
    const base = takenWithout(left, marks, this.base);
    Object.assign(this, { version, base, tries: 0, left: Object.fromEntries(left.map((code) => [code, marks[code] || ["", ""]])) });
    this.savedAt = saved;
    this.refuse({ errors: {}, messages: [] });
    this.tellVisit(marks, errors);
    begun();
    this.kept.saved({ version, marks: base, saved });
    const dirty = this.isDirty;
    this.tell("saved", { time: saved }, dirty ? "changed" : "saved");
    // Something was typed while this was on its way.
    if (dirty) {
      this.keep();
      this.again = WAIT;
    } else this.kept.clear();
  }

  /** What was left out of the visit stands at its field, unless another value stands there by now. An empty field keeps its complaint. */
  tellVisit(marks, errors) {
    for (const field of this.form.fields) if (field.value && field.value === marks[field.code]?.[0]) field.complain(errors[field.name] || "");
  }

  tell(name, places, state = name) {
    // A submit that was refused takes nothing back of what is saved.
    if (name === "kept" && this.savedAt && !this.isDirty) return this.tell("saved", { time: this.savedAt });
    this.label.textContent = say(name, places);
    this.label.dataset.state = state;
    this.label.classList.toggle("saved--not", name === "kept" || name === "unkept");
  }
}

/** With its first save a sheet is a draft; the page says so without being loaded again. */
function begun() {
  const draft = document.querySelector("template[data-state-draft]");
  if (!draft) return;
  document.querySelector("[data-state-pill]").replaceChildren(draft.content);
  draft.remove();
}
