// What the page shows of its marks: running total, subtotals, what is missing, which row is open.

import { notePlaces } from "./places.js";
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
    const toDo = this.toDo(result.missing.length);
    if (this.missing) {
      this.missing.textContent = toDo || say("complete");
      this.missing.classList.toggle("pill--wait", Boolean(toDo));
      this.missing.classList.toggle("pill--done", !toDo);
    }
    if (this.done) this.done.textContent = rows.length - result.missing.length;
  }

  /** A mark that is missing and a reason that is: counted apart, and only what is. */
  toDo(missing) {
    const reasons = this.form.rows.filter((row) => row.answer !== null && !row.isComplete).length;
    const parts = [missing && say("missing", { n: missing }), reasons && say(reasons === 1 ? "reasonMissing" : "reasonsMissing", { n: reasons })];
    return parts.filter(Boolean).join(say("and"));
  }

  /** Opens the reason where one is needed; what was opened by hand or holds a text stays. */
  drawRow(row) {
    if (row.needsReason) row.open(true);
    else if (!row.reason && document.activeElement !== row.text) row.open(false);
    if (row.isWrong) row.complain(badNumber(row));
    else if (row.isComplete || row.answer === null) row.complain("");
    row.why.classList.toggle("is-remark", row.isRemark);
    notePlaces(row, say);
    row.element.classList.remove("is-missing");
  }

  /** Marks every place that is not complete and says why. The first one, or null. */
  complainAll() {
    let first = null;
    for (const field of this.form.fields) {
      if (field.value || !field.element.required) continue;
      field.complain(field.element.dataset.missing);
      first ??= field;
    }
    for (const row of this.form.rows) {
      if (row.isComplete) continue;
      row.complain(row.isWrong ? badNumber(row) : row.answer === null ? say("notScored") : say(row.critical ? "noAccount" : row.optional ? "noBonusReason" : "noReason"));
      if (row.answer !== null) row.open(true);
      first ??= row;
    }
    return first;
  }
}

const badNumber = (row) => (row.counts ? say("badCount") : say("badPoints", { limit: limitOf(row) }));
const limitOf = (row) => shown(row.max).replace(/\.0$/, "");
