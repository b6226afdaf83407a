// Forms: no double submit, a guard for unsaved changes, the error summary gets the focus, submitting on change.

const texts = () => document.getElementById("toasts")?.dataset ?? {};
const clean = new WeakMap();

const isPost = (form) => (form.getAttribute("method") || "").toLowerCase() === "post";
const snapshot = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken").map(([name, value]) => [name, value instanceof File ? value.name + value.size : value]));

function prepare(within) {
  for (const form of within.querySelectorAll("form[data-guard]")) if (!clean.has(form)) clean.set(form, snapshot(form));
  for (const summary of within.querySelectorAll("[data-errors]")) summary.focus({ preventScroll: false });
}

// A second submit while the first is under way changes nothing (the server's client key says so too); the button shows the work.
function busy(form, button, on) {
  form.toggleAttribute("data-sending", on);
  if (!button) return;
  if (on) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

// Enter sends a form by its own button, and in a field that looks something up by the button beside it: a browser takes whichever comes first.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !field.matches?.("form input:not([type=checkbox], [type=radio], [type=file])")) return;
  const looks = field.form?.querySelector(".finder button[formnovalidate], button[name=action][value=find]");
  if (!looks) return;
  const own = field.parentElement.querySelector(":scope > button[formnovalidate]") ?? field.form.querySelector(".btn-primary:not([formnovalidate], [type=button])");
  if (!own) return;
  event.preventDefault();
  own.click();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isPost(form) || form.hasAttribute("data-theme-form")) return;
  if (form.hasAttribute("data-sending")) return event.preventDefault();
  clean.delete(form);
  busy(form, event.submitter || form.querySelector("button[type=submit], button:not([type])"), true);
  // A download leaves the page standing: the form must live again.
  if (form.hasAttribute("data-download")) setTimeout(() => release(form), 2000);
});

function release(form) {
  busy(form, form.querySelector("[aria-busy]"), false);
}
// Back to this page out of the browser's memory: everything can be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

// A link inside the page that would lose what was typed asks first; so does closing the tab.
window.addEventListener("beforeunload", (event) => {
  for (const form of document.querySelectorAll("form[data-guard]")) {
    if (clean.has(form) && !form.hasAttribute("data-sending") && snapshot(form) !== clean.get(form)) {
      event.preventDefault();
      event.returnValue = texts().unsaved || "";
      return;
    }
  }
});
document.addEventListener("guard:saved", (event) => clean.set(event.target, snapshot(event.target)));
document.addEventListener("guard:unsaved", (event) => clean.set(event.target, ""));

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && (form.hasAttribute("data-autosubmit") || event.target.hasAttribute("data-autosubmit"))) form.requestSubmit();
});

// The links of the summary go to the field, not just near it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-errors] a[href^='#']");
  const found = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!found) return;
  event.preventDefault();
  const field = found.matches("input, select, textarea") ? found : found.querySelector("input, select, textarea") || found;
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
});

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
