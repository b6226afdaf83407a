// Which groups of the sidebar were left open: kept in a cookie, so that the server draws the next page with them and nothing jumps.
// Only what the reader folds or unfolds counts: the group of the present page is open without having been chosen.

const nav = document.getElementById("navigation");
const opened = new Set((nav?.dataset.opened || "").split(".").filter(Boolean));
const YEAR = 31536000;

nav?.addEventListener("click", (event) => {
  const group = event.target.closest("summary")?.closest("[data-group]");
  if (!group) return;
  // The click comes before the group has opened or closed.
  if (group.open) opened.delete(group.dataset.group);
  else opened.add(group.dataset.group);
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `qa_sidebar=${[...opened].join(".")}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
});
