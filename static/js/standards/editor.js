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

const form = document.querySelector("form[data-indicator]");
if (form) {
  const scale = form.elements.scale;
  const show = () => {
    for (const part of form.querySelectorAll("[data-used]")) part.hidden = !part.dataset.used.split(" ").includes(scale.value);
  };
  scale.addEventListener("change", show);
  show();
}
