// Scoring a sheet. The form works without any of this; here it gets keys, a running total, autosave and a way out of every conflict.

import { ask } from "./sheet/asking.js";
import { compare } from "./sheet/compare.js";
import { Evidence } from "./sheet/evidence.js";
import { SheetForm } from "./sheet/form.js";
import { Kept } from "./sheet/kept.js";
import { Keys } from "./sheet/keys.js";
import { differing, equal, merge } from "./sheet/merging.js";
import { Saving } from "./sheet/saving.js";
import { say } from "./sheet/texts.js";
import { View } from "./sheet/view.js";

const state = JSON.parse(document.getElementById("sheet-state").textContent);
const form = new SheetForm(document.getElementById("sheet-form"));
const kept = new Kept(state.person, state.sheet);
const view = new View(form, state);
const evidence = new Evidence(state.evidence);
const problems = document.getElementById("sheet-problems");
const touch = matchMedia("(pointer: coarse)").matches;
const saving = new Saving({ form, state, kept, meet, refuse });
const keys = new Keys({ form, choose, evidence: (row) => evidence.pick(row.code), submit });

/** The server's marks in the form's shape. */
const stateOf = ({ marks, visit }) => ({
  ...marks,
  ...(visit?.at && { "@at": [visit.at, ""] }),
  ...(visit?.place && { "@place": [visit.place, ""] }),
});

function redraw() {
  for (const row of form.rows) view.drawRow(row);
  view.draw();
}

// -- Marking

function marked(row) {
  view.drawRow(row);
  view.draw();
  saving.changed();
}

function choose(row, button) {
  if (button.type === "checkbox") {
    button.checked = !button.checked;
    if (button.checked) row.points.value = "";
    marked(row);
    return button.checked ? keys.onward(row) : undefined;
  }
  if (row.critical && button.value === "1") return askCritical(row, button);
  button.checked = true;
  marked(row);
  if (!row.needsReason) return keys.onward(row);
  row.open(true);
  return row.text.focus();
}

// The second question before a red line: the safe answer has the focus.
const critical = document.getElementById("critical-dialog");
const criticalTitle = document.getElementById("critical-title");
criticalTitle.dataset.words = criticalTitle.textContent;

function askCritical(row, button) {
  criticalTitle.textContent = criticalTitle.dataset.words.replace("{name}", row.name);
  const answer = (yes) => {
    critical.close();
    const given = yes ? button : row.button("0");
    given.checked = true;
    marked(row);
    if (yes) row.text.focus();
    else keys.onward(row);
  };
  critical.querySelector("[data-yes]").onclick = () => answer(true);
  critical.querySelector("[data-no]").onclick = () => answer(false);
  critical.showModal();
  critical.querySelector("[data-no]").focus();
}

form.form.addEventListener("click", (event) => {
  const row = form.rowOf(event.target);
  if (row?.critical && event.target.value === "1" && event.target.matches("input") && !row.element.dataset.triggered) {
    event.preventDefault();
    askCritical(row, event.target);
  }
});
document.addEventListener("input", (event) => {
  const row = form.rowOf(event.target);
  if (row) {
    if (row.points && event.target === row.points && row.points.value) for (const button of row.buttons) button.checked = false;
    if (row.points && event.target.type === "checkbox" && event.target.checked) row.points.value = "";
    row.element.toggleAttribute("data-triggered", row.critical && row.value === "1");
    marked(row);
  } else if (event.target.form === form.form) saving.changed();
});

document.querySelector("[data-now-button]")?.addEventListener("click", () => {
  const field = form.form.elements.visit_at;
  // The portal's clock and the organization's zone, not the device's: both came with the page.
  field.value = new Date(Date.parse(`${state.now}Z`) + performance.now()).toISOString().slice(0, 16);
  saving.changed();
});
document.getElementById("missing").addEventListener("click", (event) => {
  event.preventDefault();
  keys.go(form.rows.find((row) => !row.isComplete) || form.rows[0], { quiet: touch });
});

// -- What the server says

function refuse({ errors = {}, messages = [] }) {
  for (const [code, sentence] of Object.entries(errors)) form.byCode.get(code)?.complain(sentence);
  const loose = [...messages, ...Object.entries(errors).filter(([code]) => !form.byCode.has(code)).map(([, sentence]) => sentence)];
  problems.replaceChildren(
    ...loose.map((sentence) => {
      const note = document.createElement("div");
      note.className = "note note--late";
      note.textContent = sentence;
      return note;
    }),
  );
}

const say_to = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "wait" } }));

/** Somebody else, or another window, has changed the sheet: bring both together, ask only where both touched the same. */
async function meet(theirs) {
  saving.stop();
  const there = stateOf(theirs);
  const mine = form.read();
  if (theirs.sealed) return meetSealed(theirs, there, mine);
  const { merged, disputes, taken } = merge(saving.base, mine, there);
  let result = merged;
  if (disputes.length) {
    const chosen = await compare({
      form,
      codes: disputes,
      mine,
      theirs: there,
      heading: say("staleTitle"),
      text: theirs.by && theirs.by !== state.me ? say("staleText", { person: theirs.by }) : say("staleOwn"),
      mineLabel: say("mine"),
      theirsLabel: say("staleTheirs"),
      go: say("takeMine"),
      leave: say("discard"),
    });
    result = chosen ? { ...merged, ...chosen } : { ...merged, ...Object.fromEntries(disputes.map((code) => [code, there[code] || ["", ""]])) };
  } else if (taken) say_to(theirs.by && theirs.by !== state.me ? say("merged", { person: theirs.by }) : say("mergedOwn"));
  form.write(result);
  redraw();
  saving.resume({ version: theirs.version, base: there });
  return undefined;
}

async function meetSealed(theirs, there, mine) {
  const codes = differing(mine, there);
  if (codes.length) {
    await compare({
      form,
      codes,
      mine,
      theirs: there,
      heading: say("sealedTitle"),
      text: say("sealedText", { message: theirs.message }),
      mineLabel: say("mine"),
      theirsLabel: say("sealedTheirs"),
      go: say("openSealed"),
      choosing: false,
    });
  }
  kept.clear();
  location.assign(theirs.detail);
}

// -- Sealing

let sealing = false;

async function submit() {
  if (sealing) return;
  const first = view.complainAll();
  view.draw();
  if (first) {
    keys.go(first, { quiet: touch });
    if (first.answer !== null && !first.isWrong) first.text.focus();
    return;
  }
  if (evidence.isBusy) return refuse({ messages: [say("evidenceFirst")] });
  sealing = true;
  const button = document.getElementById("submit");
  button.setAttribute("aria-busy", "true");
  await saving.settled();
  await send();
  sealing = false;
  button.removeAttribute("aria-busy");
}

async function send() {
  form.form.elements.version.value = saving.version;
  saving.keep();
  saving.tell("sending");
  const { kind, data } = await ask(state.submit, { body: new URLSearchParams(new FormData(form.form)) });
  if (kind === "ok") {
    saving.stop();
    kept.clear();
    location.assign(data.detail);
    return new Promise(() => {});
  }
  saving.tell("kept");
  if (kind === "conflict") return meet(data);
  if (kind === "invalid") {
    refuse(data);
    return keys.go(form.rows.find((row) => row.problem.textContent) || null);
  }
  const words = { offline: "offline", "signed-out": "signedOut", refused: "refused" }[kind] || "failed";
  // Who has the sheet now is said by the server.
  return refuse({ messages: [(kind === "refused" && data?.message) || say(words)] });
}

form.form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

// -- Beginning

async function offerKept() {
  const found = kept.read();
  const there = stateOf(state);
  if (!found || equal(found.marks, there)) return kept.clear();
  const { merged } = merge(found.base || {}, found.marks, there);
  const codes = differing(merged, there);
  if (!codes.length) return kept.clear();
  const chosen = await compare({
    form,
    codes,
    mine: merged,
    theirs: there,
    heading: say("keptTitle"),
    text: say("keptText", { time: new Date(found.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) }),
    mineLabel: say("keptMine"),
    theirsLabel: say("staleTheirs"),
    go: say("takeMine"),
    leave: say("discard"),
  });
  if (!chosen) return kept.clear();
  form.write({ ...there, ...chosen });
  redraw();
  return saving.changed();
}

function begin() {
  form.write(stateOf(state));
  saving.base = form.read();
  for (const row of form.rows) row.element.toggleAttribute("data-triggered", row.critical && row.value === "1");
  redraw();
  const first = form.rows.find((row) => !row.isComplete) || form.rows[0];
  keys.go(first, { quiet: touch });
  document.documentElement.dataset.sheet = "ready";
  offerKept();
}

// A page that the server has refused shows what was typed and is not touched before the first change.
if (document.querySelector("[data-errors]")) redraw();
else begin();
