// The form as data: {code: [value, reason]}, the value as the button's (“5”, “na”, “1”) or the points as typed. The visit's fields are
// entries of their own, so that saving, keeping and comparing know only one shape.

import { countOf, left, unitsOf } from "./scoring.js";

// What is stated of a visit; which of them a page has depends on the method.
export const VISIT = Object.fromEntries(["at", "left", "place", "met", "why"].map((name) => [`@${name}`, `visit_${name}`]));

export class SheetForm {
  constructor(form) {
    this.form = form;
    this.rows = [...form.querySelectorAll(".ind[data-code]")].map((element) => new Row(element));
    this.fields = Object.entries(VISIT).flatMap(([code, name]) => (form.elements[name] ? [new Field(code, form.elements[name])] : []));
    // What the server complains about, by the name it uses: indicators, and the fields of the visit.
    this.byCode = new Map([...this.rows.map((row) => [row.code, row]), ...this.fields.map((field) => [field.name, field])]);
  }

  /** The first place that is complained about, in the order of the page. */
  get firstProblem() {
    return [...this.fields, ...this.rows].find((place) => place.problem.textContent) || null;
  }

  rowOf(element) {
    return this.byCode.get(element?.closest?.(".ind[data-code]")?.dataset.code) || null;
  }

  read() {
    const marks = {};
    for (const row of this.rows) {
      const entry = [row.value, row.reason];
      if (entry[0] || entry[1]) marks[row.code] = entry;
    }
    for (const field of this.fields) if (field.value) marks[field.code] = [field.value, ""];
    return marks;
  }

  write(marks) {
    for (const row of this.rows) row.set(...(marks[row.code] || ["", ""]));
    for (const field of this.fields) field.set(marks[field.code]?.[0] || "");
  }
}

/** A time, the place … of the visit: no indicator, but saved, kept, compared and complained about like one. */
export class Field {
  constructor(code, element) {
    Object.assign(this, { code, element, name: element.name, answer: null });
    this.problem = document.getElementById(`${element.id}-error`);
    element.addEventListener("input", () => this.complain(""));
  }

  get value() {
    return this.element.value.trim();
  }

  get title() {
    return this.element.labels[0].textContent;
  }

  set(value) {
    if (value === this.value) return;
    this.element.value = value;
    this.complain("");
  }

  complain(sentence) {
    // Said once: every save would have it read out again.
    if (this.problem.textContent === sentence) return;
    this.problem.textContent = sentence;
    this.element.classList.toggle("is-invalid", Boolean(sentence));
    this.element.setAttribute("aria-invalid", Boolean(sentence));
  }

  /** In sight and with the keyboard on it, also where the visit is folded away. */
  show() {
    const fold = this.element.closest("details");
    if (fold) fold.open = true;
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "center" });
  }
}

export class Row {
  constructor(element) {
    const { code, scale, weight, max, step } = element.dataset;
    Object.assign(this, { element, code, scale });
    this.weight = BigInt(weight);
    this.max = BigInt(max);
    this.critical = scale === "critical";
    this.optional = scale === "bonus";
    this.counts = scale === "deduction";
    this.direct = this.counts && !this.weight;
    this.step = BigInt(step || 0);
    this.doubled = "doubled" in element.dataset;
    this.wantsReasons = "reasons" in element.dataset;
    this.dimension = element.closest("[data-dimension]").dataset.dimension;
    this.buttons = [...element.querySelectorAll(`[name="m.${CSS.escape(code)}"]`)];
    this.points = element.querySelector(`[name="p.${CSS.escape(code)}"]`);
    this.text = element.querySelector("textarea");
    this.why = element.querySelector(".ind__why");
    this.problem = element.querySelector(".ind__error");
    this.name = element.querySelector(".ind__name b").textContent;
  }

  get chosen() {
    return this.buttons.find((button) => button.checked) || null;
  }

  get value() {
    return this.chosen?.value || this.points?.value.trim() || "";
  }

  get reason() {
    return this.text.value.trim();
  }

  button(value) {
    return this.buttons.find((button) => button.value === value) || null;
  }

  /** What counts: null, "na", triggered or not, or units. */
  get answer() {
    const { value } = this;
    if (!value) return null;
    if (value === "na") return "na";
    if (this.critical) return value === "1";
    if (this.points) return this.isWrong ? null : this.unitsOf(value);
    return BigInt(this.chosen.dataset.units);
  }

  /** What is typed as points; of occurrences, what they leave. Null for what is neither. */
  unitsOf(text) {
    if (!this.counts) return unitsOf(text);
    const count = countOf(text);
    return count === null ? null : left(this, count);
  }

  /** Points that are no points: never sent, never counted. */
  get isWrong() {
    if (!this.points || !this.value || this.value === "na") return false;
    const units = this.unitsOf(this.value);
    return units === null || units > this.max;
  }

  /** Below full marks, a bonus that is given, or triggered. */
  get deducts() {
    const { answer } = this;
    if (answer === null || answer === "na") return false;
    if (this.optional) return answer > 0n;
    return this.critical ? answer : answer < this.max;
  }

  get needsReason() {
    return this.deducts && (this.critical || this.wantsReasons);
  }

  /** The text stands beside a mark that takes nothing off: sealed as a remark, and shown as one before. */
  get isRemark() {
    return Boolean(this.reason) && this.answer !== null && !this.deducts;
  }

  get isComplete() {
    if (this.answer === null) return this.optional && !this.isWrong;
    return !this.needsReason || Boolean(this.reason);
  }

  set(value, reason) {
    for (const button of this.buttons) button.checked = button.value === value;
    if (this.points) this.points.value = this.button(value) ? "" : value;
    this.text.value = reason;
    this.open(this.needsReason || Boolean(reason));
  }

  open(on) {
    this.why.classList.toggle("is-open", on);
  }

  complain(sentence) {
    this.problem.textContent = sentence;
    this.element.classList.toggle("is-wrong", Boolean(sentence));
    this.text.setAttribute("aria-invalid", Boolean(sentence) && this.answer !== null);
  }

  /** Where the keyboard stands when it stands on this row. */
  get target() {
    return this.points && this.chosen === null ? this.points : this.chosen || this.buttons[0];
  }
}

/** As the server wants it. */
export function payloadOf(marks, form) {
  const body = {};
  for (const [code, [value, reason]] of Object.entries(marks)) {
    const row = form.byCode.get(code);
    if (!row) continue;
    const mark = {};
    if (value === "na") mark.na = true;
    else if (value && row.critical) mark.triggered = value === "1";
    else if (value && row.counts) countOf(value) !== null && (mark.count = Number(value));
    else if (value && row.points) unitsOf(value) !== null && unitsOf(value) <= row.max && (mark.points = value);
    else if (value) mark.level = Number(value);
    if (reason) mark.reason = reason;
    body[code] = mark;
  }
  return body;
}

export function visitOf(marks, form) {
  if (!form.fields.length) return null;
  return Object.fromEntries(form.fields.map(({ code }) => [code.slice(1), marks[code]?.[0] || ""]));
}
