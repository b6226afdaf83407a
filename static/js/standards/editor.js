// Forms with rows that come and go, and an indicator's form that shows what its scale uses. Without this script an emptied row is no row,
// and the server ignores what the scale does not use.

for (const rows of document.querySelectorAll("[data-rows]")) {
  const list = rows.querySelector(".rows__list");
  const template = rows.querySelector("template");
  const add = rows.querySelector("[data-add]");
  const total = rows.parentElement.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);

  // The numbers of the rows follow their places, so that what is sent has no holes.
  const number = () => {
    const all = [...list.children];
    all.forEach((row, place) => {
      for (const part of row.querySelectorAll("[name], [id], [for]")) {
        for (const name of ["name", "id", "for"]) {
          const value = part.getAttribute(name);
          if (value) part.setAttribute(name, value.replace(/-(\d+|__prefix__)-/, `-${place}-`));
        }
      }
    });
    total.value = all.length;
    add.disabled = all.length >= Number(rows.dataset.most);
  };
  const append = () => {
    list.append(template.content.cloneNode(true));
    const row = list.lastElementChild;
    row.querySelector("[data-remove]").hidden = false;
    number();
    return row;
  };

  // The empty row is for those without this script.
  for (const row of [...list.children].slice(1)) {
    if ([...row.querySelectorAll("input, textarea")].every((field) => !field.value)) row.remove();
  }
  add.hidden = false;
  for (const button of list.querySelectorAll("[data-remove]")) button.hidden = false;
  add.addEventListener("click", () => append().querySelector("input, select, textarea").focus());
  rows.addEventListener("row:add", append);
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    number();
    (next?.querySelector("[data-remove]") || add).focus();
    rows.dispatchEvent(new Event("input", { bubbles: true }));
  });
  number();
}

// A target's row shows what its kind uses (the style sheet hides the rest).
const mark = (row) => {
  const kind = row.querySelector('[name$="-kind"]');
  if (kind) row.dataset.kind = kind.value;
};
for (const rows of document.querySelectorAll('[data-rows="target"]')) {
  const all = () => rows.querySelectorAll("[data-row]").forEach(mark);
  rows.addEventListener("change", all);
  rows.addEventListener("click", all);
  all();
}

const form = document.querySelector("form[data-indicator]");
if (form) {
  const scale = form.elements.scale;
  const show = () => {
    for (const part of form.querySelectorAll("[data-used]")) part.hidden = !part.dataset.used.split(" ").includes(scale.value);
  };

  // A scale begins with its own levels, as long as nobody has written anything into those that are there.
  const starts = JSON.parse(document.getElementById("levels-to-begin-with").textContent);
  const levels = form.querySelector('[data-rows="level"]');
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const said = (row) => ["text_zh", "text_en"].map((name) => field(row, name).value.trim());
  const begun = new Set(["", ...Object.values(starts).flat().flatMap((one) => [one.text_zh || "", one.text_en || ""])]);
  const begin = () => {
    const wanted = starts[scale.value];
    const list = levels.querySelector(".rows__list");
    if (!wanted || [...list.children].some((row) => said(row).some((text) => !begun.has(text)))) return;
    list.replaceChildren();
    for (const one of wanted) {
      levels.dispatchEvent(new CustomEvent("row:add"));
      for (const [name, value] of Object.entries(one)) field(list.lastElementChild, name).value = value;
    }
  };
  scale.addEventListener("change", () => {
    begin();
    show();
  });
  show();

  // The unit stands beside each figure, and what the measure can be above them.
  const units = JSON.parse(document.getElementById("units-of-measures").textContent);
  const tell = () => {
    const found = units[form.elements.measure.value];
    const rows = form.querySelector('[data-rows="step"]');
    for (const part of [rows, rows.querySelector("template").content]) {
      for (const unit of part.querySelectorAll("[data-figure-unit]")) unit.textContent = found?.unit || "";
    }
    form.querySelector("[data-figure-limits]").textContent = found?.limits || "";
  };
  form.elements.measure.addEventListener("change", tell);
  tell();
}
