// What the page shows of its marks: running total, subtotals, what is missing, which row is open.

import { score, shown } from "./scoring.js";
import { say } from "./texts.js";

export class View {
  constructor(form, policies) {
    Object.assign(this, { form, policies });
    this.total = document.getElementById("total");
    this.under = document.getElementById("underlying");
    this.missing = document.getElementById("missing");
    this.done = document.querySelector("[data-done]");
    this.subtotals = new Map([...form.form.querySelectorAll("[data-dimension]")].map((part) => [part.dataset.dimension, part.querySelector("[data-subtotal]")]));
  }

  draw() {
    const { rows, byCode } = this.form;
    const result = score(rows, (code) => byCode.get(code).answer, this.policies);
    this.total.textContent = shown(result.total);
    if (this.under) this.under.textContent = result.total === result.underlying ? "" : say("underlying", { points: shown(result.underlying) });
    for (const [dimension, place] of this.subtotals) place.textContent = shown(result.dimensions.get(dimension) ?? null);
    const missing = rows.filter((row) => !row.isComplete);
    if (this.missing) {
      this.missing.textContent = missing.length ? say("missing", { n: missing.length, wanted: rows.length }) : say("complete");
      this.missing.classList.toggle("pill--wait", missing.length > 0);
      this.missing.classList.toggle("pill--done", missing.length === 0);
    }
    if (this.done) this.done.textContent = rows.length - result.missing.length;
    return missing;
  }

  /** Opens the reason where one is needed; what was opened by hand or holds a text stays. */
  drawRow(row) {
    if (row.needsReason) row.open(true);
    else if (!row.reason && document.activeElement !== row.text) row.open(false);
    if (row.isWrong) row.complain(say("badPoints", { limit: limitOf(row) }));
    else if (row.isComplete || row.answer === null) row.complain("");
    row.element.classList.remove("is-missing");
  }

  /** Marks every row that is not complete and says why. The first one, or null. */
  complainAll() {
    let first = null;
    for (const row of this.form.rows) {
      if (row.isComplete) continue;
      row.complain(row.isWrong ? say("badPoints", { limit: limitOf(row) }) : row.answer === null ? say("notScored") : say(row.critical ? "noAccount" : "noReason"));
      if (row.answer !== null) row.open(true);
      first ??= row;
    }
    return first;
    for (const field of this.form.fields) {
      if (field.value) continue;
      field.complain(say(field.name === "visit_at" ? "noTime" : "noPlace"));
      first ??= field;
    }
  }
}

const limitOf = (row) => shown(row.max).replace(/\.0$/, "");
