// The form of a question: shows what the chosen kind has use for. Without this script everything is there, and the server leaves out the rest.

const form = document.querySelector("form.form");
const kind = form?.querySelector("[name=kind]");
const source = form?.querySelector("[name=condition_code]");

const follow = () => {
  for (const part of form.querySelectorAll("[data-kinds]")) {
    part.hidden = !part.dataset.kinds.split(" ").includes(kind.value);
  }
  for (const group of form.querySelectorAll("[data-source]")) group.hidden = !source || group.dataset.source !== source.value;
};

if (kind) {
  kind.addEventListener("change", follow);
  source?.addEventListener("change", follow);
  follow();

  const spare = [...form.querySelectorAll("[data-spare]")];
  const more = form.querySelector("[data-more]");
  for (const row of spare) row.hidden = true;
  more.hidden = !spare.length;
  more.addEventListener("click", () => {
    const row = spare.shift();
    row.hidden = false;
    row.querySelector("input").focus();
    more.hidden = !spare.length;
  });
}
