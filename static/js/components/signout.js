// Whoever signs out of a shared tablet leaves nothing behind. What was not sent yet is named first: it is saved as a file, or thrown away, or the person stays.

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!new URL(form.action, location).pathname.endsWith("/logout/") || !("indexedDB" in window) || form.dataset.cleared) return;
  event.preventDefault();
  const leave = () => {
    form.dataset.cleared = "yes";
    form.submit();
  };
  try {
    // However slow the device is: nobody is kept from leaving.
    const [{ fact, forget }, { waiting }, texts] = await Promise.all([import("../device/store.js"), import("../device/sending.js"), import("../device/texts.js")]);
    const person = texts.person || (await soon(fact("person")));
    const { works, files, signatures } = await soon(waiting(person));
    const n = works.length + files.length + signatures.length;
    if (n && !(await mayForget(person, n))) return;
    await soon(forget(person));
  } catch {
    // The device keeps nothing.
  }
  leave();
});

const soon = (promise) => Promise.race([promise, new Promise((_resolve, reject) => setTimeout(reject, 3000, new Error("slow")))]);

/** Asks what becomes of what was not sent. Resolves with false where the person stays. */
function mayForget(person, n) {
  const dialog = document.getElementById("leaving-dialog");
  if (!dialog) return true;
  dialog.querySelector("[data-words]").textContent = dialog.dataset[n === 1 ? "one" : "many"].replace("{n}", n);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = async () => {
      if (dialog.returnValue === "save") {
        const { saveAll } = await import("../device/parcel.js");
        await saveAll(person);
        return resolve(true);
      }
      return resolve(dialog.returnValue === "discard");
    };
  });
}
