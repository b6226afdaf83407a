// Sending what waits on this device, one sheet at a time and each in order: marks, then files, then the hand-in. Every part carries its key, so that
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
  work = await store.get("works", id);
  if (!work?.handin) return { kind: "ok", step: "marks" };
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
      await store.remove("files", file.id).catch(() => undefined);
      await sent("file", file.name, file.title);
    } else if (!isLater(answer.kind)) await refuse("files", file.id, answer).catch(() => undefined);
    onFile?.(file, answer);
    changed();
    return answer;
  });
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

/** What of this person waits: {works, files}. */
export async function waiting(person) {
  const [works, files] = await Promise.all([store.rowsOf("works", person), store.rowsOf("files", person)]);
  return { works: works.filter((work) => work.handin || work.held || work.refused || !equal(work.marks, work.base)), files };
}

/** Sends all that is not open in a tab. Stops where there is no network or no session. Resolves with the last answer. */
export async function deliverAll(person) {
  const { works, files } = await waiting(person);
  const ids = [...new Set([...works, ...files.map((file) => ({ id: file.work, at: file.at }))].sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ id }) => id))];
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
