// The window that holds the record: it follows the scoring page to the next sheet, and tells it when it goes.

import { channelOf } from "./undock.js";

const channel = channelOf();
const sheet = document.body.dataset.sheet;

channel.addEventListener("message", ({ data }) => {
  if (data.kind !== "looking") return;
  if (data.sheet === sheet) channel.postMessage({ kind: "here", sheet });
  else location.replace(data.url);
});
addEventListener("pagehide", () => channel.postMessage({ kind: "gone", sheet }));
document.querySelector("[data-close]").addEventListener("click", () => window.close());
channel.postMessage({ kind: "here", sheet });
