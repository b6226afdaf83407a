// The device's words, written by the server in the reader's language: say("waiting", {n: 3}). A clock time and a size as people write them.

const words = { ...document.getElementById("device-texts")?.dataset, ...document.getElementById("page-words")?.dataset };

export const say = (name, places = {}) => (words[name] ?? "").replace(/\{(\w+)\}/g, (whole, place) => places[place] ?? whole);
export const person = document.querySelector("meta[name=person]")?.content ?? "";
const language = document.documentElement.lang;

/** “10:42”, and with the day where it is not today's. */
export function timeOf(moment) {
  const when = new Date(moment);
  const clock = when.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hour12: false });
  if (when.toDateString() === new Date().toDateString()) return clock;
  return `${when.toLocaleDateString(language, { month: "short", day: "numeric" })} ${clock}`;
}

export function sizeOf(bytes) {
  if (bytes < 1000 * 1000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1000 / 1000).toFixed(1)} MB`;
}
