// Between a check of the rows and their import: whoever changes a choice checks again first. The server compares as well.

const form = document.getElementById("columns-form");
const start = document.querySelector("[data-checked]");
const sentence = document.getElementById("check-again");

const choices = (of) => JSON.stringify([...form.elements].filter((field) => field.name && field.type !== "hidden").map((field) => [field.name, of(field)]));
// What the page came with; a browser that loads it again may have put something else into the fields.
const given = (field) => (field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value : field.defaultValue);

if (form && start) {
  const checked = choices(given);
  const compare = () => {
    const changed = choices((field) => field.value) !== checked;
    start.disabled = changed;
    sentence.hidden = !changed;
  };
  form.addEventListener("input", compare);
  form.addEventListener("change", compare);
  // Another column brings its values along.
  document.addEventListener("htmx:afterSettle", compare);
  window.addEventListener("pageshow", compare);
}
