// The end of a visit without a network: the facts are laid before the head on this page and signed, or the refusal is noted. It is on the device first
// and goes out after the marks and files that it covers; the server holds it against what it has by then. With a network the page of the fact sheet does it.

import { onChange } from "../device/changes.js";
import { deliverSignatures, isLater } from "../device/sending.js";
import { complain, keepSignature, readConfirmation, sayOfFacts as say } from "../device/signatures.js";
import * as store from "../device/store.js";
import { timeOf } from "../device/texts.js";
import { factsOf, sameFacts } from "./facts.js";

const RETRY = 15_000;
const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));

export class Signing {
  /** `away()`: whether nobody answers; `evidence`: what the page knows of the sheet's files. */
  constructor({ state, form, kept, evidence, away }) {
    Object.assign(this, { url: state.confirm, person: state.person, assessors: state.assessors, form, kept, evidence, away });
    this.box = document.getElementById("fact-sheet");
    this.dialog = document.getElementById("facts-dialog");
    if (!this.box || !this.dialog) return;
    this.asServed = { pill: [...this.part("pill").childNodes], text: this.part("text").textContent, open: this.box.hasAttribute("data-open") };
    const link = this.box.querySelector("a");
    link.addEventListener("click", (event) => this.isAway && this.meet(event));
    // It was to be followed once all is saved, and nobody answered.
    link.addEventListener("unsaved", (event) => this.isAway && this.meet(event));
    this.fields = this.dialog.querySelector("form");
    this.fields.addEventListener("submit", (event) => {
      event.preventDefault();
      this.keep();
    });
    onChange(() => this.begin());
    addEventListener("online", () => this.send());
  }

  get isAway() {
    return this.away() || !navigator.onLine;
  }

  part(name) {
    return this.box.querySelector(`[data-fact-${name}]`);
  }

  async begin() {
    if (!this.box || !this.dialog) return;
    await this.draw();
    await this.send();
  }

  /** What of this sheet was signed here and is not on the server, oldest first. */
  async rows() {
    const rows = await store.rowsOf("signatures", this.person).catch(() => []);
    return rows.filter(({ work }) => work === this.kept.id);
  }

  async waits() {
    return Boolean(this.box && (await this.rows()).some(({ refused, held }) => !refused && !held));
  }

  async present() {
    return factsOf(this.form, await this.evidence.numbered());
  }

  // -- Where it stands

  async draw() {
    const last = (await this.rows()).at(-1);
    const covers = last && sameFacts(last.shown, await this.present());
    this.box.classList.toggle("fact-state--told", Boolean(last?.refused));
    if (!last) {
      if (this.taken) this.tell("done", this.taken.outcome, say("taken", { name: this.taken.name }), false);
      else this.tell(null, "", this.asServed.text, this.asServed.open);
    } else if (last.refused) this.tell("late", say("refusedState"), last.refused.message, true);
    else if (last.held) this.tell("wait", say("heldState"), say("heldText"), true);
    else if (covers) this.tell("wait", say(last.fields.outcome === "signed" ? "signedState" : "refusalState"), say("waitsText", { name: last.fields.name, time: timeOf(last.at) }), false);
    else this.tell("wait", say("againState"), say("againText"), true);
  }

  tell(tone, word, text, open) {
    const pill = Object.assign(document.createElement("span"), { className: `pill pill--${tone}`, textContent: word });
    this.part("pill").replaceChildren(...(tone ? [pill] : this.asServed.pill));
    this.part("text").textContent = text;
    this.box.toggleAttribute("data-open", open);
  }

  // -- Before the head

  meet(event) {
    event.preventDefault();
    event.stopPropagation();
    this.open();
  }

  async open() {
    this.shown = await this.present();
    this.drawPaper(this.shown);
    const [at, place] = this.shown.visit;
    const mute = this.shown.facts.filter(([, text]) => !text).map(([code]) => code);
    const missing = [!at && say("noTime"), !place && say("noPlace"), mute.length && say("mute", { codes: mute.join(say("comma")) })].filter(Boolean);
    this.dialog.querySelector("[data-obstacles]").hidden = !missing.length;
    this.dialog.querySelector("[data-obstacles] ul").replaceChildren(...missing.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    this.fields.hidden = Boolean(missing.length);
    complain(this.fields, {});
    this.dialog.showModal();
    this.dialog.scrollTop = 0;
  }

  drawPaper({ visit: [at, place], facts, evidence }) {
    const put = (name, text) => (this.dialog.querySelector(`[data-paper-${name}]`).textContent = text);
    put("at", at ? new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", hour12: false }) : "–");
    put("place", place || "–");
    const list = this.dialog.querySelector("[data-paper-facts]");
    list.replaceChildren(...facts.map((fact) => this.fact(fact)));
    this.dialog.querySelector("[data-paper-none]").hidden = Boolean(facts.length);
    const files = this.dialog.querySelector("[data-paper-files]");
    files.hidden = !evidence.length;
    files.replaceChildren(
      ...evidence.flatMap(([number, , name]) => [
        Object.assign(document.createElement("dt"), { textContent: say("evidence", { numbers: number }) }),
        Object.assign(document.createElement("dd"), { textContent: name }),
      ]),
    );
  }

  fact([code, text, numbers]) {
    const entry = document.getElementById("fact-one").content.firstElementChild.cloneNode(true);
    const row = this.form.byCode.get(code);
    entry.querySelector("b").textContent = row.name;
    entry.querySelector(".pill").hidden = !row.critical;
    entry.querySelector("p").textContent = text || "–";
    entry.querySelector("small").textContent = numbers.length ? say("evidence", { numbers: numbers.join(say("comma")) }) : "";
    return entry;
  }

  async keep() {
    const said = await readConfirmation(this.fields, this.assessors);
    complain(this.fields, said.problems);
    if (Object.keys(said.problems).length) return;
    const isSigned = said.fields.outcome === "signed";
    const about = { person: this.person, work: this.kept.id, url: this.url, title: document.querySelector("h1").textContent, page: location.pathname };
    try {
      await keepSignature(about, this.shown, said);
    } catch {
      return complain(this.fields, { [isSigned ? "signature" : "refusal"]: say("noRoom") });
    }
    this.fields.querySelector("[data-sign-clear]").click();
    this.fields.reset();
    this.dialog.close();
    toast(say(isSigned ? "keptSigned" : "keptRefusal"), "done");
  }

  // -- To the server, once the marks are there

  async send() {
    clearTimeout(this.timer);
    if (this.sending || !navigator.onLine || !(await this.waits())) return;
    this.sending = true;
    const answer = await deliverSignatures(this.kept.id);
    this.sending = false;
    if (answer.kind === "ok" && answer.data) this.taken = answer.data;
    if (isLater(answer.kind)) this.timer = setTimeout(() => this.send(), RETRY);
    else if (answer.kind !== "held") await this.draw();
  }
}
