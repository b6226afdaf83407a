// Trying weights: scores and ranks move while one types. The server computes the same for the address of the page and for the export.

import { tryWeights } from "./whatif/trial.js";

const form = document.querySelector("[data-what-if]");
const state = JSON.parse(document.getElementById("what-if-state").textContent);
const heading = document.querySelector("[data-heading]"), finding = document.querySelector("[data-finding]");
const rows = new Map([...document.querySelectorAll("[data-unit]")].map((row) => [row.dataset.unit, row]));
const fill = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (_whole, name) => values[name]);
const write = (share) => (share / 100).toFixed(2);
const before = tryWeights(state.units, state.own);

function read(field) {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(field.value.trim());
  if (!found) return null;
  const share = Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  return share <= 10000 ? share : null;
}

function show() {
  const fields = [...form.querySelectorAll("[data-weight]")];
  const shares = new Map(fields.map((field) => [field, read(field)]));
  const whole = [...shares.values()].reduce((sum, share) => sum + (share ?? 0), 0);
  const readable = ![...shares.values()].includes(null);
  for (const [field, share] of shares) {
    const nothing = readable && !whole && field === fields[0];
    field.classList.toggle("is-invalid", share === null || nothing);
    if (share === null || nothing) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    document.getElementById(`${field.name}-error`).textContent = nothing ? state.say.zero : share !== null ? "" : field.value.trim() ? state.say.number : state.say.missing;
  }
  for (const part of form.querySelectorAll("[data-dimension]")) {
    const own = [...part.querySelectorAll("[data-weight]")].reduce((sum, field) => sum + (shares.get(field) ?? 0), 0);
    part.querySelector("[data-dimension-sum]").textContent = write(own);
  }
  document.querySelector("[data-total]").textContent = `Σ ${write(whole)}%`;
  const weights = Object.fromEntries(fields.map((field) => [state.fields[field.name], shares.get(field)]));
  const isUsable = readable && whole > 0;
  for (const chip of document.querySelectorAll("[data-set]")) {
    const own = state.sets[chip.dataset.set];
    if (isUsable && Object.keys(own).every((code) => own[code] === weights[code])) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  for (const card of document.querySelectorAll("[data-ranking]")) card.classList.toggle("is-stale", !isUsable);
  if (!isUsable) return say(state.say.stale);
  draw(tryWeights(state.units, weights), fields.every((field) => weights[state.fields[field.name]] === state.own[state.fields[field.name]]));
}

function draw(after, isOwn) {
  let moved = 0, crossed = 0;
  for (const [key, own] of after) {
    const row = rows.get(key), old = before.get(key);
    const move = old.rank === null || own.rank === null ? 0 : old.rank - own.rank;
    if (move) moved++;
    const crosses = old.order !== null && own.order !== null && old.order !== own.order;
    if (crosses) crossed++;
    row.querySelector("[data-rank]").textContent = own.label;
    row.querySelector("[data-score]").textContent = own.tenths === null ? "–" : (own.tenths / 10).toFixed(1);
    row.querySelector("[data-half]").textContent = own.half === null ? "" : `±${own.half.toFixed(1)}`;
    const cell = row.querySelector("[data-move]");
    cell.className = `moved${move > 0 ? " moved--up" : move < 0 ? " moved--down" : ""}`;
    cell.replaceChildren(...(move ? [mark(move), aloud(move)] : ["–"]));
    if (crosses) cell.append(" ", small(fill(state.say.order, { before: old.order, after: own.order })));
    else if (move) cell.append(" ", small(state.say.interval));
  }
  for (const table of document.querySelectorAll("[data-ranking] tbody")) {
    const order = [...table.children].sort((one, other) => place(after.get(one.dataset.unit)) - place(after.get(other.dataset.unit)) || (after.get(other.dataset.unit).value ?? -1) - (after.get(one.dataset.unit).value ?? -1));
    if (order.some((row, at) => table.children[at] !== row)) table.append(...order);
  }
  const found = moved ? (moved === 1 ? state.say.one : state.say.many) : crossed ? state.say.crossed : state.say.none;
  const text = isOwn ? state.say.own : fill(found, { n: moved, version: state.version });
  say(text);
}
function say(text) {
  for (const one of [heading, finding]) if (one.textContent !== text) one.textContent = text;
}
const small = (text) => Object.assign(document.createElement("small"), { textContent: text });
const span = (text) => Object.assign(document.createElement("span"), { textContent: text });
function mark(move) {
  const found = span(`${move > 0 ? "▲" : "▼"} ${Math.abs(move)}`);
  found.setAttribute("aria-hidden", "true");
  return found;
}
function aloud(move) {
  const found = span(fill(move > 0 ? state.say.up : state.say.down, { n: Math.abs(move) }));
  found.className = "visually-hidden";
  return found;
}
const place = (own) => own.rank ?? Number.MAX_SAFE_INTEGER;

form.addEventListener("input", show);
form.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-weight]");
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const share = field && by ? read(field) : null;
  if (share === null) return;
  event.preventDefault();
  field.value = write(Math.max(0, Math.min(10000, share + by * (event.shiftKey ? 500 : 100))));
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
form.addEventListener("focusin", (event) => event.target.matches("[data-weight]") && event.target.select());
show();
