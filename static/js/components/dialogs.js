// Asks before a dangerous act: `data-confirm` on a form or on a submit button, in one <dialog> that names the thing. Other dialogs by data-open.
// What acts on ticked rows says how many they are ("{n}" in its question) and names them.

const dialog = document.getElementById("confirm-dialog");
const NAMED = 12;
let pending = null;

function tickedBy(source) {
  return [...((source.form ?? source).elements ?? [])].filter((box) => box.name === "ids" && box.checked);
}

function namesOf(ticked) {
  const isChinese = document.documentElement.lang.startsWith("zh");
  const names = ticked.slice(0, NAMED).map((box) => box.getAttribute("aria-label"));
  return names.join(isChinese ? "、" : ", ") + (ticked.length > NAMED ? " …" : "");
}

function ask(source, go) {
  const { confirm, confirmDetail = "", confirmLabel, confirmTone } = source.dataset;
  const yes = dialog.querySelector("[data-confirmed]");
  yes.dataset.word ??= yes.textContent;
  const ticked = tickedBy(source);
  dialog.querySelector("#confirm-title").textContent = confirm.replace("{n}", ticked.length);
  dialog.querySelector("#confirm-detail").textContent = [namesOf(ticked), confirmDetail].filter(Boolean).join(" · ");
  yes.textContent = confirmLabel || yes.dataset.word;
  yes.className = confirmTone === "danger" ? "btn btn-danger" : "btn btn-primary";
  pending = go;
  dialog.showModal();
  // What cannot be taken back is not one Enter away.
  (confirmTone === "danger" ? dialog.querySelector("[data-close]") : yes).focus();
}

if (dialog) {
  dialog.querySelector("[data-confirmed]").addEventListener("click", () => {
    const go = pending;
    dialog.close();
    go?.();
  });
  dialog.addEventListener("close", () => (pending = null));

  // Capturing: this runs before the guard against double submits and before htmx.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const source = event.submitter?.dataset.confirm ? event.submitter : form.dataset.confirm ? form : null;
      if (!source || form.dataset.confirmed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      ask(source, () => {
        form.dataset.confirmed = "yes";
        form.requestSubmit(submitter);
        delete form.dataset.confirmed;
      });
    },
    true,
  );
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  // A click on the veil closes; the dialog's own box ends before it.
  if (event.target instanceof HTMLDialogElement && event.target.classList.contains("dialog")) {
    const box = event.target.getBoundingClientRect();
    if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom) event.target.close();
  }
});
