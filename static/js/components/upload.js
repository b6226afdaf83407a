// A file on its way up: what can be seen here is said before minutes of sending, and the way is shown by a bar.

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

// -- What is missing stands beside its field, in the place where the server would say it.
function complain(field, sentence) {
  const holder = field.closest(".mb-3") ?? field.parentElement;
  holder.querySelectorAll("[data-said-here]").forEach((said) => said.remove());
  field.classList.toggle("is-invalid", Boolean(sentence));
  field.toggleAttribute("aria-invalid", Boolean(sentence));
  if (!sentence) return true;
  const said = document.createElement("span");
  said.className = "invalid-feedback";
  said.dataset.saidHere = "";
  said.setAttribute("role", "alert");
  said.textContent = sentence;
  holder.append(said);
  return false;
}

function problemOf(field, form) {
  if (field.type !== "file") return field.value.trim() ? "" : field.dataset.missing;
  const [file] = field.files;
  if (!file) return form.querySelector("[name=kept]") ? "" : field.dataset.missing;
  return file.size > Number(field.dataset.mostBytes) ? field.dataset.tooLarge : "";
}

function isComplete(form) {
  const wrong = [...form.querySelectorAll("[data-missing]")].filter((field) => !complain(field, problemOf(field, form)));
  wrong[0]?.focus();
  return !wrong.length;
}

document.addEventListener("htmx:confirm", (event) => {
  if (event.target.matches?.("[data-upload]") && !isComplete(event.target)) event.preventDefault();
});
// While it is typed, not when the field is left: a sentence that goes then moves the button away from under the click that leaves it.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-upload]");
  if (form && event.target.classList.contains("is-invalid") && event.target.dataset.missing) complain(event.target, problemOf(event.target, form));
});

// -- The way up, and then the reading, whose length nobody knows.
function show(form, text, percent) {
  const job = form.querySelector("[data-upload-job]");
  const bar = job.querySelector("progress");
  job.hidden = !text;
  job.querySelector("[data-upload-said]").textContent = text;
  if (percent === null) bar.removeAttribute("value");
  else bar.value = percent;
}

const upload = (event) => (event.target.matches?.("[data-upload]") ? event.target : null);

document.addEventListener("htmx:beforeSend", (event) => {
  const form = upload(event);
  if (!form) return;
  form.toggleAttribute("data-sending", true);
  form.querySelector("[type=submit]").setAttribute("aria-busy", "true");
  if (form.querySelector("[type=file]").files.length) show(form, form.dataset.sendingText.replace("{n}", megabytes(0)).replace("{all}", megabytes(form.querySelector("[type=file]").files[0].size)), 0);
});
document.addEventListener("htmx:xhr:progress", (event) => {
  const form = upload(event);
  const { loaded, total, lengthComputable } = event.detail;
  if (!form || !lengthComputable || !form.hasAttribute("data-sending")) return;
  if (loaded < total) show(form, form.dataset.sendingText.replace("{n}", megabytes(loaded)).replace("{all}", megabytes(total)), (100 * loaded) / total);
  else show(form, form.dataset.readingText, null);
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const form = upload(event);
  // The next page takes over what was typed: nothing is lost by leaving.
  if (form && event.detail.xhr.getResponseHeader("HX-Redirect")) form.dispatchEvent(new CustomEvent("guard:saved", { bubbles: true }));
});
document.addEventListener("htmx:sendError", (event) => {
  const form = upload(event);
  if (form) show(form, form.dataset.unreached, 0);
});
