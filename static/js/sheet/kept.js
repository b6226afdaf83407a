// Marks that the server does not have yet stay on this device, by sheet and by person, until a save succeeds or the person signs out. Every change
// goes here first: it outlives the tab, the browser and the battery.

import { changed } from "../device/changes.js";
import * as packs from "../device/packs.js";
import * as store from "../device/store.js";

export class Kept {
  constructor({ person, sheet, save, submit, evidence }) {
    this.id = `${person}:${sheet}`;
    this.about = { id: this.id, person, sheet, save, submit, evidence };
    this.row = null;
    this.stored = Promise.resolve(true);
  }

  /** Resolves once nothing else sends this sheet; as long as the page is open, none but itself does. */
  opened() {
    if (!navigator.locks) return undefined;
    return new Promise((resolve) => navigator.locks.request(`qa-page:${this.id}`, { mode: "shared" }, () => new Promise(() => resolve())));
  }

  /** What waits here for this sheet: {marks, base, version, at, handin, refused, held}, or null. */
  async read() {
    this.row = (await store.get("works", this.id).catch(() => null)) ?? null;
    return this.row;
  }

  /** Resolves with false where the device keeps nothing (private windows, no room). */
  write(state) {
    const fresh = { handin: null, refused: null, held: false };
    this.row = { ...fresh, ...this.about, title: document.querySelector("h1").textContent, url: location.pathname, ...state, at: new Date().toISOString() };
    return this.kept(store.put("works", this.row));
  }

  clear() {
    this.row = null;
    return this.kept(store.remove("works", this.id));
  }

  kept(stored) {
    this.stored = stored.then(
      () => true,
      () => false,
    );
    this.stored.then(changed);
    return this.stored;
  }

  /** The server has these marks now: a page that was taken along begins with them. */
  saved(state) {
    return packs.remember(this.id, state);
  }

  pack() {
    return store.get("packs", this.id).catch(() => undefined);
  }

  /** Sealed: nothing of this sheet is of use here any more. */
  async finish() {
    await this.clear();
    await store.remove("packs", this.id).catch(() => undefined);
    changed();
  }
}
