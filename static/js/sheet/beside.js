// The same sheet in two tabs without a network: what one of them keeps, the other takes over, so that the device holds the marks of both. With a
// network the server brings them together.

import { onChange } from "../device/changes.js";
import * as store from "../device/store.js";
import { differing, merge } from "./merging.js";

/** `away()`: whether nobody answers. `take(marks)` gets this tab's marks with those of the other; what both have marked stays as it is here. */
export function besideAnother({ id, form, saving, away, take }) {
  onChange(async () => {
    if (!away() || saving.stopped) return;
    const row = await store.get("works", id).catch(() => null);
    if (!row || row.key === saving.key || row.held) return;
    const mine = form.read();
    const { merged } = merge(saving.base, mine, row.marks);
    if (differing(merged, mine).length) take(merged);
  });
}
