// What a template leaves to be filled in each time: 【时间】 or [time]. Left so, it is said beside the field, and asked about once before submitting;
// it refuses nothing, because brackets may be meant.

export const PLACES = /【[^【】]*】|\[[^[\]]*\]/g;
export const placesIn = (text) => text.match(PLACES) ?? [];

const dialog = document.getElementById("places-dialog");

/** The note under the reason of a row, or none. */
export function notePlaces(row, say) {
  const left = placesIn(row.reason);
  let note = row.why.querySelector(".ind__left");
  if (!note && !left.length) return;
  if (!note) {
    note = Object.assign(document.createElement("p"), { className: "ind__left" });
    note.setAttribute("role", "status");
    row.why.append(note);
  }
  const sentence = left.length ? say("placesLeft", { places: left.join(" ") }) : "";
  // Said once: every key would have it read out again.
  if (note.textContent !== sentence) note.textContent = sentence;
}

/** Asks where something is left. Resolves with the row to go to, or null where all is filled in or meant as it is. */
export function askPlaces(rows) {
  const left = rows.filter((row) => placesIn(row.reason).length);
  if (!left.length || !dialog) return Promise.resolve(null);
  const lines = left.map((row) => dialog.dataset.one.replace("{name}", () => row.name).replace("{places}", () => placesIn(row.reason).join(" ")));
  dialog.querySelector("ul").replaceChildren(...lines.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector("[value=fill]").focus();
  return new Promise((resolve) => (dialog.onclose = () => resolve(dialog.returnValue === "send" ? null : left[0])));
}
