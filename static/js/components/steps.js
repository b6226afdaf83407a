// A survey, one question a screen: <form data-steps> with <fieldset class="survey__step">. Without this script all stand below each other.

for (const form of document.querySelectorAll("form[data-steps]")) {
  const steps = [...form.querySelectorAll(".survey__step")];
  const submit = form.querySelector("[type=submit]");
  if (steps.length < 2 || !submit) continue;
  form.classList.add("is-stepped");

  const bar = document.createElement("progress");
  bar.className = "survey__bar";
  bar.max = steps.length;
  bar.setAttribute("aria-label", form.dataset.progressLabel || document.title);
  form.prepend(bar);

  const actions = submit.closest(".survey__actions") || submit.parentElement;
  const back = document.createElement("button");
  back.type = "button";
  back.className = "btn";
  back.textContent = form.dataset.back || "‹";
  const next = document.createElement("button");
  next.type = "button";
  next.className = "btn btn-primary";
  next.textContent = form.dataset.next || "›";
  actions.prepend(back, next);

  let at = 0;
  const filled = (step) => {
    const needed = step.querySelector("[required], [data-required]");
    if (!needed) return true;
    return needed.type === "radio" ? Boolean(step.querySelector("input:checked")) : needed.checkValidity();
  };
  const show = (index, focus = true) => {
    at = Math.max(0, Math.min(index, steps.length - 1));
    steps.forEach((step, number) => (step.hidden = number !== at));
    bar.value = at + 1;
    back.hidden = at === 0;
    next.hidden = at === steps.length - 1;
    submit.hidden = at !== steps.length - 1;
    next.disabled = !filled(steps[at]);
    if (focus) {
      const legend = steps[at].querySelector("legend");
      legend.tabIndex = -1;
      legend.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
  };

  next.addEventListener("click", () => {
    if (filled(steps[at])) show(at + 1);
    else steps[at].querySelector("input, textarea").reportValidity();
  });
  back.addEventListener("click", () => show(at - 1));
  form.addEventListener("input", () => (next.disabled = !filled(steps[at])));
  // A tap on a choice moves on; choosing with the arrow keys does not, or nobody could get past the first answer.
  form.addEventListener("click", (event) => {
    const choice = event.target.closest(".choice input[type=radio]");
    if (choice && event.detail > 0 && at < steps.length - 1) setTimeout(() => show(at + 1), 180);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input") && at < steps.length - 1) {
      event.preventDefault();
      next.click();
    }
  });
  // Where the server found something, begin there.
  const wrong = steps.findIndex((step) => step.querySelector(".is-invalid, .invalid-feedback"));
  show(Math.max(wrong, 0), false);
}
