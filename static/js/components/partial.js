// htmx: the CSRF token goes along, refusals are told, and answers that hold a page of their own are shown.

const tell = (say) => document.dispatchEvent(new CustomEvent("toast", { detail: { say, tone: "late" } }));

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") {
    // Empty filters do not belong into the URL.
    const form = event.target.closest?.("form[data-filter]");
    if (form) for (const [name, value] of [...event.detail.formData]) if (value === "") event.detail.formData.delete(name);
    return;
  }
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

// A form that was refused comes back with its sentences (422), or as the page that says why (403, 409).
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, boosted } = event.detail;
  if (xhr.status === 422 || (boosted && [400, 403, 409].includes(xhr.status))) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  tell(status === 409 ? "conflict" : status === 403 ? "refused" : "failed");
});
document.addEventListener("htmx:sendError", () => tell("offline"));
document.addEventListener("htmx:timeout", () => tell("offline"));

// Signed out meanwhile: the answer is the sign-in page. Load it whole instead of putting it into a part.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname.startsWith("/accounts/login")) {
    event.preventDefault();
    location.reload();
  }
});
