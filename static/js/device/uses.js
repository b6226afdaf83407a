// How often a template was taken, until the server has counted it: beside the marks, never in their way. Without a network it waits here.

import { ask } from "../sheet/asking.js";
import * as store from "./store.js";

/** One more use. Rejects where the device keeps nothing. */
export async function addUse(person, url, template) {
  const act = async () => {
    const { uses = {} } = (await store.get("uses", person)) ?? {};
    await store.put("uses", { id: person, person, url, uses: { ...uses, [template]: (uses[template] || 0) + 1 } });
  };
  await (navigator.locks ? navigator.locks.request("qa-uses-kept", act) : act());
}

/** Tells the server what it has not counted yet; what does not arrive is told with the next. */
export async function sendUses(person) {
  if (!navigator.onLine || !navigator.locks) return;
  await navigator.locks.request("qa-uses", async () => {
    const row = await store.get("uses", person).catch(() => null);
    if (!row) return;
    const { kind } = await ask(row.url, { body: { uses: row.uses }, json: true, keepalive: true });
    if (["offline", "failed", "signed-out"].includes(kind)) return;
    await store.update("uses", person, (one) => {
      const left = Object.entries(one.uses).map(([template, times]) => [template, times - (row.uses[template] || 0)]);
      const uses = Object.fromEntries(left.filter(([, times]) => times > 0));
      return Object.keys(uses).length ? { ...one, uses } : null;
    });
  });
}
