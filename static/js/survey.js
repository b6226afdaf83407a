// The page with the links of a batch: they are seen once, so leaving without having printed, saved or copied them asks first.

const taken = new Set();
const page = document.querySelector(".slips");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) {
    taken.add("print");
    print();
  }
  if (event.target.closest("[data-copy], a[download]")) taken.add("kept");
});

window.addEventListener("beforeunload", (event) => {
  if (!page || taken.size) return;
  event.preventDefault();
  event.returnValue = "";
});
