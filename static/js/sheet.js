// Scoring a sheet. The form works without any of this; here it gets keys, a running total, autosave and a way out of every conflict.

import { timeOf } from "./device/texts.js";
import { ask, newKey } from "./sheet/asking.js";
import { Away } from "./sheet/away.js";
import { besideAnother } from "./sheet/beside.js";
import { compare } from "./sheet/compare.js";
import { criticalQuestion } from "./sheet/critical.js";
import { Evidence } from "./sheet/evidence.js";
import { SheetForm } from "./sheet/form.js";
import { HandIn } from "./sheet/handin.js";
import { Kept } from "./sheet/kept.js";
import { Keys } from "./sheet/keys.js";
import { differing, merge, stateOf } from "./sheet/merging.js";
import { askPlaces } from "./sheet/places.js";
import { tellProblems } from "./sheet/problems.js";
import { Saving } from "./sheet/saving.js";
import { Signing } from "./sheet/signing.js";
import { say } from "./sheet/texts.js";
import { View } from "./sheet/view.js";

const state = JSON.parse(document.getElementById("sheet-state").textContent);
const form = new SheetForm(document.getElementById("sheet-form"));
// A page from the device is older than it looks, and may be open twice: it takes a key of its own, and the time that has passed since.
const { pack: fromDevice } = document.documentElement.dataset;
const loaded = fromDevice ? Date.parse(fromDevice) : performance.timeOrigin;
if (fromDevice) state.key = form.form.elements.client_key.value = newKey();
const kept = new Kept(state);
const view = new View(form, state);
const away = new Away(state, kept);
const touch = matchMedia("(pointer: coarse)").matches;
const reached = (yes) => away.reached(yes);
const [evidence, saving] = [new Evidence(state, { reached }), new Saving({ form, state, kept, meet, refuse, reached })];
const signing = new Signing({ state, form, kept, evidence, away: () => away.answered === false });
const keys = new Keys({ form, choose, evidence: (row) => evidence.pick(row.code), submit });
const handIn = new HandIn({ kept, settle, marking, onFile: (file, answer) => evidence.heard(file, answer) });

besideAnother({ id: kept.id, form, saving, away: () => away.answered === false, take });

/** Marks from elsewhere, shown and kept like one's own. */
function take(marks) {
  form.write(marks);
  redraw();
  return saving.changed();
}

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

const askCritical = criticalQuestion((row, button, yes) => {
  button.checked = true;
  marked(row);
  if (yes) row.text.focus();
  else keys.onward(row);
});

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

for (const button of document.querySelectorAll("[data-now-button]"))
  button.addEventListener("click", () => {
    const field = form.form.elements[button.dataset.nowButton];
    // The portal's clock and the organization's zone, not the device's: both came with the page.
    field.value = new Date(Date.parse(`${state.now}Z`) + Date.now() - loaded).toISOString().slice(0, 16);
    saving.changed();
  });
document.getElementById("missing").addEventListener("click", (event) => {
  event.preventDefault();
  keys.go(form.rows.find((row) => !row.isComplete) || form.rows[0], { quiet: touch });
});

// -- What the server says

function refuse({ errors = {}, ...rest }) {
  for (const [code, sentence] of Object.entries(errors)) form.byCode.get(code)?.complain(sentence);
  const loose = Object.entries(errors).filter(([code]) => !form.byCode.has(code));
  tellProblems({ ...rest, more: loose.map(([, sentence]) => sentence) });
}

const say_to = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "wait" } }));

/** Somebody else, or another window, has changed the sheet: bring both together, ask only where both touched the same. */
async function meet(theirs) {
  met += 1;
  saving.stop();
  const there = stateOf(theirs);
  const mine = form.read();
  if (theirs.sealed) return meetSealed(theirs, there, mine);
  // Not the marks stand in the way but the time: the quarter is being read already.
  if (theirs.version === saving.version) refuse({ messages: [theirs.message] });
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
  // What was not stored stays to be read, or saved as a file, until the person lets it go.
  if (codes.length) await kept.write({ ...saving.row(mine), refused: { kind: "conflict", message: theirs.message, at: new Date().toISOString() } });
  else await kept.finish();
  location.assign(theirs.detail);
}

// -- Sealing

let sealing = false;
let met = 0; // how often somebody else had changed the sheet: then nothing is sent that was not looked at again

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
  const unfilled = await askPlaces(form.rows);
  if (unfilled) {
    sealing = false;
    keys.go(unfilled, { quiet: touch });
    return unfilled.text.focus();
  }
  const button = document.getElementById("submit");
  button.setAttribute("aria-busy", "true");
  await saving.settled();
  const before = met;
  // The fact sheet of a visit is made of what is saved: where it is still to be signed, all of it must be there.
  if (document.getElementById("fact-sheet")) await saving.save();
  if (met === before && !saving.stopped) await send();
  sealing = false;
  button.removeAttribute("aria-busy");
}

async function send() {
  form.form.elements.version.value = saving.version;
  await saving.keep();
  saving.tell("sending");
  const body = new URLSearchParams(new FormData(form.form));
  // The token of the present session goes in the header; an older one here would be believed first.
  body.delete("csrfmiddlewaretoken");
  // Files and signatures go before the seal: after it there is no room for them.
  if ((await evidence.waits()) || (await signing.waits()) || !navigator.onLine) return (await queue(body)) || handIn.send();
  const answer = await ask(state.submit, { body });
  if (["offline", "signed-out"].includes(answer.kind)) return (await queue(body)) || handIn.send();
  return settle(answer);
}

/** The hand-in waits on the device. True where it cannot: then the person is told. */
async function queue(body) {
  saving.stop();
  if (await handIn.queue(saving.row(form.read()), body)) {
    saving.tell("kept");
    return false;
  }
  saving.resume({ version: saving.version, base: saving.base });
  refuse({ messages: [say("offline")] });
  return true;
}

/** While a hand-in waits, nothing is marked: what goes out is what was seen. */
function marking(yes) {
  for (const part of [form.form, document.querySelector(".sheet__record"), document.getElementById("submit")]) part.inert = !yes;
}

/** What became of a hand-in. */
async function settle({ kind, step = "handin", data }) {
  if (kind === "ok" && step === "handin") {
    saving.stop();
    await kept.finish();
    location.assign(data.detail ?? location.href);
    return new Promise(() => {});
  }
  const { row } = kept;
  if (saving.stopped && row) {
    saving.sequence = row.sequence;
    saving.resume({ version: row.version, base: row.base });
  }
  saving.tell("kept");
  if (kind === "back" || kind === "ok" || kind === "held") return row?.refused && refuse({ messages: [row.refused.message] });
  if (kind === "conflict") return meet(data);
  if (kind === "invalid") {
    refuse(data);
    return keys.go(form.rows.find((one) => one.problem.textContent) || null);
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

/**
 * What this device has and the server has not. Marks of a sheet that nobody else has touched are simply there again; a person is asked where both
 * sides differ, and for what comes out of a file.
 */
async function offerKept(found, there) {
  if (!found) return undefined;
  if (found.handin && !found.refused) {
    form.write(found.marks);
    redraw();
    saving.stop();
    handIn.wait();
    return handIn.send();
  }
  const alone = fromDevice && !found.held;
  const { merged, disputes } = alone ? { merged: found.marks, disputes: [] } : merge(found.base || {}, found.marks, there);
  const codes = differing(merged, alone ? found.base : there);
  if (found.refused) refuse({ messages: [found.refused.message] });
  if (!codes.length) return kept.clear();
  let result = merged;
  if (disputes.length || found.held) {
    const chosen = await compare({
      form,
      codes,
      mine: merged,
      theirs: there,
      heading: say("keptTitle"),
      text: say("keptText", { time: timeOf(found.at) }),
      mineLabel: say("keptMine"),
      theirsLabel: say("staleTheirs"),
      go: say("takeMine"),
      leave: say("discard"),
    });
    if (!chosen) return kept.clear();
    result = { ...there, ...chosen };
  } else if (!fromDevice) say_to(say("restored", { time: timeOf(found.at) }));
  return take(result);
}

async function begin() {
  // Whatever sends from other tabs is done with this sheet before it is shown, and leaves it alone while it is open.
  await kept.opened();
  const [found, pack] = await Promise.all([kept.read(), fromDevice ? kept.pack() : undefined]);
  const there = pack?.state?.marks ?? stateOf(state);
  form.write(there);
  saving.base = form.read();
  saving.version = pack?.state?.version ?? state.version;
  if (fromDevice && found && !found.held) Object.assign(saving, { base: found.base, version: found.version });
  for (const row of form.rows) row.element.toggleAttribute("data-triggered", row.critical && row.value === "1");
  redraw();
  const first = form.rows.find((row) => !row.isComplete) || form.rows[0];
  keys.go(first, { quiet: touch });
  if (pack?.files) evidence.files = pack.files;
  evidence.begin();
  signing.begin();
  document.documentElement.dataset.sheet = "ready";
  if (!fromDevice) away.renew();
  return offerKept(found, there);
}

// A page that the server has refused shows what was typed and is not touched before the first change.
if (document.querySelector("[data-errors]")) redraw();
else begin();
