// The second question before a red line: the safe answer has the focus.

const dialog = document.getElementById("critical-dialog");
const title = document.getElementById("critical-title");
title.dataset.words = title.textContent;

/** Gives ask(row, button); `answered(row, button, yes)` gets the button that holds: the one that was pressed, or the one that says no. */
export const criticalQuestion = (answered) => (row, button) => {
  title.textContent = title.dataset.words.replace("{name}", row.name);
  const answer = (yes) => {
    dialog.close();
    answered(row, yes ? button : row.button("0"), yes);
  };
  dialog.querySelector("[data-yes]").onclick = () => answer(true);
  dialog.querySelector("[data-no]").onclick = () => answer(false);
  dialog.showModal();
  dialog.querySelector("[data-no]").focus();
};
