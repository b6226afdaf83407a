// After the seal: Enter opens the next sheet, and nothing of this one stays on the device.

import { Kept } from "./kept.js";

const place = document.querySelector("[data-sheet]");
const next = document.querySelector("[data-next]");
if (place?.hasAttribute("data-sealed")) new Kept(place.dataset.person, place.dataset.sheet).clear();
next?.focus({ preventScroll: true });
