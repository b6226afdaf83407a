// The keys of the present row: named in the foot, and named again to whoever presses one that the row does not take.

export class Hints {
  constructor() {
    this.place = document.getElementById("keys");
    this.answer = document.getElementById("key-refused");
  }

  /** [[keys], what they do] of the row. A range is its two ends. */
  keysOf(row) {
    const words = this.place.dataset;
    const digits = row.buttons.filter((button) => /^[0-9]$/.test(button.value));
    const labelled = digits.some((button) => button.nextElementSibling.dataset.key);
    const keys = labelled ? digits.map((button) => [[button.value], button.nextElementSibling.textContent]) : [];
    if (row.points) keys.push([["0", "9"], words.points]);
    else if (!labelled && digits.length) keys.push([[digits[0].value, digits.at(-1).value], words.level]);
    if (row.button("na")) keys.push([["N"], words.na]);
    return keys;
  }

  show(row) {
    this.clear();
    const parts = this.keysOf(row).flatMap(([[first, last], word]) => [keyCap(first), ...(last ? ["–", keyCap(last)] : []), ` ${word} `]);
    this.place.querySelector("[data-row-keys]").replaceChildren(...parts);
  }

  refuse(row, key) {
    const keys = this.keysOf(row).map(([ends, word]) => `${ends.join("–")} ${word}`);
    const places = { key: key.toUpperCase(), code: row.code, keys: keys.join(" · ") };
    this.answer.textContent = this.place.dataset.refused.replace(/\{(\w+)\}/g, (_whole, name) => places[name]);
  }

  clear() {
    this.answer.textContent = "";
  }
}

function keyCap(key) {
  const cap = document.createElement("kbd");
  cap.textContent = key;
  return cap;
}
