// Lists: tick all, the bar for what is ticked, an export that has the filters of the moment, plain filter forms without empty fields.

function refresh(form) {
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  form.querySelector(".bulk")?.classList.toggle("is-on", ticked > 0);
  const shown = form.querySelector("[data-ticked]");
  if (shown) shown.textContent = ticked;
}

let last = null;
document.addEventListener("click", (event) => {
  const box = event.target.closest("form[data-bulk] input[name=ids]");
  if (!box) return;
  const boxes = [...box.form.querySelectorAll("input[name=ids]")];
  // Shift ticks the whole stretch.
  if (event.shiftKey && last && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-all]")) for (const box of form.querySelectorAll("input[name=ids]")) box.checked = event.target.checked;
  refresh(form);
});
// The button that ticks all boxes of a form, wherever they stand.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick-all]");
  const form = button && document.getElementById(button.dataset.tickAll);
  if (!form) return;
  const boxes = [...form.elements].filter((one) => one.name === "ids");
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-bulk]").forEach(refresh));

// Without htmx a filter form is an ordinary GET: empty fields stay out of the URL.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form[data-filter]")) return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});
