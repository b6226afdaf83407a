// Reading sealed sheets one after the other by keyboard: arrows or j and k go through the indicators, c opens the comment, a approves, r returns,
// n and p go to the next and the previous sheet. In a field all keys are letters; Esc leaves it.

const form = document.getElementById("review-form");
const rows = [...form.querySelectorAll(".review__row")];
const typing = "textarea, input:not([type=hidden]), select, [contenteditable]";
let now = -1;

function go(number) {
  rows[now]?.removeAttribute("data-now");
  now = Math.max(0, Math.min(rows.length - 1, number));
  rows[now].setAttribute("data-now", "");
  rows[now].focus({ preventScroll: true });
  rows[now].scrollIntoView({ block: "nearest" });
}

function comment() {
  if (now < 0) go(0);
  const fold = rows[now].querySelector("details");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("textarea").focus();
}

/** Nothing is returned without a word: the keyboard then goes to where it is said. */
function giveBack() {
  const said = [...form.querySelectorAll("textarea")].some((field) => field.value.trim());
  if (said) press("[data-return]");
  else if (now >= 0) comment();
  else document.getElementById("review-note")?.focus();
}

const press = (selector) => document.querySelector(selector)?.click();

const acts = {
  ArrowDown: () => go(now + 1),
  j: () => go(now + 1),
  ArrowUp: () => go(now - 1),
  k: () => go(now - 1),
  c: comment,
  a: () => press("[data-approve]"),
  r: giveBack,
  n: () => press("[data-next-sheet]"),
  p: () => press("[data-previous]"),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const row = event.target.closest(".review__row");
  if (event.target.matches(typing)) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    go(row ? rows.indexOf(row) : now);
    return;
  }
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".review__row");
  if (!row) return;
  rows[now]?.removeAttribute("data-now");
  now = rows.indexOf(row);
  row.setAttribute("data-now", "");
});
document.documentElement.dataset.review = "ready";
