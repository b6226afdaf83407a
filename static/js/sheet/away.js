// A sheet that is taken along: the button, what of it is on the device, and since when there is no network.

import { onChange } from "../device/changes.js";
import * as packs from "../device/packs.js";
import * as store from "../device/store.js";
import { say as tell, sizeOf, timeOf } from "../device/texts.js";

const HOUR = 3600 * 1000;
const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));

export class Away {
  constructor({ person, take }, kept) {
    Object.assign(this, { person, url: take, kept });
    this.place = document.querySelector("[data-taking]");
    this.note = document.getElementById("away-note");
    addEventListener("offline", () => this.reached(false));
    addEventListener("online", () => this.reached(true));
    if (!navigator.onLine || document.documentElement.dataset.pack) this.reached(false);
    if (!this.place || !take || !packs.possible) return;
    this.place.hidden = false;
    this.place.addEventListener("click", (event) => {
      if (event.target.closest("[data-take]")) this.take();
      if (event.target.closest("[data-give]")) packs.giveBack(this.kept.id);
    });
    onChange(() => this.draw());
    this.draw();
  }

  async take() {
    const button = this.place.querySelector("[data-take]");
    button.disabled = true;
    try {
      await this.kept.stored;
      await packs.take(this.url, this.person);
    } catch (problem) {
      toast(problem?.kind ? tell(problem.kind === "offline" ? "noNetwork" : "takeFailed") : tell("noRoom"), "late");
    } finally {
      button.disabled = false;
    }
  }

  /** What was taken along more than an hour ago is brought up to date while there is a network. */
  async renew() {
    const pack = await this.kept.pack();
    if (pack && Date.now() - Date.parse(pack.at) > HOUR) await packs.take(this.url, this.person).catch(() => undefined);
  }

  async draw() {
    const pack = await this.kept.pack();
    this.place.querySelector("[data-take]").hidden = Boolean(pack);
    const taken = this.place.querySelector("[data-taken]");
    taken.hidden = !pack;
    if (pack) taken.querySelector("span").textContent = tell("taken", { time: timeOf(pack.at), size: sizeOf(pack.bytes) });
  }

  /** Whether anybody has answered: said once, with the time since when nobody does. */
  async reached(yes) {
    if (!this.note || yes === this.answered) return;
    this.answered = yes;
    this.note.hidden = yes;
    if (yes) return void store.remove("facts", "away").catch(() => undefined);
    const since = (await store.fact("away").catch(() => null)) ?? new Date().toISOString();
    await store.note("away", since).catch(() => undefined);
    this.note.textContent = tell((await this.kept.stored) ? "away" : "awayUnkept", { time: timeOf(since) });
  }
}
