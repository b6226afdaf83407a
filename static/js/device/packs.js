// Sheets taken along: the page of a sheet and what it leads to, as the server would show it now, until it is given back, sealed, or too old.

import { ask } from "../sheet/asking.js";
import { changed } from "./changes.js";
import * as store from "./store.js";

const HOURS = 72;
export const possible = "serviceWorker" in navigator && "indexedDB" in window && "locks" in navigator;

/** Loads what belongs to one sheet. Resolves with the pack, or throws {kind, data} of the answer that was not one. */
export async function take(url, person) {
  const { kind, data, headers } = await ask(url, { body: new FormData() });
  if (kind !== "ok") throw { kind, data };
  const pages = [{ address: data.url, html: data.html }];
  for (const address of data.more) {
    const answer = await fetch(address, { redirect: "error" }).catch(() => null);
    if (answer?.ok) pages.push({ address, html: await answer.text() });
  }
  const id = `${person}:${data.sheet}`;
  const now = Date.now();
  const pack = {
    id,
    person,
    take: url,
    pages,
    sheet: data.sheet,
    number: data.number,
    method: data.method,
    unit: data.unit,
    due: data.due,
    url: data.url,
    language: data.language,
    policy: headers.get("Content-Security-Policy") || "default-src 'self'",
    at: new Date(now).toISOString(),
    until: new Date(now + HOURS * 3600 * 1000).toISOString(),
    bytes: pages.reduce((sum, { html }) => sum + new Blob([html]).size, 0),
    state: null,
    files: data.files,
    templates: data.templates,
  };
  await store.put("packs", pack);
  await navigator.storage?.persist?.();
  await navigator.serviceWorker.ready;
  changed();
  return pack;
}

export async function giveBack(id) {
  await store.remove("packs", id);
  changed();
}

export const packOf = (person, sheet) => store.get("packs", `${person}:${sheet}`);

/** What the server has of the sheet by now, so that the page from the device begins there. */
export const remember = (id, state) => store.update("packs", id, (pack) => ({ ...pack, state })).catch(() => undefined);

/** What evidence the sheet has by now: a fact sheet that is signed without a network names it by its number. */
export const rememberFiles = (id, files) => store.update("packs", id, (pack) => ({ ...pack, files })).catch(() => undefined);
export const rememberFile = (id, file) =>
  store.update("packs", id, (pack) => ({ ...pack, files: [...(pack.files ?? []).filter((one) => one.id !== file.id), file] })).catch(() => undefined);

export async function dropOld(person) {
  const now = new Date().toISOString();
  for (const pack of await store.rowsOf("packs", person)) if (pack.until < now) await store.remove("packs", pack.id);
}
