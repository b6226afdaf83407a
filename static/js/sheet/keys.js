// The keyboard: a digit gives the level, arrows or j and k move, n is N/A, c the reason, e evidence, Ctrl+Enter submits.

import { Field } from "./form.js";
import { Hints } from "./hints.js";

const typing = "textarea, input:not([type=radio]):not([type=checkbox]), select, [contenteditable]";

export class Keys {
  /** `choose(row, button)` marks by key; `evidence(row)`; `submit()`. */
  constructor({ form, choose, evidence, submit }) {
    Object.assign(this, { form, choose, evidence, submit });
    this.pane = document.getElementById("main");
    this.hints = new Hints();
    document.addEventListener("keydown", (event) => this.press(event));
    this.follow();
  }

  /**
   * The row that is worked on is the present one. Rows change their height with it, so while a finger or a button is down it waits for the
   * click: what lies under the finger would slip away, and the tap be lost.
   */
  follow() {
    let isDown = false;
    let settling = 0;
    const settle = (place) => {
      clearTimeout(settling);
      isDown = false;
      const row = this.form.rowOf(place);
      if (row) this.mark(row);
    };
    const release = () => {
      clearTimeout(settling);
      settling = setTimeout(() => settle(document.activeElement), 500);
    };
    document.addEventListener("pointerdown", () => {
      clearTimeout(settling);
      isDown = true;
    }, true);
    // A press that becomes no click: text was selected, or the page scrolled.
    document.addEventListener("pointerup", release, true);
    document.addEventListener("pointercancel", release, true);
    document.addEventListener("click", (event) => settle(event.target), true);
    document.addEventListener("focusin", (event) => {
      if (!isDown) settle(event.target);
    });
  }

  get rows() {
    return this.form.rows;
  }

  mark(row) {
    this.now?.element.removeAttribute("data-now");
    this.now = row;
    row.element.setAttribute("data-now", "");
    this.hints.show(row);
  }

  /**
   * The keyboard goes to the row or the field of the visit; to neither: where the server has complained. `quiet`: a row is only shown (a
   * tablet would open its keyboard).
   */
  go(place, { quiet = false } = {}) {
    const row = place || this.form.firstProblem;
    if (row instanceof Field) row.show();
    if (!row || row instanceof Field) return;
    this.mark(row);
    if (!quiet) row.target.focus({ preventScroll: true });
    const pane = this.pane.getBoundingClientRect();
    const box = row.element.getBoundingClientRect();
    const inside = box.top >= pane.top + 56 && box.bottom <= pane.bottom - 24;
    if (!inside) row.element.scrollIntoView({ block: "center" });
  }

  step(by) {
    const at = this.rows.indexOf(this.now);
    this.go(this.rows[Math.max(0, Math.min(this.rows.length - 1, at + by))]);
  }

  /** After the last row: to what is still missing, or to the button that seals. */
  onward(from = this.now) {
    const at = this.rows.indexOf(from);
    if (at + 1 < this.rows.length) return this.go(this.rows[at + 1]);
    const missing = this.rows.find((row) => !row.isComplete);
    if (missing) this.go(missing);
    else document.getElementById("submit")?.focus();
  }

  press(event) {
    // Whoever is writing Chinese with an input method uses Enter and digits for it.
    // While a hand-in waits nothing is marked.
    if (this.form.form.inert) return undefined;
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      return this.submit();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.form.rowOf(event.target);
    if (event.target === row?.text) return this.pressInReason(event, row);
    if (event.target.matches(typing) && event.target !== row?.points) return;
    const act = this.actOf(event, row?.points === event.target);
    if (act) {
      event.preventDefault();
      this.hints.clear();
      act();
    }
  }

  pressInReason(event, row) {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.onward(row);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.go(row);
    }
  }

  /** What a key means on the present row; undefined for what is not ours. In the field for points digits are digits. */
  actOf(event, inPoints) {
    const [row, target] = [this.now, event.target];
    if (!row) return undefined;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "ArrowDown" || key === "j") return () => this.step(1);
    if (key === "ArrowUp" || key === "k") return () => this.step(-1);
    if (key === "n") return this.chooseOrRefuse(row, key, "na");
    if (key === "c") {
      return () => {
        row.open(true);
        row.text.focus();
      };
    }
    if (key === "e") return () => this.evidence(row);
    if (inPoints) return key === "Enter" ? () => this.afterPoints(row) : undefined;
    // On a link or a button outside the rows the keys below are not ours.
    if (/^[0-9]$/.test(key)) {
      if (row.points) return () => this.typePoints(row, key);
      return this.chooseOrRefuse(row, key, key);
    }
    if (key === "Enter" && this.form.rowOf(target) === row && !target.closest("button, a")) return () => this.onward(row);
    return undefined;
  }

  /** Silence would leave the person believing that the mark was given. */
  chooseOrRefuse(row, key, value) {
    const button = row.button(value);
    return () => (button ? this.choose(row, button) : this.hints.refuse(row, key));
  }

  typePoints(row, digit) {
    for (const button of row.buttons) button.checked = false;
    row.points.focus();
    row.points.value = digit;
    row.points.dispatchEvent(new Event("input", { bubbles: true }));
  }

  afterPoints(row) {
    if (row.isWrong) return;
    if (row.needsReason && !row.reason) {
      row.open(true);
      row.text.focus();
    } else this.onward(row);
  }
}
