// What waits, saved as a file: a ZIP that any program opens, described in docs/waiting-file.md. It is brought in again by bringing.js.

import { waiting } from "./sending.js";
import { pack } from "./zip.js";

export const FORMAT = "qa-portal-waiting";
export const SCHEMA = 2;
export const INSIDE = "waiting.json";

const plain = (name) => name.replace(/[\\/:*?"<>|\x00-\x1f]/g, "_").slice(-80);

const bytesOf = (picture) => Uint8Array.from(atob(picture.slice(picture.indexOf(",") + 1)), (one) => one.charCodeAt(0));

/** Hands the browser one ZIP of all that waits, or of one sheet. Resolves with its name, or null where nothing waits. */
export async function saveAll(person, only = null) {
  const found = await waiting(person);
  const works = found.works.filter(({ id }) => !only || id === only);
  const files = found.files.filter(({ work }) => !only || work === only);
  const signatures = found.signatures.filter(({ work }) => !only || work === only);
  if (!works.length && !files.length && !signatures.length) return null;
  const entries = [];
  const told = [];
  for (const [number, file] of files.entries()) {
    const name = `files/${String(number + 1).padStart(2, "0")}-${plain(file.name)}`;
    entries.push({ name, bytes: new Uint8Array(await file.blob.arrayBuffer()) });
    const { id, work, url, code, type, strip, at, title } = file;
    told.push({ key: id, sheet: work.split(":")[1], address: url, indicator: code, name: file.name, type, strip, at, title, file: name });
  }
  const signed = [];
  for (const [number, row] of signatures.entries()) {
    const { id, work, url, page, at, title, shown, fields, signature, paper, refused } = row;
    const name = signature || paper ? `signatures/${String(number + 1).padStart(2, "0")}-${plain(paper?.name ?? "signature.png")}` : "";
    if (name) entries.push({ name, bytes: paper ? new Uint8Array(await paper.blob.arrayBuffer()) : bytesOf(signature) });
    const said = { ...fields, on_paper: Boolean(paper), paper_name: paper?.name ?? "", type: paper?.blob.type ?? "image/png", refused: refused?.message ?? "" };
    signed.push({ key: id, sheet: work.split(":")[1], address: url, page, at, title, shown, ...said, file: name });
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
  const text = JSON.stringify({ format: FORMAT, schema: SCHEMA, person, portal: location.origin, saved_at: now.toISOString(), sheets, files: told, signatures: signed }, null, 2);
  const blob = pack([{ name: INSIDE, bytes: new TextEncoder().encode(text) }, ...entries], now);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `waiting-${now.toISOString().slice(0, 16).replace(/[:T]/g, "-")}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}
