// A file field says in the page's words what is chosen. A label beside it says it to screen readers: the browser's own field does.

const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

function show(input) {
  const name = input.closest("[data-pick]")?.querySelector("[data-pick-name]");
  if (!name) return;
  const chosen = [...input.files].map((file) => `${file.name} (${size(file.size)})`).join(", ");
  name.textContent = chosen || name.dataset.none;
  name.toggleAttribute("data-chosen", Boolean(chosen || name.hasAttribute("data-kept")));
}

document.addEventListener("change", (event) => event.target.matches?.("[data-pick] input") && show(event.target));
// A browser that comes back to the page has kept the file.
window.addEventListener("pageshow", () => document.querySelectorAll("[data-pick] input").forEach(show));
