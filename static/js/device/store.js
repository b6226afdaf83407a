// What this device keeps, in IndexedDB: packs (sheets taken along), works (marks that the server does not have), files (photos and recordings on
// their way), signatures (fact sheets of visits, on their way), uses (of templates, not counted yet), facts (who is at work here, since when there is no network, what was sent). Every row but a fact belongs to one person.

const NAME = "qa-portal";
const VERSION = 3;
const BY_PERSON = ["packs", "works", "files", "signatures", "uses"];

let opened;

/** Rejects where the device keeps nothing (private windows, no room). The worker reads the same tables and makes none. */
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const database = request.result;
      for (const name of BY_PERSON) {
        if (database.objectStoreNames.contains(name)) continue;
        const table = database.createObjectStore(name, { keyPath: "id" });
        table.createIndex("person", "person");
      }
      if (!database.objectStoreNames.contains("facts")) database.createObjectStore("facts", { keyPath: "name" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  }).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** `act(table)` starts requests; resolves with the result of the one it returns once all of it is on the disk. */
async function within(name, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

export const get = (name, id) => within(name, "readonly", (table) => table.get(id));
export const put = (name, row) => within(name, "readwrite", (table) => table.put(row));
export const remove = (name, id) => within(name, "readwrite", (table) => table.delete(id));

/** All of one person's rows, oldest first. */
export async function rowsOf(name, person) {
  const rows = await within(name, "readonly", (table) => table.index("person").getAll(person));
  return rows.sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Changes a row in one transaction: `change(row)` gives the row to keep, or null to remove it. Resolves with what is kept; undefined: no such row. */
export async function update(name, id, change) {
  let kept;
  await within(name, "readwrite", (table) => {
    const request = table.get(id);
    request.onsuccess = () => {
      if (!request.result) return;
      kept = change(request.result);
      if (kept) table.put(kept);
      else table.delete(id);
    };
    return request;
  });
  return kept;
}

export const fact = async (name) => (await get("facts", name))?.value;
export const note = (name, value) => put("facts", { name, value });

/** How many rows others than this person have here; nothing is told of them but that. */
export async function othersCount(person) {
  let count = 0;
  for (const name of ["works", "files", "signatures"]) {
    const rows = await within(name, "readonly", (table) => table.getAll());
    count += rows.filter((row) => row.person !== person).length;
  }
  return count;
}

/** Whoever signs out leaves nothing of theirs behind, and nobody's pack. */
export async function forget(person) {
  for (const name of BY_PERSON) {
    await within(name, "readwrite", (table) => {
      const request = table.openCursor();
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return;
        if (name === "packs" || cursor.value.person === person) cursor.delete();
        cursor.continue();
      };
      return request;
    });
  }
  for (const name of ["person", "sent"]) await remove("facts", name);
}

/** Packs of anybody but this person: whoever is signed in now sees none of them, and they can be loaded again. */
export const dropOthersPacks = (person) =>
  within("packs", "readwrite", (table) => {
    const request = table.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      if (cursor.value.person !== person) cursor.delete();
      cursor.continue();
    };
    return request;
  });
