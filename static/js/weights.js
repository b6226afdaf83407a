// Weights by hand: sums move while one types. In hundredths of a percent, so that nothing is lost; the server decides.

const form = document.querySelector("[data-weights]");
const total = document.querySelector("[data-total]"), left = document.querySelector("[data-left]");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

/** Hundredths; null for an empty field and for what is no weight. */
function read(field) {
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(field.value.trim());
  if (!found) return null;
  const share = Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  return share <= 10000 ? share : null;
}
const write = (share) => (share / 100).toFixed(2);
const sum = (fields) => fields.reduce((found, field) => found + (read(field) ?? 0), 0);

function show() {
  const fields = [...form.querySelectorAll("[data-weight]")];
  for (const card of form.querySelectorAll("[data-dimension]")) {
    card.querySelector("[data-dimension-sum]").textContent = `${write(sum([...card.querySelectorAll("[data-weight]")]))}%`;
  }
  const whole = sum(fields), rest = 10000 - whole;
  const wrong = fields.some((field) => field.value.trim() !== "" && read(field) === null);
  total.textContent = fill(form.dataset.sum, { sum: write(whole) });
  left.textContent = rest > 0 ? fill(form.dataset.rest, { rest: write(rest) }) : rest < 0 ? fill(form.dataset.over, { rest: write(-rest) }) : form.dataset.exact;
  left.dataset.tone = rest === 0 && !wrong ? "done" : "wait";
  for (const field of fields) field.classList.toggle("is-invalid", field.value.trim() !== "" && read(field) === null);
}

form.addEventListener("input", show);
// Up and down change by a hundredth, with Shift by a whole percent; Enter goes to the next field.
form.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-weight]");
  if (!field) return;
  const fields = [...form.querySelectorAll("[data-weight]")];
  if (event.key === "Enter") {
    event.preventDefault();
    (fields[fields.indexOf(field) + 1] ?? document.querySelector("[form=weights-form][value=save]")).focus();
    return;
  }
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const share = read(field);
  if (!by || share === null) return;
  event.preventDefault();
  field.value = write(Math.max(0, Math.min(10000, share + by * (event.shiftKey ? 100 : 1))));
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
form.addEventListener("focusin", (event) => event.target.matches("[data-weight]") && event.target.select());
show();
