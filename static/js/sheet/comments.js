// Texts for a deduction reason. “/” in the empty field, Alt+↓ anywhere in it or the button beside it opens a short list, which narrows to what is
// typed; Enter takes what is marked, Esc leaves what was typed. What is taken is typed for the person: nothing is saved or sent by it alone.

import * as store from "../device/store.js";
import { addUse, sendUses } from "../device/uses.js";
import { csrf, newKey } from "./asking.js";
import { PLACES } from "./places.js";

const words = document.getElementById("comments").dataset;
const TELL_AFTER = 4000;
const SHOWN = 40;
const MOST_KEPT = 300;
// With a Chinese input method the key of the slash gives one of these.
const OPENERS = ["/", "／", "、"];

const panel = document.getElementById("comments-panel").content.firstElementChild.cloneNode(true);
const list = panel.querySelector("[role=listbox]");
const said = panel.querySelector("[role=status]");

let templates = null;
let fetching = null;
// {field, code, anchor}: the field whose list is open; from `anchor` on it is searched for.
let open = null;
let chosen = -1;
const used = new Map();
const state = JSON.parse(document.getElementById("sheet-state")?.textContent ?? "null");
const touch = matchMedia("(pointer: coarse)").matches;

const say = (text, places = {}) => text.replace(/\{(\w+)\}/g, (_whole, name) => places[name]);
const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
const fieldOf = (element) => (element?.matches?.(".ind__why > textarea") ? element : null);

// -- What there is

async function fetchAll() {
  const answer = await fetch(words.choices, { headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout?.(15000) });
  if (!answer.ok) throw new Error("no templates");
  templates = (await answer.json()).templates;
}

/** Where nobody answers, those that came with the sheet when it was taken along. */
async function keptAll() {
  const pack = state && (await store.get("packs", `${state.person}:${state.sheet}`).catch(() => null));
  templates ??= pack?.templates ?? null;
}

/** Asked once, when a reason is opened for the first time; after a failure again with the next one. */
function begin() {
  fetching ??= fetchAll().catch(async () => {
    fetching = null;
    await keptAll();
  });
  return fetching;
}

function matching({ field, code, anchor }) {
  const query = field.value.slice(anchor, field.selectionEnd).trim().toLowerCase();
  const parts = query.split(/\s+/).filter(Boolean);
  const fits = (one) => parts.every((part) => one.text.toLowerCase().includes(part) || one.find.includes(part));
  const here = (templates || []).filter((one) => (!one.code || one.code === code) && fits(one));
  // What is for this indicator first; among equals the server's order: most used first.
  return [...here.filter((one) => one.code), ...here.filter((one) => !one.code)].slice(0, SHOWN);
}

// -- The list

function draw() {
  const found = matching(open);
  const rows = found.map((one) => option(one.text, one.mine ? words.mine : ""));
  rows.forEach((row, number) => (row.template = found[number]));
  const text = open.field.value.trim();
  if (text.length > 1 && text.length <= MOST_KEPT && !templates?.some((one) => one.text === text)) {
    const keep = option(say(words.keepWord, { text: text.length > 40 ? `${text.slice(0, 40)}…` : text }));
    keep.className = "comments__keep";
    keep.keeps = text;
    rows.push(keep);
  }
  rows.forEach((row, number) => (row.id = `comments-${number}`));
  list.replaceChildren(...rows);
  list.hidden = !rows.length;
  if (found.length) said.textContent = say(touch ? words.manyToTap : words.many, { n: found.length });
  else if (templates) said.textContent = templates.length ? words.none : words.empty;
  else said.textContent = fetching ? words.loading : words.offline;
  mark(found.length ? 0 : -1);
}

function option(text, more = "") {
  const row = document.createElement("li");
  row.setAttribute("role", "option");
  const body = document.createElement("span");
  body.textContent = text;
  row.append(body);
  if (more) row.append(Object.assign(document.createElement("small"), { textContent: more }));
  return row;
}

function mark(number) {
  chosen = number;
  [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === number)));
  const row = list.children[number];
  row?.scrollIntoView({ block: "nearest" });
  if (row) open.field.setAttribute("aria-activedescendant", row.id);
  else open.field.removeAttribute("aria-activedescendant");
}

function show(field) {
  if (open) close();
  open = { field, code: field.closest("[data-code]").dataset.code, anchor: field.selectionEnd };
  field.setAttribute("aria-controls", list.id);
  field.closest(".ind__why").append(panel);
  draw();
  const here = open;
  begin().then(() => open === here && draw());
  panel.scrollIntoView({ block: "nearest" });
}

function close() {
  if (!open) return;
  open.field.removeAttribute("aria-activedescendant");
  open.field.removeAttribute("aria-controls");
  open = null;
  panel.remove();
}

// -- Taking one

function write(field, text, from, to) {
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function take(row) {
  if (!row) return;
  if (row.keeps) return keep(open.field, open.code, row.keeps);
  const { field, anchor } = open;
  const { id, text } = row.template;
  const [from, to] = [Math.min(anchor, field.selectionEnd), field.selectionEnd];
  if (field.value.length - (to - from) + text.length > field.maxLength) {
    said.textContent = say(words.tooLong, { limit: field.maxLength });
    return;
  }
  close();
  field.focus({ preventScroll: true });
  write(field, text, from, to);
  select(field, from);
  count(id);
}

/** The next place to fill in at or after `from`; whether there is one. */
function select(field, from) {
  for (const place of field.value.matchAll(PLACES)) {
    if (place.index < from) continue;
    field.setSelectionRange(place.index, place.index + place[0].length);
    return true;
  }
  return false;
}

async function keep(field, code, text) {
  close();
  field.focus({ preventScroll: true });
  const body = new URLSearchParams({ text, code, client_key: newKey() });
  try {
    const answer = await fetch(words.keep, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": csrf() }, redirect: "manual" });
    const data = answer.ok || answer.status === 422 ? await answer.json() : {};
    if (!data.template) return toast(data.messages?.[0] || words.failed, "late");
    if (templates && !templates.some((one) => one.id === data.template.id)) templates.unshift(data.template);
    return toast(data.message, "done");
  } catch {
    return toast(words.failed, "late");
  }
}

// -- How often: told beside the saving, and if it does not arrive, with the next one

async function count(id) {
  // On the device first: it outlives the tab, and a network that is not there.
  const isKept = state && (await addUse(state.person, words.used, id).then(() => true, () => false));
  if (!isKept) used.set(id, (used.get(id) || 0) + 1);
  setTimeout(isKept ? () => sendUses(state.person) : tell, TELL_AFTER);
}

async function tell() {
  if (!used.size) return;
  const uses = Object.fromEntries(used);
  used.clear();
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  const answer = await fetch(words.used, { method: "POST", body: JSON.stringify({ uses }), headers, keepalive: true, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) for (const [id, times] of Object.entries(uses)) used.set(id, (used.get(id) || 0) + times);
}
addEventListener("pagehide", tell);

// -- Keys, before those of the sheet

document.addEventListener(
  "keydown",
  (event) => {
    const field = fieldOf(event.target);
    if (!field || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    if (open?.field !== field) return pressClosed(event, field);
    pressOpen(event, field);
  },
  { capture: true },
);

function pressClosed(event, field) {
  const asks = event.altKey ? event.key === "ArrowDown" : event.key === "/" && !field.value;
  if (asks) {
    event.preventDefault();
    return show(field);
  }
  if (event.key === "Tab" && !event.shiftKey && !event.altKey && select(field, field.selectionEnd)) event.preventDefault();
}

function pressOpen(event, field) {
  const last = list.children.length - 1;
  const acts = {
    ArrowDown: () => last >= 0 && mark(chosen >= last ? 0 : chosen + 1),
    ArrowUp: () => last >= 0 && mark(chosen <= 0 ? last : chosen - 1),
    Escape: close,
    // A second one is meant as a letter.
    "/": field.value ? null : () => {
      close();
      write(field, "/", 0, 0);
    },
    Enter: chosen >= 0 ? () => take(list.children[chosen]) : null,
  };
  if (event.altKey && event.key === "ArrowUp") acts.ArrowUp = close;
  const act = acts[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (event.key === "Enter" || event.key === "Tab") close();
}

document.addEventListener("input", (event) => {
  const field = fieldOf(event.target);
  if (!field) return;
  if (open?.field === field) {
    if (field.selectionEnd < open.anchor) return close();
    return event.isComposing ? undefined : draw();
  }
  // Typed by an input method, which has kept the key to itself.
  if (OPENERS.includes(field.value) && event.inputType?.startsWith("insert") && !event.isComposing) {
    write(field, "", 0, field.value.length);
    show(field);
  }
});
document.addEventListener("compositionend", (event) => {
  const field = fieldOf(event.target);
  if (field && open?.field === field) draw();
});
document.addEventListener("focusin", (event) => {
  if (fieldOf(event.target)) begin();
  if (open && !open.field.closest(".ind").contains(event.target)) close();
});

// -- By hand

panel.addEventListener("pointerdown", (event) => {
  // The field keeps the keyboard; a tablet's stays as it is.
  if (event.target.closest("li")) event.preventDefault();
});
list.addEventListener("click", (event) => open && take(event.target.closest("li")));
document.addEventListener("pointerdown", (event) => {
  if (open && !open.field.closest(".ind__why").contains(event.target)) close();
});

const button = document.getElementById("comments-button").content.firstElementChild;
for (const field of document.querySelectorAll(".ind__why > textarea")) {
  const own = button.cloneNode(true);
  own.setAttribute("aria-label", `${words.label}: ${field.closest("[data-code]").dataset.code}`);
  own.addEventListener("click", () => {
    if (open?.field === field) return close();
    field.setSelectionRange(field.value.length, field.value.length);
    if (!touch) field.focus({ preventScroll: true });
    return show(field);
  });
  field.after(own);
}
