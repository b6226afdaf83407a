// What a method notes beside the form (calls, interviews, footage) is sent without leaving the page, so that no mark is touched by it.

import { csrf } from "./asking.js";

const tell = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail: { tone: "late", ...detail } }));

async function send(form, part) {
  const button = form.querySelector("button:not([type=button])");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json", "X-CSRFToken": csrf() },
      redirect: "manual",
      signal: AbortSignal.timeout?.(20000),
    });
    if (answer.type === "opaqueredirect") return location.reload();
    if (answer.ok || answer.status === 422) return show(part, await answer.text(), form, answer.ok);
    const said = answer.status === 409 ? (await answer.json()).messages?.[0] : "";
    return tell(said ? { text: said } : { say: answer.status === 403 ? "refused" : "failed" });
  } catch {
    return tell({ say: "offline" }); // the form stands as it was: sending it again under its key notes nothing twice
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** `sent`: the form that was answered; what is typed in the others of the part is not lost by it. */
function show(part, html, sent, isTaken) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const fresh = parsed.content.querySelector("[data-part]");
  const others = [...part.querySelectorAll("form[data-part-form]")].filter((form) => form !== sent);
  part.replaceWith(fresh);
  for (const form of fresh.querySelectorAll("form[data-guard]")) tellGuard(form, isTaken ? "saved" : "unsaved");
  for (const form of others) carry(form, [...fresh.querySelectorAll("form[data-part-form]")].find((one) => one.action === form.action));
  const wrong = fresh.querySelector("[aria-invalid], .invalid-feedback:not(:empty)");
  const next = wrong || fresh.querySelector("a.callback__digits, .minutes__one--open");
  (fresh.querySelector("[aria-invalid]") || fresh.querySelector("a.callback__digits") || fresh).focus({ preventScroll: true });
  // The button that was pressed lay far below: what came of it, or what is wrong, would stay out of sight.
  (next || fresh).scrollIntoView({ block: next ? "center" : "start" });
  if (isTaken && sent.dataset.noted) tell({ text: sent.dataset.noted, tone: "done" });
}

const tellGuard = (form, what) => form.dispatchEvent(new CustomEvent(`guard:${what}`, { bubbles: true }));

/** A time that nobody has typed is that of the fresh form. */
function carry(from, to) {
  if (!to) return;
  for (const field of from.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const place = [...to.elements].find((one) => one.name === field.name && (field.type !== "radio" || one.value === field.value));
    if (!place) continue;
    if (field.type === "radio" || field.type === "checkbox") place.checked = field.checked;
    else if (field.matches("input") ? field.value !== field.defaultValue : field.value) place.value = field.value;
  }
}

// Before the shell takes the form for one that leads to another page.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-part-form]");
  if (!form) return;
  event.preventDefault();
  send(form, form.closest("[data-part]"));
}, { capture: true });
