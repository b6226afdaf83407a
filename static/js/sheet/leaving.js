// A link that shows what is saved is followed once all is saved, or after three seconds.

const saved = document.getElementById("saved");
const isSaved = () => !saved.dataset.state || saved.dataset.state === "saved";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-when-saved]");
  if (!link || isSaved() || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const go = () => location.assign(link.href);
  // Whoever knows better what to do without a network says so.
  const giveUp = setTimeout(() => link.dispatchEvent(new CustomEvent("unsaved", { cancelable: true })) && go(), 3000);
  const watch = new MutationObserver(() => {
    if (!isSaved()) return;
    watch.disconnect();
    clearTimeout(giveUp);
    go();
  });
  watch.observe(saved, { attributes: true, attributeFilter: ["data-state"] });
});
