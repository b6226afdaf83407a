// A correction: keys and the running total, nothing is saved before it is sealed.

import { SheetForm } from "./form.js";
import { Keys } from "./keys.js";
import { askPlaces, placesIn } from "./places.js";
import { View } from "./view.js";

const element = document.getElementById("sheet-form");
const form = new SheetForm(element);
const { naPolicy, criticalPolicy, criticalCap } = element.dataset;
const view = new View(form, { naPolicy, criticalPolicy, criticalCap });
const keys = new Keys({ form, choose, evidence: () => {}, submit: () => element.requestSubmit() });

function choose(row, button) {
  button.checked = button.type === "checkbox" ? !button.checked : true;
  if (button.checked && row.points) row.points.value = "";
  changed(row);
  if (!row.needsReason) return keys.onward(row);
  return row.text.focus();
}

function changed(row) {
  view.drawRow(row);
  view.draw();
}

document.addEventListener("input", (event) => {
  const row = form.rowOf(event.target);
  if (!row) return;
  if (row.points && event.target === row.points && row.points.value) for (const button of row.buttons) button.checked = false;
  if (row.points && event.target.type === "checkbox" && event.target.checked) row.points.value = "";
  changed(row);
});

// What a template leaves to be filled in is asked about once, as before submitting.
element.addEventListener("submit", async (event) => {
  if (element.elements.as_it_is || !form.rows.some((row) => placesIn(row.reason).length)) return;
  event.preventDefault();
  const unfilled = await askPlaces(form.rows);
  if (unfilled) {
    keys.go(unfilled, { quiet: true });
    return unfilled.text.focus();
  }
  element.append(Object.assign(document.createElement("input"), { type: "hidden", name: "as_it_is", value: "on" }));
  element.requestSubmit(event.submitter);
});
for (const row of form.rows) row.open(row.needsReason || Boolean(row.reason));
view.draw();
