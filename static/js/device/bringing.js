// A saved file (docs/waiting-file.md) brought in again by hand. Nothing in it is believed that the server does not judge again, nothing of it is sent
// before its person has looked at it, and what they look at is made here of what would be sent, never of what the file says about it.

import { changed } from "./changes.js";
import { FORMAT, INSIDE, SCHEMA } from "./parcel.js";
import * as packs from "./packs.js";
import * as store from "./store.js";
import { say } from "./texts.js";
import { unpack } from "./zip.js";

const LARGEST = 700 * 1000 * 1000;
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// Of every room whose sheets wait here. An address is that of the sheet it stands with.
const ADDRESS = /^\/(?:assessments|calibration|self-check)\/[a-z/]*([0-9a-f-]{36})\/(save|submit|evidence|score|fill|facts\/confirm)\/$/;
const PAGES = ["score", "fill"];

const leadsTo = (address, sheet, ...acts) => {
  const [, id, act] = (typeof address === "string" && ADDRESS.exec(address)) || [];
  return KEY.test(sheet) && id === sheet && acts.includes(act);
};
const isEntry = (entry) => Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === "string" && part.length <= 600);
const areMarks = (marks) => marks && typeof marks === "object" && !Array.isArray(marks) && Object.values(marks).every(isEntry);
const isText = (text, most = 300) => typeof text === "string" && text.length <= most;

/** Reads such a file. Throws with `reason`: unreadable, another (person), damaged. Resolves with {works, files, signatures} as they are kept here, and
 *  `strange`: the names of what cannot be read or leads to no sheet of this portal. That is left out, and keeps nobody from the rest. */
export async function readFile(file, person) {
  const refuse = (reason) => Object.assign(new Error(reason), { reason });
  if (file.size > LARGEST) throw refuse("unreadable");
  let inside;
  let told;
  try {
    inside = unpack(new Uint8Array(await file.arrayBuffer()));
    told = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(inside.get(INSIDE)));
  } catch (problem) {
    throw refuse(problem.message === "damaged" ? "damaged" : "unreadable");
  }
  // The first shape knew no signatures.
  if (told?.schema === 1) told.signatures = [];
  const lists = [told?.sheets, told?.files, told?.signatures];
  if (told?.format !== FORMAT || ![1, SCHEMA].includes(told.schema) || !lists.every(Array.isArray)) throw refuse("unreadable");
  if (told.person !== person) throw refuse("another");
  const strange = [];
  const leaveOut = (name) => strange.push(isText(name) && name ? name : "?") && [];
  const works = told.sheets.flatMap((one) => workOf(one, person) ?? leaveOut(one?.title));
  const files = told.files.flatMap((one) => fileOf(one, person, inside) ?? leaveOut(one?.name));
  const signatures = told.signatures.flatMap((one) => signatureOf(one, person, inside) ?? leaveOut(one?.title));
  if (!works.length && !files.length && !signatures.length) throw refuse("damaged");
  await nameAll([...works, ...files, ...signatures], person);
  return { works, files, signatures, strange };
}

function workOf(one, person) {
  const { save, submit, evidence } = one?.addresses ?? {};
  const leads = leadsTo(save, one?.sheet, "save") && leadsTo(submit, one.sheet, "submit") && leadsTo(one.page, one.sheet, ...PAGES);
  if (!leads || (evidence && !leadsTo(evidence, one.sheet, "evidence"))) return null;
  if (!areMarks(one.marks) || !areMarks(one.before) || !isText(one.at, 40)) return null;
  const about = { id: `${person}:${one.sheet}`, person, sheet: one.sheet, page: one.page, url: one.page, save, submit, evidence, at: one.at };
  return { ...about, marks: one.marks, base: one.before, version: Number(one.version) || 0, payload: null, handin: null, refused: null, held: true };
}

function fileOf(one, person, inside) {
  const bytes = inside.get(one?.file);
  if (!bytes || !KEY.test(one.key) || !leadsTo(one.address, one.sheet, "evidence") || !isText(one.name) || !isText(one.indicator, 40)) return null;
  const about = { id: one.key, person, work: `${person}:${one.sheet}`, sheet: one.sheet, url: one.address, code: one.indicator, name: one.name, type: String(one.type) };
  const page = one.address.replace(/evidence\/$/, "score/");
  return { ...about, page, strip: Boolean(one.strip), at: String(one.at), size: bytes.length, blob: new Blob([bytes], { type: String(one.type) }), held: true };
}

const SAID = ["outcome", "name", "post", "objections", "refusal", "witness"];
const isFact = (fact) => Array.isArray(fact) && fact.length === 3 && isText(fact[0], 40) && isText(fact[1], 600) && Array.isArray(fact[2]) && fact[2].every(Number.isInteger);
const isFile = (file) => Array.isArray(file) && Number.isInteger(file[0]) && KEY.test(file[1]);

function signatureOf(one, person, inside) {
  if (!one || !KEY.test(one.key) || !leadsTo(one.address, one.sheet, "facts/confirm") || !leadsTo(one.page, one.sheet, "score") || !isText(one.at, 40)) return null;
  const { visit, facts, evidence } = one.shown ?? {};
  if (!isEntry(visit) || ![facts, evidence].every(Array.isArray) || !facts.every(isFact) || !evidence.every(isFile)) return null;
  if (!SAID.every((name) => isText(one[name], 1000))) return null;
  const bytes = one.file && inside.get(one.file);
  if (one.outcome === "signed" && !bytes) return null;
  const fields = Object.fromEntries(SAID.map((name) => [name, one[name]]));
  const shown = { visit, facts, evidence };
  const about = { id: one.key, person, work: `${person}:${one.sheet}`, sheet: one.sheet, url: one.address, page: one.page, at: one.at };
  const paper = bytes && one.on_paper ? { blob: new Blob([bytes], { type: String(one.type) }), name: String(one.paper_name) } : null;
  return { ...about, shown, fields, paper, signature: bytes && !paper ? pictureOf(bytes) : "", words: factWords(shown, fields), held: true };
}

const pictureOf = (bytes) => `data:image/png;base64,${btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""))}`;

/** What a signature covers and says, as its person reads it. */
function factWords({ facts }, { name, post, objections, refusal, witness }) {
  const said = [["wordObjections", objections], ["wordRefusal", refusal], ["wordWitness", witness]].map(([word, text]) => [say(word), text]);
  return [[say("wordSigner"), [name, post].filter(Boolean).join(" · ")], ...facts.map(([code, text]) => [code, text]), ...said].filter(([, text]) => text);
}

/** Gives every row the name that its sheet has in this portal, and marks the names that its indicators have there. */
async function nameAll(rows, person) {
  const known = new Map();
  for (const row of rows) {
    if (!known.has(row.sheet)) known.set(row.sheet, await sheetOf(row, person));
    const { title, names } = known.get(row.sheet);
    row.title = title;
    if (row.marks) row.words = Object.entries(row.marks).map(([code, mark]) => [names.get(code) ?? markName(code), markWords(mark)]);
  }
}

const markName = (code) => ({ "@at": say("markTime"), "@place": say("markPlace") })[code] ?? code;
const markWords = ([value, reason]) => [value === "na" ? say("markNa") : value, reason].filter(Boolean).join(" · ");

/** {title, names: Map of code → name}: by the portal, by the pack that is here, or by nothing but its id. */
async function sheetOf({ page, sheet }, person) {
  const html = (await fromPortal(page, sheet)) ?? (await packs.packOf(person, sheet).catch(() => null))?.pages[0].html;
  const found = html && new DOMParser().parseFromString(html, "text/html");
  const names = [...(found?.querySelectorAll(".ind[data-code]") ?? [])].map((row) => [row.dataset.code, row.querySelector(".ind__name b")?.textContent ?? row.dataset.code]);
  return { title: found?.querySelector("h1")?.textContent.trim() || say("unnamed", { id: sheet.slice(-8) }), names: new Map(names) };
}

async function fromPortal(page, sheet) {
  const answer = await fetch(page, { signal: AbortSignal.timeout?.(8000) }).catch(() => null);
  // Sealed meanwhile it leads on to the sheet as it is read; anywhere else is no answer.
  return answer?.ok && new URL(answer.url).pathname.includes(sheet) ? answer.text() : null;
}

/** Puts what was read beside what is here. What waits here already for the same sheet is newer, and stays. Resolves with how many came in and stayed out. */
export async function bringIn(read) {
  let [taken, left] = [0, 0];
  for (const name of ["works", "files", "signatures"]) {
    for (const row of read[name]) {
      if (await store.get(name, row.id)) left += 1;
      else {
        await store.put(name, row);
        taken += 1;
      }
    }
  }
  changed();
  return { taken, left };
}
