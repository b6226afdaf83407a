// Whoever signs out of a shared tablet leaves no unsaved marks behind.

import { forgetAll } from "../sheet/kept.js";

document.addEventListener("submit", (event) => {
  if (new URL(event.target.action, location).pathname.endsWith("/logout/")) forgetAll();
});
