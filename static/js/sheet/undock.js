// The record out of the page into a window of its own, for whoever has two screens, and back. The two windows talk over a channel, so that the
// record's window is found again after the page was loaded anew, and follows to the next sheet.

const CHANNEL = "sheet-record";
const ANSWERS_WITHIN = 1500; // ms; a window that loads another sheet is away for a moment
const LOOKS_EVERY = 2000; // ms; a browser that dies says no goodbye

export const channelOf = () => new BroadcastChannel(CHANNEL);

const button = document.querySelector("[data-undock]");
if (button) dockable(button);

function dockable(button) {
  const { undock: url, sheet } = button.dataset;
  const note = document.querySelector("[data-undocked]");
  const channel = channelOf();
  let [waiting, next] = [0, 0];

  function show(out) {
    clearTimeout(waiting);
    document.body.classList.toggle("sheet-page--undocked", out);
    note.hidden = !out;
    button.hidden = out;
  }

  function look() {
    clearTimeout(next);
    channel.postMessage({ kind: "looking", sheet, url });
    clearTimeout(waiting);
    waiting = setTimeout(() => show(false), ANSWERS_WITHIN);
  }

  channel.addEventListener("message", ({ data }) => {
    if (data.sheet !== sheet) return;
    if (data.kind === "gone") look();
    else if (data.kind === "here") {
      show(true);
      clearTimeout(next);
      next = setTimeout(look, LOOKS_EVERY);
    }
  });
  button.addEventListener("click", () => {
    const opened = window.open(url, CHANNEL, "popup,width=760,height=960");
    if (opened) opened.focus();
  });
  note.querySelector("button").addEventListener("click", () => {
    // A window of this name is there; asked for again it is only brought back, and closed.
    window.open("", CHANNEL)?.close();
    clearTimeout(next);
    show(false);
  });
  look();
}
