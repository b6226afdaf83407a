// Photos of a page, one after the other: a link with data-view opens <dialog id="viewer">. Arrows, Home and End move, Esc closes; without
// scripts, or with Ctrl, the link opens the photo in a tab of its own.

const dialog = document.getElementById("viewer");
const part = (name) => dialog.querySelector(name);
let links = [];
let at = 0;

function show(place) {
  at = (place + links.length) % links.length;
  const link = links[at];
  const picture = part(".viewer__picture");
  picture.src = link.href;
  picture.alt = link.dataset.view;
  part("[data-viewer-name]").textContent = link.dataset.view;
  part("[data-viewer-original]").href = link.href;
  const count = part("[data-viewer-count]");
  count.textContent = links.length > 1 ? count.dataset.text.replace("{at}", at + 1).replace("{all}", links.length) : "";
  for (const button of dialog.querySelectorAll("[data-viewer-step]")) button.hidden = links.length < 2;
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    links = [...document.querySelectorAll("a[data-view]")];
    show(links.indexOf(link));
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    const step = event.target.closest("[data-viewer-step]");
    if (step) show(at + Number(step.dataset.viewerStep));
    else if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const place = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (place === undefined) return;
    event.preventDefault();
    show(place);
  });
  // A large photo is not kept in memory behind a closed dialog.
  dialog.addEventListener("close", () => part(".viewer__picture").removeAttribute("src"));
}
