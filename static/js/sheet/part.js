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
    if (answer.ok || answer.status === 422) return show(part, await answer.text());
    const said = answer.status === 409 ? (await answer.json()).messages?.[0] : "";
    return tell(said ? { text: said } : { say: answer.status === 403 ? "refused" : "failed" });
  } catch {
    return tell({ say: "offline" }); // the form stands as it was: sending it again under its key notes nothing twice
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function show(part, html) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const fresh = parsed.content.querySelector("[data-part]");
  part.replaceWith(fresh);
  (fresh.querySelector("[aria-invalid]") || fresh.querySelector("a.callback__digits") || fresh).focus({ preventScroll: true });
}

// Before the shell takes the form for one that leads to another page.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-part-form]");
  if (!form) return;
  event.preventDefault();
  send(form, form.closest("[data-part]"));
}, { capture: true });
