// A link that ticks boxes of the form it stands in; without this module its address loads the page with them ticked.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-tick]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const id of link.dataset.tick.split(" ").filter(Boolean)) {
    const box = document.getElementById(id);
    if (box && !box.disabled) box.checked = true;
  }
  const note = link.parentElement.querySelector("[data-ticked-note]");
  if (note) note.hidden = false;
});
