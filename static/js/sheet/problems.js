// What the server would not take and what belongs to no place of the form, above it; where the session has ended, with the way back.

const place = document.getElementById("sheet-problems");

export function tellProblems({ messages = [], more = [], signIn = false }) {
  place.replaceChildren(
    ...[...messages, ...more].map((sentence) => {
      const note = document.createElement("div");
      note.className = "note note--late";
      note.textContent = sentence;
      return note;
    }),
  );
  // Whoever pressed Submit far below would see nothing happen.
  place.lastElementChild?.scrollIntoView({ block: "nearest" });
  if (signIn) place.lastElementChild?.append(" ", document.getElementById("sign-in-again").content.cloneNode(true));
}
