// The page of the facts sends an ordinary form. Only where nobody answers at that moment, what was signed goes on the device instead of being lost.

import { complain, keepSignature, readConfirmation, sayOfFacts } from "../device/signatures.js";

const state = JSON.parse(document.getElementById("facts-state")?.textContent ?? "null");
const form = document.querySelector("form[data-facts]");
const PATIENCE = 8000;

const isAnswered = async () => {
  if (!navigator.onLine) return false;
  return fetch(state.ask, { method: "HEAD", signal: AbortSignal.timeout?.(PATIENCE) }).then(
    ({ status }) => ![502, 503, 504].includes(status),
    () => false,
  );
};

async function keep() {
  const said = await readConfirmation(form, state.assessors);
  complain(form, said.problems);
  if (Object.keys(said.problems).length) return;
  const about = { person: state.person, work: `${state.person}:${state.sheet}`, url: state.confirm, title: state.title, page: state.page };
  const isSigned = said.fields.outcome === "signed";
  try {
    await keepSignature(about, state.shown, said);
  } catch {
    return complain(form, { [isSigned ? "signature" : "refusal"]: sayOfFacts("noRoom") });
  }
  const note = Object.assign(document.createElement("div"), { className: "note note--wait", textContent: sayOfFacts(isSigned ? "keptSigned" : "keptRefusal") });
  note.setAttribute("role", "status");
  form.replaceWith(note);
}

if (state && form)
  form.addEventListener(
    "submit",
    async (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (await isAnswered()) form.submit();
      else await keep();
    },
    { capture: true },
  );
