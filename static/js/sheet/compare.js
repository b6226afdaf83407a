// Two states of one sheet side by side; the person chooses for each indicator. Resolves with the chosen marks, or null for “leave mine out”.

import { VISIT } from "./form.js";
import { say } from "./texts.js";

const dialog = document.getElementById("compare-dialog");

function words(form, code, [value, reason]) {
  const row = form.byCode.get(code);
  const button = row?.button(value);
  const mark = value ? (button ? button.nextElementSibling.textContent : value.replace("T", " ")) : "";
  return [mark, reason].filter(Boolean).join(" · ") || say("none");
}

function title(form, code) {
  const place = form.byCode.get(VISIT[code] || code);
  return place?.title || place?.name || code;
}

/** [[indicator, mark and reason]] as a person reads them, also where the form is not at hand. */
export const marksInWords = (form, marks) => Object.entries(marks).map(([code, entry]) => [title(form, code), words(form, code, entry)]);

/** `choosing: false` only shows. `codes`: what to compare. */
export function compare({ form, codes, mine, theirs, heading, text, mineLabel, theirsLabel, go, leave, choosing = true }) {
  const body = dialog.querySelector("tbody");
  const rowTemplate = document.getElementById("compare-row").content;
  dialog.querySelector("#compare-title").textContent = heading;
  dialog.querySelector("#compare-text").textContent = text;
  dialog.querySelector("[data-mine]").textContent = mineLabel;
  dialog.querySelector("[data-theirs]").textContent = theirsLabel;
  body.replaceChildren(
    ...codes.map((code, number) => {
      const row = rowTemplate.cloneNode(true).firstElementChild;
      row.dataset.code = code;
      row.querySelector("th").textContent = title(form, code);
      [mine, theirs].forEach((side, position) => {
        const label = row.querySelectorAll("label")[position];
        const radio = label.querySelector("input");
        radio.name = `compare-${number}`;
        radio.checked = position === 0;
        radio.hidden = !choosing;
        label.querySelector("span").textContent = words(form, code, side[code] || ["", ""]);
      });
      return row;
    }),
  );
  const goButton = dialog.querySelector("[data-go]");
  const leaveButton = dialog.querySelector("[data-theirs-all]");
  goButton.textContent = go;
  leaveButton.textContent = leave || "";
  leaveButton.hidden = !leave;
  return new Promise((resolve) => {
    let decided = false;
    const end = (value) => {
      decided = true;
      dialog.close();
      resolve(value);
    };
    // Escape, or a click beside it, decides nothing: one of the two must hold.
    dialog.onclose = () => decided || dialog.showModal();
    goButton.onclick = () => {
      const chosen = {};
      for (const row of body.children) {
        const side = row.querySelector("input:checked").value === "theirs" ? theirs : mine;
        chosen[row.dataset.code] = side[row.dataset.code] || ["", ""];
      }
      end(chosen);
    };
    leaveButton.onclick = () => end(null);
    dialog.showModal();
    goButton.focus();
  });
}
