// The page of what is on this device: taken along, waiting to be sent, sent lately. The same with and without a network; all of it is read here.

import { onChange, changed } from "./changes.js";
import * as packs from "./packs.js";
import { deliverAll, waiting } from "./sending.js";
import * as store from "./store.js";
import { person as signedIn, say, sizeOf, timeOf } from "./texts.js";

const page = document.getElementById("device");
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
// Without a network there is nobody to ask: whoever was at work here last.
let person = signedIn;

const filled = (template, words) => {
  const element = document.getElementById(template).content.cloneNode(true).firstElementChild;
  for (const [name, text] of Object.entries(words)) {
    const place = element.querySelector(`[data-${name}]`);
    place.textContent = text;
    place.hidden = !text;
  }
  return element;
};

function show(name, rows) {
  part(name).querySelector("[data-rows]").replaceChildren(...rows);
  part(name).querySelector("[data-some]").hidden = !rows.length;
  part(name).querySelector("[data-none]").hidden = Boolean(rows.length);
}

function packRow(pack) {
  const row = filled("device-pack", { about: [pack.method, pack.unit].filter(Boolean).join(" · "), loaded: timeOf(pack.at), size: sizeOf(pack.bytes), until: timeOf(pack.until) });
  const link = row.querySelector("[data-open-sheet]");
  link.href = pack.url;
  link.textContent = pack.number;
  row.querySelector("[data-give]").addEventListener("click", () => packs.giveBack(pack.id));
  return row;
}

function stateOf(work, isSignature) {
  if (work?.refused && isSignature) return ["late", say("stateSignature")];
  if (work?.refused) return ["late", say("stateRefused")];
  if (work?.held) return ["wait", say("stateFile")];
  if (work?.handin) return ["wait", say("stateHandin", { time: timeOf(work.handin.at) })];
  return ["wait", say("stateWaits")];
}

/** One sheet with all of it that waits: marks, files, signatures, hand-in. */
function waitingRow(id, work, files, signatures) {
  const rows = [work, ...signatures, ...files].filter(Boolean);
  const refused = rows.find((one) => one.refused);
  const held = rows.find((one) => one.held);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const row = filled("device-waiting", {
    title: rows[0].title,
    marks: work ? say("marksOf", { time: timeOf(work.at) }) : "",
    files: files.length ? say(files.length === 1 ? "filesOne" : "filesMany", { n: files.length, size: sizeOf(bytes) }) : "",
    signatures: signatures.length ? say("signatureOf", { time: timeOf(signatures.at(-1).at) }) : "",
    reason: refused?.refused.message ?? (held ? say("fromFile") : ""),
  });
  const [tone, words] = stateOf(refused ?? work ?? held, signatures.includes(refused));
  const pill = row.querySelector("[data-state]");
  pill.className = `pill pill--${tone}`;
  pill.textContent = words;
  const url = work?.url ?? signatures[0]?.page ?? files[0].url.replace(/evidence\/$/, "score/");
  row.querySelector("[data-open-sheet]").href = url;
  const list = row.querySelector("[data-inside]");
  for (const [name, text] of work?.words ?? []) list.append(term(name, text));
  for (const file of files) list.append(term(file.name, sizeOf(file.size), file));
  for (const one of signatures) {
    for (const [name, text] of one.words) list.append(term(name, text));
    if (one.signature || one.paper) list.append(term(say("signature"), one.paper?.name ?? "", pictureOf(one)));
  }
  row.querySelector("[data-again]").addEventListener("click", () => again(id, work, files, signatures));
  row.querySelector("[data-save]").addEventListener("click", () => save(id));
  const discard = row.querySelector("[data-discard]");
  discard.dataset.confirm = say("discardTitle", { title: rows[0].title });
  discard.closest("form").addEventListener("submit", (event) => {
    event.preventDefault();
    throwAway(id, files, signatures);
  });
  return row;
}

const pictureOf = ({ signature, paper }) => (paper ? { type: paper.blob.type, blob: paper.blob } : { type: "image/png", address: signature });

function term(name, text, file) {
  const pair = document.createElement("div");
  const [title, words] = [document.createElement("dt"), document.createElement("dd")];
  title.textContent = name;
  words.textContent = text;
  pair.append(title, words);
  if (file?.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.src = file.address ?? URL.createObjectURL(file.blob);
    picture.alt = name;
    picture.onload = () => URL.revokeObjectURL(picture.src);
    words.append(picture);
  }
  return pair;
}

async function again(id, work, files, signatures) {
  if (work) await store.update("works", id, (row) => ({ ...row, refused: null }));
  for (const file of files) await store.update("files", file.id, (row) => ({ ...row, refused: undefined, held: false }));
  for (const one of signatures) await store.update("signatures", one.id, (row) => ({ ...row, refused: undefined, held: false }));
  await send();
}

async function send() {
  if (!navigator.onLine) return toast(say("noNetwork"), "wait");
  const { kind, data } = await deliverAll(person);
  const { works, files, signatures } = await waiting(person);
  if (kind === "signed-out") toast(data?.message ?? say("signedOut"), "wait");
  else if (!works.length && !files.length && !signatures.length) toast(say("allSent"), "done");
  else if (kind === "open") toast(say("isOpen"), "wait");
  changed();
}

async function save(only) {
  const { saveAll } = await import("./parcel.js");
  if (await saveAll(person, only)) toast(say("savedFile"), "done");
}

async function throwAway(id, files, signatures) {
  await store.remove("works", id);
  for (const one of signatures) await store.remove("signatures", one.id);
  for (const file of files) await store.remove("files", file.id);
  changed();
}

async function bring(file) {
  const { bringIn, readFile } = await import("./bringing.js");
  const problem = part("waiting").querySelector("[data-problem]");
  problem.textContent = "";
  try {
    const read = await readFile(file, person);
    const { taken, left } = await bringIn(read);
    if (read.strange.length) problem.textContent = say("fileStrange", { name: file.name, titles: read.strange.join(say("comma")) });
    toast(say(left ? "broughtSome" : "brought", { n: taken, left }), left ? "wait" : "done");
  } catch (reason) {
    problem.textContent = say({ another: "fileAnother", damaged: "fileDamaged" }[reason.reason] ?? "fileUnreadable", { name: file.name });
  }
}

async function draw() {
  const since = await store.fact("away").catch(() => null);
  const network = part("network");
  network.hidden = navigator.onLine && !page.hasAttribute("data-shell");
  network.querySelector("[data-since]").textContent = since ? say("awaySince", { time: timeOf(since) }) : say("awayNow");
  const kept = await store.rowsOf("packs", person);
  show("packs", kept.map(packRow));
  const { works, files, signatures } = await waiting(person);
  const ids = [...new Set([...works.map(({ id }) => id), ...[...files, ...signatures].map(({ work }) => work)])];
  const of = (rows, id) => rows.filter(({ work }) => work === id);
  show("waiting", ids.map((id) => waitingRow(id, works.find((work) => work.id === id), of(files, id), of(signatures, id))));
  for (const button of page.querySelectorAll("[data-send-all], [data-save-all]")) button.hidden = !ids.length;
  const others = await store.othersCount(person);
  part("others").hidden = !others;
  part("others").textContent = others ? say(others === 1 ? "othersOne" : "others", { n: others }) : "";
  const sent = (await store.fact("sent")) ?? [];
  part("sent").hidden = !sent.length;
  part("sent").querySelector("[data-rows]").replaceChildren(
    ...sent.map(({ what, title, about, at }) => filled("device-sent", { when: timeOf(at), what: say({ handin: "sentHandin", file: "sentFile", signature: "sentSignature" }[what] ?? "sentMarks"), title: [title, about].filter(Boolean).join(" · ") })),
  );
}

async function begin() {
  person ||= (await store.fact("person")) ?? "";
  if (!navigator.onLine) await store.note("away", (await store.fact("away")) ?? new Date().toISOString());
  page.querySelector("[data-send-all]").addEventListener("click", send);
  page.querySelector("[data-save-all]").addEventListener("click", () => save(null));
  page.querySelector("[data-bring]").addEventListener("change", ({ target }) => {
    if (target.files[0]) bring(target.files[0]);
    target.value = "";
  });
  page.querySelector("[data-reload]")?.addEventListener("click", () => location.reload());
  for (const name of ["online", "offline"]) addEventListener(name, draw);
  // The page that was asked for comes as soon as there is a network again.
  if (page.hasAttribute("data-shell")) addEventListener("online", () => location.reload());
  onChange(draw);
  await draw();
}

begin().catch(() => {
  part("unkept").hidden = false;
});
