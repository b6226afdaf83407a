// Sending what waits on this device, one sheet at a time and each in order: marks, then files, then the signature under them, then the hand-in. Every part carries its key, so that
// the server takes it once however often it arrives. One sender at a time, in whichever tab; a sheet that is open in a tab is sent by that tab.

import { ask } from "../sheet/asking.js";
import { equal, stateOf } from "../sheet/merging.js";
import { changed } from "./changes.js";
import * as packs from "./packs.js";
import * as store from "./store.js";
import { say } from "./texts.js";

const SENT = 20;
const LATER = new Set(["offline", "failed", "signed-out"]);
export const isLater = (kind) => LATER.has(kind);

export const alone = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());

/** What the server said, in words. */
export function sentenceOf({ kind, data }) {
  const told = Object.values(data?.errors ?? {})[0] ?? data?.messages?.[0] ?? data?.message;
  return told || say({ conflict: "changed", refused: "refused", "signed-out": "signedOut", offline: "noNetwork" }[kind] ?? "failed");
}

const refuse = (name, id, answer) =>
  store.update(name, id, (row) => ({ ...row, refused: { kind: answer.kind, message: sentenceOf(answer), at: new Date().toISOString() } }));

/** {kind, data, step} of the first part that was not taken; {kind: "ok", data, step: "handin" | "marks"} where all of it was. */
export function deliver(id, { onFile } = {}) {
  return alone(`qa-send:${id}`, async () => {
    const answer = await parts(id, onFile);
    changed();
    return answer;
  });
}

async function parts(id, onFile) {
  let work = await store.get("works", id);
  if (work?.held || work?.refused) return { kind: "held", step: "marks" };
  const marks = work ? await sendMarks(work) : { kind: "ok" };
  // A hand-in whose answer was lost has sealed the sheet: the same key gets its receipt.
  if (marks.kind !== "ok" && !(work.handin && marks.data?.sealed)) return { ...marks, step: "marks" };
  for (const file of (await store.rowsOf("files", id.split(":")[0])).filter((one) => one.work === id)) {
    if (file.held || file.refused) {
      if (work?.handin) await refuse("works", id, { kind: "invalid", data: { message: say("fileFirst", { name: file.name }) } });
      if (work?.handin) return { kind: "invalid", step: "file", data: { messages: [say("fileFirst", { name: file.name })] } };
      continue;
    }
    const answer = await sendFile(file, onFile);
    if (isLater(answer.kind) || (answer.kind !== "ok" && work?.handin)) return { ...answer, step: "file" };
  }
  // What the server does not take of it stands beside it; whether the sheet lacks a signature then, the hand-in is told.
  const signed = await sendSignatures(id);
  if (isLater(signed.kind)) return { ...signed, step: "signature" };
  work = await store.get("works", id);
  if (!work?.handin) return signed.kind === "ok" ? { kind: "ok", step: "marks" } : { ...signed, step: "signature" };
  return { ...(await handIn(work)), step: "handin" };
}

async function sendMarks(work) {
  if (!work.payload || equal(work.marks, work.base)) return { kind: "ok" };
  const { version, key, sequence, payload, visit } = work;
  const answer = await ask(work.save, { body: { version, key, sequence, marks: payload, ...(visit && { visit }) }, json: true });
  if (answer.kind === "ok") {
    await packs.remember(work.id, { version: answer.data.version, marks: work.marks, saved: answer.data.saved });
    const problem = Object.values(answer.data.errors ?? {})[0];
    await store.update("works", work.id, (row) => {
      // Marked on while this was on its way: the rest waits for its own turn.
      if (row.at !== work.at) return { ...row, version: answer.data.version, base: work.marks };
      if (!problem && !row.handin) return null;
      const next = { ...row, version: answer.data.version, base: row.marks, sequence: row.sequence + 1 };
      return problem ? { ...next, base: work.base, refused: { kind: "invalid", message: problem, at: new Date().toISOString() } } : next;
    });
    if (problem) return { kind: "invalid", data: { errors: answer.data.errors } };
    if (!work.handin) await sent("marks", work.title);
    return answer;
  }
  // It had arrived, and nobody heard of it.
  if (answer.kind === "conflict" && equal(stateOf(answer.data), work.marks)) {
    const { version, sealed } = answer.data;
    await store.update("works", work.id, (row) => (row.handin || row.at !== work.at ? { ...row, version, base: work.marks } : null));
    return sealed && work.handin ? answer : { kind: "ok" };
  }
  if (!isLater(answer.kind) && !(work.handin && answer.data?.sealed)) await refuse("works", work.id, answer);
  return answer;
}

/** One file, once: whoever comes second finds that it is gone. `onFile(file, answer)` hears how it went. */
export function sendFile(file, onFile) {
  return alone(`qa-file:${file.id}`, async () => {
    const present = await store.get("files", file.id).catch(() => file);
    if (!present) return { kind: "ok", gone: true };
    const body = new FormData();
    body.append("file", file.blob, file.name);
    body.append("file_for", file.code);
    body.append("client_key", file.id);
    if (file.strip) body.append("strip", "on");
    const answer = await ask(file.url, { body, as: "text", timeout: 120000 });
    if (answer.kind === "ok") {
      const parsed = document.createElement("template");
      parsed.innerHTML = answer.data;
      const added = addedFile(parsed.content, file);
      if (added) await packs.rememberFile(file.work, added);
      await store.remove("files", file.id).catch(() => undefined);
      await sent("file", file.name, file.title);
    } else if (!isLater(answer.kind)) await refuse("files", file.id, answer).catch(() => undefined);
    onFile?.(file, answer);
    changed();
    return answer;
  });
}

/** What the server says of a file that it has taken: {number, id, name, code, off}; null where it bears no number. */
export function addedFile(entry, { name, code }) {
  const { evidence: id, number } = entry.querySelector("[data-number]")?.dataset ?? {};
  return id ? { number: Number(number), id, name, code, off: false } : null;
}

/** The signatures of a sheet that is open in this tab, once marks and files that they cover are there. */
export function deliverSignatures(id) {
  return alone(`qa-send:${id}`, async () => {
    const work = await store.get("works", id);
    const files = (await store.rowsOf("files", id.split(":")[0])).filter((one) => one.work === id && !one.refused && !one.held);
    if (files.length || (work && (work.held || work.refused || !equal(work.marks, work.base)))) return { kind: "held" };
    return sendSignatures(id);
  });
}

/** In the order in which they were signed. Stops where it has to wait; otherwise resolves with the last answer. */
async function sendSignatures(id) {
  let answer = { kind: "ok" };
  for (const row of (await store.rowsOf("signatures", id.split(":")[0])).filter((one) => one.work === id && !one.refused && !one.held)) {
    answer = await sendSignature(row);
    if (isLater(answer.kind)) break;
  }
  return answer;
}

async function sendSignature(row) {
  const body = new FormData();
  for (const [name, text] of Object.entries(row.fields)) body.append(name, text);
  body.append("signature", row.signature);
  if (row.paper) body.append("paper", row.paper.blob, row.paper.name);
  body.append("client_key", row.id);
  body.append("shown", JSON.stringify({ visit: row.shown.visit, facts: row.shown.facts, evidence: row.shown.evidence.map(([number, ref]) => [number, ref]), at: row.at }));
  const answer = await ask(row.url, { body, timeout: 60000 });
  if (answer.kind === "ok") {
    await store.remove("signatures", row.id);
    await sent("signature", row.title, row.fields.name);
  } else if (!isLater(answer.kind)) await refuse("signatures", row.id, answer);
  changed();
  return answer;
}

async function handIn(work) {
  const body = new URLSearchParams(work.handin.body);
  body.set("version", work.version);
  const answer = await ask(work.submit, { body });
  if (answer.kind === "ok") {
    await store.remove("works", work.id);
    await store.remove("packs", work.id);
    await sent("handin", work.title);
  } else if (!isLater(answer.kind)) await refuse("works", work.id, answer);
  return answer;
}

/** The last things that went out, for whoever asks whether they did. */
async function sent(what, title, about = "") {
  const before = (await store.fact("sent").catch(() => null)) ?? [];
  await store.note("sent", [{ what, title, about, at: new Date().toISOString() }, ...before].slice(0, SENT)).catch(() => undefined);
}

/** What of this person waits: {works, files, signatures}. */
export async function waiting(person) {
  const [works, files, signatures] = await Promise.all(["works", "files", "signatures"].map((name) => store.rowsOf(name, person)));
  return { works: works.filter((work) => work.handin || work.held || work.refused || !equal(work.marks, work.base)), files, signatures };
}

/** Sends all that is not open in a tab. Stops where there is no network or no session. Resolves with the last answer. */
export async function deliverAll(person) {
  const { works, files, signatures } = await waiting(person);
  const ids = [...new Set([...works, ...[...files, ...signatures].map(({ work, at }) => ({ id: work, at }))].sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ id }) => id))];
  let last = { kind: "ok" };
  const handedIn = [];
  for (const id of ids) {
    const answer = await navigator.locks.request(`qa-page:${id}`, { ifAvailable: true }, (lock) => (lock ? deliver(id) : { kind: "open" }));
    if (answer.step === "handin" && answer.kind === "ok") handedIn.push(works.find((work) => work.id === id)?.title);
    if (isLater(answer.kind)) return { ...answer, handedIn };
    last = answer;
  }
  return { ...last, handedIn };
}
