// On every page: who is at work here is noted, what is too old or another's goes, what waits is counted in the top bar and sent when somebody answers.

import { changed, onChange } from "./changes.js";
import * as packs from "./packs.js";
import { deliverAll, waiting } from "./sending.js";
import * as store from "./store.js";
import { person, say } from "./texts.js";
import { sendUses } from "./uses.js";

const EVERY = 60_000;
const SOON = 2_000;
const mark = document.querySelector("[data-device-mark]");
const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
const isKept = Boolean(document.documentElement.dataset.pack);

/** How many things of this person wait, in the top bar. */
async function count() {
  const { works, files, signatures } = await waiting(person);
  const n = works.length + files.length + signatures.length;
  if (mark) {
    mark.hidden = !n;
    mark.setAttribute("aria-label", say(n === 1 ? "waitsOne" : "waits", { n }));
    mark.querySelector("[data-count]").textContent = n > 99 ? "99+" : n;
  }
  return n;
}

let said = "";
let tries = 0;
let trying = 0;

/** A browser that says “online” may be a moment ahead of the network, and knows nothing of a server that does not answer: first soon, then more rarely. */
function again() {
  clearTimeout(trying);
  trying = setTimeout(send, Math.min(SOON * 2 ** tries, EVERY));
  tries += 1;
}

function sendAtOnce() {
  tries = 0;
  return send();
}

async function send() {
  clearTimeout(trying);
  if (!navigator.onLine || !navigator.locks) return;
  await sendUses(person);
  const { kind, data, handedIn = [] } = await deliverAll(person);
  if (kind === "offline" || kind === "failed") again();
  else tries = 0;
  for (const title of handedIn) toast(say("handedIn", { title }), "done");
  if (handedIn.length || kind === "ok") changed();
  // Said once a page: what is refused stands on the page of what waits.
  if (kind === said) return;
  said = kind;
  if (kind === "signed-out") toast(data?.message ?? say("signedOut"), "wait");
  if (["conflict", "invalid", "refused"].includes(kind)) toast(say("needsYou"), "wait");
}

async function begin() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  if (!isKept) {
    await store.note("person", person);
    await store.note("language", document.documentElement.lang === "en" ? "en" : "zh-hans");
    await store.remove("facts", "away");
    await store.dropOthersPacks(person);
  }
  await packs.dropOld(person);
  onChange(count);
  addEventListener("online", sendAtOnce);
  // What was put on the device while nobody answered, on a page that sends nothing itself.
  document.addEventListener("device:kept", () => {
    tries = 0;
    again();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(async () => document.visibilityState === "visible" && ((await count()) ? send() : sendUses(person)), EVERY);
  if (await count()) await send();
  else await sendUses(person);
}

// A device that keeps nothing (private windows) works as before.
begin().catch(() => undefined);
