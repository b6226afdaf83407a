// After the seal: Enter opens the next sheet, and what was taken along of this one is given back. Marks that were never sent stay until they are settled.

import { Kept } from "./kept.js";

const place = document.querySelector("[data-sheet]");
const next = document.querySelector("[data-next]");
next?.focus({ preventScroll: true });
if (place?.hasAttribute("data-sealed")) giveBack(new Kept(place.dataset));

async function giveBack(kept) {
  if (!(await kept.read())) await kept.finish();
}
