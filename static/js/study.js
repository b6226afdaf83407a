// An expert's comparisons: consistency and weights move while one answers; on a phone one question at a time. The server decides.

import { isConsistent, matrixOf, priorities, worst } from "./study/consistency.js";

const form = document.querySelector("[data-study]");
const state = JSON.parse(document.getElementById("study-state").textContent);
const questions = [...form.querySelectorAll(".pair")];
const sections = [...form.querySelectorAll("[data-group]")];
const fill = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (_whole, name) => values[name]).replaceAll("%%", "%");
const ratioOf = (text) => { const [over, under] = text.split("/"); return Number(over) / Number(under ?? 1); };
const chosen = (question) => question.querySelector("input:checked");

// 0.1002 is not told as 0.100, which would be good enough.
const shown = (cr, good) => (good || cr.toFixed(3) !== state.limit.toFixed(3) ? cr : state.limit + 0.001).toFixed(3);

function words(names, one, other, ratio) {
  if (Math.abs(ratio - 1) < 1e-9) return state.say.equal;
  const [name, times] = ratio > 1 ? [names[one], ratio] : [names[other], 1 / ratio];
  return fill(state.say.times, { name, times: Math.round(times) });
}

function show(section) {
  const group = state.groups[Number(section.dataset.group)];
  const own = [...section.querySelectorAll(".pair")];
  const given = new Map(own.filter(chosen).map((one) => [one.dataset.place, ratioOf(chosen(one).value)]));
  const check = section.querySelector("[data-check]");
  const rows = [...section.querySelectorAll("[data-weight]")];
  const bars = [...section.querySelectorAll("[data-bar]")];
  let weights = null, tone = "wait", text = fill(state.say.count, { answered: given.size, wanted: own.length });
  own.forEach((one) => one.classList.remove("is-worst"));
  if (given.size === own.length) {
    const matrix = matrixOf(group.names.length, given);
    const found = priorities(matrix, state.random);
    weights = found.weights;
    const good = isConsistent(found.cr, state.limit);
    tone = good ? "done" : "late";
    text = group.names.length < 3 ? state.say.two : fill(good ? state.say.good : state.say.bad, { cr: shown(found.cr, good) });
    const hint = good ? null : worst(matrix);
    if (hint) {
      const names = group.names;
      text += " " + fill(state.say.hint, {
        one: names[hint.one], other: names[hint.other],
        given: words(names, hint.one, hint.other, hint.given), implied: words(names, hint.one, hint.other, hint.implied),
      });
      own.find((one) => one.dataset.place === `${hint.one}-${hint.other}`)?.classList.add("is-worst");
    }
  }
  if (check.textContent !== text) check.textContent = text;
  check.dataset.tone = tone;
  rows.forEach((cell, at) => (cell.textContent = weights ? `${(weights[at] * 100).toFixed(1)}%` : "–"));
  bars.forEach((bar, at) => bar.setAttribute("width", weights ? `${(weights[at] * 100).toFixed(1)}%` : "0%"));
}

function showProgress() {
  const answered = questions.filter(chosen).length;
  document.querySelector("[data-progress]").textContent = fill(state.say.count, { answered, wanted: questions.length });
}

// -- Saved by itself a moment after an answer; a submit waits for a save that is under way, so that both know the row's version.
const status = document.querySelector("[data-saved]");
let timer = null, underWay = null, isOver = false;

function saveSoon() {
  clearTimeout(timer);
  if (!isOver) timer = setTimeout(() => (underWay ??= save().finally(() => (underWay = null))), 900);
}

async function save() {
  const body = new FormData(form);
  body.set("action", "save");
  const before = JSON.stringify([...body]);
  const answer = await fetch(location.pathname, { method: "POST", body, headers: { "X-Autosave": "1" } }).catch(() => null);
  isOver = answer?.status === 409;
  // Where the session has ended, the answer is the page to sign in.
  const told = answer?.ok ? await answer.json().catch(() => null) : null;
  status.classList.toggle("saved--not", !told);
  if (!told) return void (status.textContent = isOver ? state.say.conflict : state.say.unsaved);
  const { version, at } = told;
  status.textContent = fill(state.say.saved, { at });
  const now = new FormData(form);
  now.set("action", "save");
  const isSame = JSON.stringify([...now]) === before;
  form.elements.version.value = version;
  if (isSame) form.dispatchEvent(new CustomEvent("guard:saved", { bubbles: true }));
  else saveSoon();
}

form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!underWay) return;
  event.preventDefault();
  event.stopPropagation();
  const { submitter } = event;
  underWay.then(() => form.requestSubmit(submitter));
});

// -- One question at a time on a phone.
const narrow = matchMedia("(max-width: 699px)");
const nav = document.createElement("div");
nav.className = "compare-nav";
const button = (text) => Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: text });
const back = button(state.say.back), next = button(state.say.next), where = document.createElement("span");
next.classList.add("btn-primary");
nav.append(back, where, next);
form.append(nav);
let at = Math.max(0, questions.findIndex((one) => !chosen(one)));

function step(to, focus = true) {
  at = Math.max(0, Math.min(to, questions.length - 1));
  const now = questions[at];
  for (const one of questions) one.classList.toggle("is-off", narrow.matches && one !== now);
  for (const one of sections) one.classList.toggle("is-off", narrow.matches && !one.contains(now));
  nav.hidden = !narrow.matches;
  back.disabled = at === 0;
  next.disabled = at === questions.length - 1;
  where.textContent = fill(state.say.step, { number: at + 1, whole: questions.length });
  if (focus) (chosen(now) ?? now.querySelector("input")).focus({ preventScroll: narrow.matches });
}
back.addEventListener("click", () => step(at - 1));
next.addEventListener("click", () => step(at + 1));
narrow.addEventListener("change", () => step(at, false));

form.addEventListener("change", (event) => {
  const section = event.target.closest("[data-group]");
  if (!section) return;
  show(section);
  showProgress();
  saveSoon();
});
// A tap on a phone moves on, but not away from the last of a part: its result is to be seen.
form.addEventListener("click", (event) => {
  const question = event.target.closest(".pair");
  if (!narrow.matches || !question || !event.target.matches("input") || event.detail === 0) return;
  const following = questions[questions.indexOf(question) + 1];
  if (following && following.parentElement === question.parentElement) setTimeout(() => step(questions.indexOf(following)), 220);
});
form.addEventListener("keydown", (event) => {
  const question = event.target.closest(".pair");
  if (event.key !== "Enter" || !question || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const to = questions.indexOf(question) + (event.shiftKey ? -1 : 1);
  if (to >= 0 && to < questions.length) step(to);
});

sections.forEach(show);
showProgress();
step(at, false);
