// What waits, saved as a file and brought in again by hand. The file is described in docs/waiting-file.md; nothing in it is believed that the server does
// not judge again, and nothing of it is sent before its person has looked at it.

import { changed } from "./changes.js";
import { waiting } from "./sending.js";
import * as store from "./store.js";
import { pack, unpack } from "./zip.js";

const FORMAT = "qa-portal-waiting";
const INSIDE = "waiting.json";
const LARGEST = 700 * 1000 * 1000;
// Of every room whose sheets wait here.
const ADDRESS = /^\/(assessments|calibration|self-check)\/[a-z/]*[0-9a-f-]{36}\/(save|submit|evidence)\/$/;
const PAGE = /^\/(assessments|calibration|self-check)\/[a-z/]*[0-9a-f-]{36}\/(score|fill)\/$/;
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const plain = (name) => name.replace(/[\\/:*?"<>|\x00-\x1f]/g, "_").slice(-80);

/** Hands the browser one ZIP of all that waits, or of one sheet. Resolves with its name, or null where nothing waits. */
export async function saveAll(person, only = null) {
  const found = await waiting(person);
  const works = found.works.filter(({ id }) => !only || id === only);
  const files = found.files.filter(({ work }) => !only || work === only);
  if (!works.length && !files.length) return null;
  const entries = [];
  const told = [];
  for (const [number, file] of files.entries()) {
    const name = `files/${String(number + 1).padStart(2, "0")}-${plain(file.name)}`;
    entries.push({ name, bytes: new Uint8Array(await file.blob.arrayBuffer()) });
    const { id, work, url, code, type, strip, at, title } = file;
    told.push({ key: id, sheet: work.split(":")[1], address: url, indicator: code, name: file.name, type, strip, at, title, file: name });
  }
  const sheets = works.map((work) => ({
    sheet: work.sheet,
    title: work.title,
    page: work.url,
    addresses: { save: work.save, submit: work.submit, evidence: work.evidence },
    at: work.at,
    version: work.version,
    before: work.base,
    marks: work.marks,
    in_words: Object.fromEntries(work.words ?? []),
    handed_in: Boolean(work.handin),
    refused: work.refused?.message ?? "",
  }));
  const now = new Date();
  const text = JSON.stringify({ format: FORMAT, schema: 1, person, portal: location.origin, saved_at: now.toISOString(), sheets, files: told }, null, 2);
  const blob = pack([{ name: INSIDE, bytes: new TextEncoder().encode(text) }, ...entries], now);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `waiting-${now.toISOString().slice(0, 16).replace(/[:T]/g, "-")}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}

const isEntry = (entry) => Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === "string" && part.length <= 600);
const areMarks = (marks) => marks && typeof marks === "object" && !Array.isArray(marks) && Object.values(marks).every(isEntry);
const isText = (text, most = 300) => typeof text === "string" && text.length <= most;

/** Reads such a file. Throws with `reason`: unreadable, another (person), damaged. Resolves with {works, files} as they are kept here, and `strange`:
 *  the names of what cannot be read or leads to no sheet of this portal. That is left out, and keeps nobody from the rest. */
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
  if (told?.format !== FORMAT || told.schema !== 1 || !Array.isArray(told.sheets) || !Array.isArray(told.files)) throw refuse("unreadable");
  if (told.person !== person) throw refuse("another");
  const strange = [];
  const leaveOut = (name) => strange.push(isText(name) && name ? name : "?") && [];
  const works = told.sheets.flatMap((one) => {
    const { save, submit, evidence } = one?.addresses ?? {};
    const good = one && KEY.test(one.sheet) && areMarks(one.marks) && areMarks(one.before) && [save, submit].every((url) => ADDRESS.test(url));
    if (!good || (evidence && !ADDRESS.test(evidence)) || !isText(one.title) || !PAGE.test(one.page) || !isText(one.at, 40)) return leaveOut(one?.title);
    const id = `${person}:${one.sheet}`;
    const words = Object.entries(one.in_words ?? {}).map(([name, text]) => [String(name), String(text)]);
    const about = { id, person, sheet: one.sheet, title: one.title, url: one.page, save, submit, evidence, at: one.at, words };
    return { ...about, marks: one.marks, base: one.before, version: Number(one.version) || 0, payload: null, handin: null, refused: null, held: true };
  });
  const files = told.files.flatMap((one) => {
    const bytes = inside.get(one?.file);
    if (!bytes || !KEY.test(one.key) || !KEY.test(one.sheet) || !ADDRESS.test(one.address) || !isText(one.name) || !isText(one.indicator, 40)) return leaveOut(one?.name);
    const about = { id: one.key, person, work: `${person}:${one.sheet}`, url: one.address, code: one.indicator, name: one.name, type: String(one.type) };
    return { ...about, title: String(one.title), strip: Boolean(one.strip), at: String(one.at), size: bytes.length, blob: new Blob([bytes], { type: String(one.type) }), held: true };
  });
  if (!works.length && !files.length) throw refuse("damaged");
  return { works, files, strange };
}

/** Puts what was read beside what is here. What waits here already for the same sheet is newer, and stays. Resolves with how many came in and stayed out. */
export async function bringIn({ works, files }) {
  let [taken, left] = [0, 0];
  for (const [name, rows] of [["works", works], ["files", files]]) {
    for (const row of rows) {
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
