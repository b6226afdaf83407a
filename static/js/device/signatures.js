// What the head did with the facts of a visit, read from the form and put on the device: on the page of the sheet, and on the page of the facts where
// the network went while they were being signed.

import { newKey } from "../sheet/asking.js";
import { confirmationProblems } from "../sheet/facts.js";
import { changed } from "./changes.js";
import * as store from "./store.js";

const SAID = ["outcome", "name", "post", "objections", "refusal", "witness"];
const words = document.getElementById("facts-words")?.dataset ?? {};
export const sayOfFacts = (name, places = {}) => (words[name] ?? "").replace(/\{(\w+)\}/g, (whole, place) => places[place] ?? whole);

/** {fields, signature, paper, problems: {field: sentence}}; `assessors`: names that neither sign nor witness. */
export async function readConfirmation(form, assessors) {
  const data = new FormData(form);
  const paper = data.get("paper");
  const fields = Object.fromEntries(SAID.map((name) => [name, data.get(name) ?? ""]));
  const isSigned = fields.outcome === "signed";
  const file = isSigned && paper?.size ? { blob: new Blob([await paper.arrayBuffer()], { type: paper.type }), name: paper.name } : null;
  const signature = isSigned && !file ? (data.get("signature") ?? "") : "";
  const problems = confirmationProblems({ ...fields, signature, paper: file }, assessors);
  return { fields, signature, paper: file, problems: Object.fromEntries(Object.entries(problems).map(([field, name]) => [field, sayOfFacts(name)])) };
}

/** Resolves once it is on the disk; rejects where the device keeps nothing. `about`: {person, work, url, title, page}. */
export async function keepSignature(about, shown, { fields, signature, paper }) {
  await store.put("signatures", { id: newKey(), ...about, at: new Date().toISOString(), shown, fields, signature, paper, words: inWords(shown, fields) });
  changed();
  document.dispatchEvent(new Event("device:kept"));
}

/** As people read it on the page of what waits, and in a saved file. */
function inWords({ facts }, { name, post, objections, refusal, witness }) {
  const pairs = [[sayOfFacts("wordSigner"), [name, post].filter(Boolean).join(" · ")], ...facts.map(([code, text]) => [code, text])];
  return [...pairs, [sayOfFacts("wordObjections"), objections], [sayOfFacts("wordRefusal"), refusal], [sayOfFacts("wordWitness"), witness]].filter(([, text]) => text);
}

/** Each sentence beside its field; the keyboard goes to the first. */
export function complain(form, problems) {
  for (const old of form.querySelectorAll("[data-problem]")) old.remove();
  for (const field of form.querySelectorAll(".form-control")) field.classList.remove("is-invalid");
  let first = null;
  for (const [name, sentence] of Object.entries(problems)) {
    const field = form.querySelector(`#id_${name}`);
    const note = Object.assign(document.createElement("p"), { className: "invalid-feedback", id: `away-${name}-error`, textContent: sentence });
    note.dataset.problem = "";
    note.setAttribute("role", "alert");
    field.classList.add("is-invalid");
    field.setAttribute("aria-describedby", note.id);
    field.after(note);
    first ??= field;
  }
  first?.focus();
}
