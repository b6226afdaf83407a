// A hand-in that cannot reach the server waits on the device and goes out by itself. Until then the sheet is not handed in, and the page says so;
// the person can take it back and go on marking.

import { alone, deliver, isLater, sentenceOf } from "../device/sending.js";
import { timeOf } from "../device/texts.js";
import { say } from "./texts.js";

const RETRIES = [2000, 4000, 8000, 15000, 30000];

export class HandIn {
  /** `settle(answer)` hears what the server said at last; `marking(yes)` opens or closes the form; `onFile(file, answer)` how a file went. */
  constructor({ kept, settle, marking, onFile }) {
    Object.assign(this, { kept, settle, marking, onFile, tries: 0 });
    this.note = document.getElementById("handin-note");
    if (!this.note) return;
    this.words = this.note.querySelector("[data-words]");
    this.note.querySelector("[data-send-now]").addEventListener("click", () => this.send());
    this.note.querySelector("[data-back]").addEventListener("click", () => this.takeBack());
    addEventListener("online", () => this.waits && this.send());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.waits && this.send());
  }

  /** Since when it waits; of a visit, what the server will ask for besides. */
  get standing() {
    const waits = say("handinWaits", { time: timeOf(this.kept.row.handin.at) });
    return document.getElementById("fact-sheet")?.hasAttribute("data-open") ? [waits, say("handinFacts")].join(document.documentElement.lang === "en" ? " " : "") : waits;
  }

  /** Resolves with false where the device keeps nothing: then nothing waits, and the person has to send it. */
  async queue(row, body) {
    if (!this.note || !(await this.kept.write({ ...row, handin: { at: new Date().toISOString(), body: String(body) } }))) return false;
    this.wait();
    return true;
  }

  wait(sentence = this.standing) {
    this.waits = true;
    this.marking(false);
    this.words.textContent = sentence;
    const hidden = this.note.hidden;
    this.note.hidden = false;
    if (hidden) this.note.querySelector("[data-send-now]").focus();
  }

  end() {
    this.waits = false;
    clearTimeout(this.timer);
    this.note.hidden = true;
    this.marking(true);
  }

  /** Back to marking: the sheet is a draft like before. */
  takeBack() {
    // What is on its way at this moment is waited for: it may have arrived.
    return alone(`qa-send:${this.kept.id}`, async () => {
      const row = await this.kept.read();
      if (!row) return this.settle({ kind: "ok", step: "handin", data: {} });
      this.end();
      await this.kept.write({ ...row, handin: null, refused: null, sequence: row.sequence + 1 });
      return this.settle({ kind: "back" });
    });
  }

  async send() {
    if (this.sending) return;
    clearTimeout(this.timer);
    this.sending = true;
    const answer = await deliver(this.kept.id, { onFile: this.onFile });
    this.sending = false;
    if (!this.waits) return;
    if (isLater(answer.kind)) {
      if (answer.kind !== "offline") this.wait(sentenceOf(answer));
      if (answer.kind === "signed-out" && !answer.data?.message) this.words.append(" ", document.getElementById("sign-in-again").content.cloneNode(true));
      this.timer = setTimeout(() => this.send(), RETRIES[Math.min(this.tries, RETRIES.length - 1)]);
      this.tries += 1;
      return;
    }
    this.tries = 0;
    await this.kept.read();
    if (answer.kind === "ok" && answer.step === "handin") return this.settle(answer);
    this.end();
    this.settle(answer);
  }
}
