// The page of a standard for paper: the button opens the browser's print dialog. Without this module it is not shown, and the browser's menu prints.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
