// The first screen: Enter starts the next thing, wherever nothing else has the focus.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target !== document.body && event.target.id !== "main") return;
  if (document.querySelector("dialog[open], details[data-menu][open], #navigation:popover-open")) return;
  const next = document.querySelector("[data-next]");
  if (next) next.click();
});
