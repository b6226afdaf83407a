// The list of sheets: all of today's visits are taken along with one press, and what is on the device is marked.

import { onChange } from "./changes.js";
import * as packs from "./packs.js";
import * as store from "./store.js";
import { person, say, sizeOf, timeOf } from "./texts.js";

const button = document.querySelector("[data-take-all]");
const mark = document.getElementById("taken-mark");
const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));

async function takeAll() {
  button.disabled = true;
  let bytes = 0;
  try {
    for (const url of button.dataset.takeAll.split(" ")) bytes += (await packs.take(url, person)).bytes;
    toast(button.dataset.done.replace("{size}", sizeOf(bytes)), "done");
  } catch (problem) {
    toast(say(problem?.kind ? (problem.kind === "offline" ? "noNetwork" : "takeFailed") : "noRoom"), "late");
  } finally {
    button.disabled = false;
  }
}

async function draw() {
  for (const old of document.querySelectorAll("[data-taken-mark]")) old.remove();
  for (const pack of await store.rowsOf("packs", person)) {
    const link = document.querySelector(`.cell-main a[href="${CSS.escape(pack.url)}"]`);
    if (!link) continue;
    const shown = mark.content.cloneNode(true).firstElementChild;
    shown.title = say("taken", { time: timeOf(pack.at), size: sizeOf(pack.bytes) });
    shown.querySelector("span").textContent = shown.title;
    link.after(" ", shown);
  }
}

if (packs.possible) {
  if (button) {
    button.hidden = false;
    button.addEventListener("click", takeAll);
  }
  if (mark) {
    onChange(draw);
    document.addEventListener("htmx:afterSettle", draw);
    draw().catch(() => undefined);
  }
}
