// A survey, one question a screen: <form data-steps> with <fieldset class="survey__step" data-code>. Without this script all stand below each other.
// A step with data-when (code of an earlier question) and data-when-values is met only where that one was met and answered so: the same rule as
// feedback/conditions.py, which decides on the server in any case.

for (const form of document.querySelectorAll("form[data-steps]")) {
  const steps = [...form.querySelectorAll(".survey__step")];
  const submit = form.querySelector("[type=submit]");
  if (steps.length < 2 || !submit) continue;
  form.classList.add("is-stepped");

  const bar = document.createElement("progress");
  bar.className = "survey__bar";
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

  // The steps that are met by the answers so far, in order.
  const met = () => {
    const answers = new Map();
    return steps.filter((step) => {
      const source = step.dataset.when;
      const wanted = (step.dataset.whenValues || "").split(" ");
      if (source && !(answers.get(source) || []).some((value) => wanted.includes(value))) return false;
      const chosen = [...step.querySelectorAll("input:checked")].map((input) => input.value);
      answers.set(step.dataset.code, chosen);
      return true;
    });
  };
  const filled = (step) => {
    const text = step.querySelector("textarea");
    if (text) return !("answer" in step.dataset) || text.value.trim() !== "";
    const groups = [...step.querySelectorAll("[data-group]")];
    const done = groups.filter((group) => group.querySelector("input:checked")).length;
    // Half a pair is no answer, even where the question may be left out.
    return done === groups.length || (done === 0 && !("answer" in step.dataset));
  };

  let at = steps[0];
  const follow = () => {
    const shown = met();
    const place = shown.indexOf(at);
    bar.max = shown.length;
    bar.value = place + 1;
    back.hidden = place === 0;
    next.hidden = place === shown.length - 1;
    submit.hidden = !next.hidden;
    next.disabled = !filled(at);
    return { shown, place };
  };
  const show = (step, focus = true) => {
    at = step;
    for (const one of steps) one.hidden = one !== at;
    follow();
    if (focus) {
      const legend = at.querySelector("legend");
      legend.tabIndex = -1;
      legend.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
  };
  const go = (by) => {
    const { shown, place } = follow();
    if (shown[place + by]) show(shown[place + by]);
  };

  next.addEventListener("click", () => {
    if (filled(at)) go(1);
  });
  back.addEventListener("click", () => go(-1));
  form.addEventListener("input", follow);
  // A tap on a choice moves on; choosing with the arrow keys does not, or nobody could get past the first answer. Where there is more to choose
  // on the screen it stays.
  form.addEventListener("click", (event) => {
    const choice = event.target.closest(".choice input[type=radio]");
    if (!choice || event.detail === 0) return;
    follow(); // the answer may just have made a further question, and `input` comes after `click`
    if (next.hidden || !filled(at)) return;
    const from = at;
    setTimeout(() => at === from && go(1), 180);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input") && !next.hidden) {
      event.preventDefault();
      next.click();
    }
  });
  // What is not met is not sent either: nobody is told what a customer had chosen before going back. The last screen is judged here, as a
  // required answer of another one could not be pointed at while it is hidden.
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name === "switch") return;
    const shown = met();
    const open = shown.find((step) => !filled(step));
    if (open) {
      event.preventDefault();
      event.stopImmediatePropagation();
      show(open);
      return;
    }
    for (const step of steps) step.disabled = !shown.includes(step);
  });
  // A page that comes back from the history has all its answers again.
  addEventListener("pageshow", () => {
    for (const step of steps) step.disabled = false;
  });
  // Where the server found something, begin there.
  show(steps.find((step) => step.querySelector(".is-invalid, .invalid-feedback")) || steps[0], false);
}
