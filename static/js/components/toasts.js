// Good news rises and leaves by itself; bad news stays until it is closed. From Django's messages, from events, from HX-Trigger.

const SECONDS = 6;
const region = document.getElementById("toasts");

function closing(message) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "message__close";
  button.setAttribute("aria-label", region.dataset.close);
  button.textContent = "×";
  button.addEventListener("click", () => message.remove());
  message.append(button);
}

function show(message, stays) {
  closing(message);
  region.append(message);
  if (stays) return;
  let timer;
  const arm = () => (timer = setTimeout(() => message.remove(), SECONDS * 1000));
  // Whoever reads it or is on it with the keyboard keeps it.
  message.addEventListener("pointerenter", () => clearTimeout(timer));
  message.addEventListener("pointerleave", arm);
  message.addEventListener("focusin", () => clearTimeout(timer));
  arm();
}

export function toast(text, tone = "go") {
  const message = document.createElement("div");
  message.className = `message message--${tone}`;
  const words = document.createElement("p");
  words.textContent = text;
  message.append(words);
  if (tone === "late") message.setAttribute("role", "alert");
  show(message, tone === "late" || tone === "wait");
}

if (region) {
  for (const message of document.querySelectorAll("#messages > .message")) {
    if (message.matches(".message--done, .message--go")) show(message, false);
    else closing(message);
  }
  const flow = document.getElementById("messages");
  if (flow && !flow.children.length) flow.remove();

  // {say: one of the region's texts} or {text}, and a tone. htmx fires the same for `HX-Trigger: {"toast": {…}}`.
  document.addEventListener("toast", ({ detail }) => {
    const text = detail.text || region.dataset[detail.say];
    if (text) toast(text, detail.tone);
  });
}
