// Two who changed one sheet: what only one of them touched is taken from them, what both touched differently is in dispute. Pure.

const EMPTY = ["", ""];
const at = (marks, code) => marks[code] || EMPTY;
export const same = (one, other) => one[0] === other[0] && one[1] === other[1];

export function equal(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((code) => same(at(one, code), at(other, code)));
}

/** What the server tells of a sheet, in the shape of the form's marks. */
export const stateOf = ({ marks, visit }) => ({
  ...marks,
  ...Object.fromEntries(Object.entries(visit || {}).flatMap(([name, text]) => (text ? [[`@${name}`, [text, ""]]] : []))),
});

/** base: what both started from. Gives {merged, disputes: [code], taken: how many entries came from theirs}. Disputes stand as mine in `merged`. */
export function merge(base, mine, theirs) {
  const merged = {};
  const disputes = [];
  let taken = 0;
  for (const code of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const [was, here, there] = [at(base, code), at(mine, code), at(theirs, code)];
    let entry = here;
    if (!same(here, there)) {
      if (same(here, was)) {
        entry = there;
        taken += 1;
      } else if (!same(there, was)) disputes.push(code);
    }
    if (entry[0] || entry[1]) merged[code] = entry;
  }
  return { merged, disputes, taken };
}

/** What the server has after it took all of `marks` but these codes, of which it kept what was there. */
export function takenWithout(codes, marks, before) {
  const taken = { ...marks };
  for (const code of codes) {
    if (before[code]) taken[code] = before[code];
    else delete taken[code];
  }
  return taken;
}

/** The codes in which two states differ. */
export function differing(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((code) => !same(at(one, code), at(other, code)));
}
