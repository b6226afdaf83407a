// The page's words, written by the server in the reader's language: say("missing", {n: 3, wanted: 15}).

const words = document.getElementById("sheet-texts")?.dataset ?? {};

export const say = (name, places = {}) => (words[name] ?? "").replace(/\{(\w+)\}/g, (whole, place) => places[place] ?? whole);
