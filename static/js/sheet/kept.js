// Marks that the server does not have yet stay on this device, by sheet and by person, until a save succeeds or somebody signs out.

export const PREFIX = "qa-sheet:";

export class Kept {
  constructor(person, sheet) {
    this.name = `${PREFIX}${person}:${sheet}`;
  }

  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.name));
      return found && typeof found.marks === "object" && found.marks ? found : null;
    } catch {
      return null;
    }
  }

  /** False where the device keeps nothing (private windows, no room). */
  write(state) {
    try {
      localStorage.setItem(this.name, JSON.stringify(state));
      return true;
    } catch {
      return false;
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // Nothing was kept then.
    }
  }
}

/** Whoever signs out leaves no marks behind on a shared tablet. */
export function forgetAll() {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch {
    // The device keeps nothing.
  }
}
