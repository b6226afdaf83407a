// The shell: drawer, menus, search key, theme, copying, row links. Each part works on elements that are there and on those htmx brings.

import "./components/sidebar.js";
import "./components/device.js";
import "./components/signout.js";

const root = document.documentElement;

// -- `/` focuses the search, wherever one is not typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (!search || !search.offsetParent) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// -- Menus close on Escape and on a click elsewhere; the focus goes back to what opened them.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// -- The drawer is a popover; older browsers get a class instead.
const drawer = document.getElementById("navigation");
if (drawer && !("popover" in HTMLElement.prototype)) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[popovertarget]");
    if (opener) drawer.classList.toggle("is-open");
    else if (!drawer.contains(event.target)) drawer.classList.remove("is-open");
  });
}
// A popover that was opened on a narrow screen would stay in the top layer of a wide one.
matchMedia("(min-width: 1024px)").addEventListener("change", (wide) => {
  if (wide.matches && drawer?.matches?.(":popover-open")) drawer.hidePopover();
});

// -- Theme: applied at once, kept by the server.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  if (theme === "auto") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", theme);
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === event.submitter));
  document.dispatchEvent(new CustomEvent("themechange"));
  const body = new FormData(form, event.submitter);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer || (answer.status >= 400)) document.dispatchEvent(new CustomEvent("toast", { detail: { say: "failed", tone: "late" } }));
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("themechange")));

// -- Copy.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const field = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
  const text = field ? field.value : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without HTTPS there is no clipboard: select the text, so that Ctrl+C does it.
    const target = field || button.previousElementSibling;
    if (field) return field.select();
    return getSelection().selectAllChildren(target);
  }
  document.dispatchEvent(new CustomEvent("toast", { detail: { say: "copied", tone: "done" } }));
});

// -- A row with one link follows it wherever it is clicked, but text can still be selected.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, select, label, summary") || String(getSelection())) return;
  const link = row.querySelector("a[href]");
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link.click();
});

// -- On a phone the record of a sheet starts folded, so that the form is what one sees.
for (const fold of document.querySelectorAll("details[data-fold-on-phone]")) {
  if (matchMedia("(max-width: 699px)").matches) fold.open = false;
  matchMedia("(min-width: 960px)").addEventListener("change", (wide) => wide.matches && (fold.open = true));
}
