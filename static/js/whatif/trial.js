// Scores and ranks of units under weights, as analysis/whatif/trial.py and analysis/ranking.py compute them; there is where each step is argued.

import { quantile, twoSided } from "./student.js";

const ALPHA = 0.05, NOISE = 1e-9;
const quantiles = new Map();
const quantileOf = (df) => {
  if (!quantiles.has(df)) quantiles.set(df, quantile(df));
  return quantiles.get(df);
};

/** {tenths, value, se, half} of a unit; value null where nothing that has a weight has data. Points are whole 1/10,000, weights whole shares. */
export function estimate(unit, weights) {
  const used = Object.keys(unit.points).filter((code) => weights[code]);
  const whole = used.reduce((sum, code) => sum + weights[code], 0);
  if (!whole) return { tenths: null, value: null, se: null, half: null };
  const sum = used.reduce((found, code) => found + weights[code] * unit.points[code], 0);
  const tenths = Math.floor((2 * sum + 1000 * whole) / (2000 * whole));
  const errors = used.map((code) => [weights[code] / whole, unit.errors[code]]);
  const known = errors.every(([, error]) => error !== null);
  const se = known ? Math.sqrt(errors.reduce((found, [share, error]) => found + (share * error) ** 2, 0)) * unit.inflation : null;
  return { tenths, value: sum / whole / 10000, se, half: se === null ? null : se ? quantileOf(unit.df) * se : 0 };
}

function pValue(one, other) {
  const distance = Math.abs(one.value - other.value);
  if (distance < NOISE) return 1;
  const variance = one.se ** 2 + other.se ** 2;
  if (!variance) return 0;
  const known = [one, other].reduce((sum, each) => sum + (each.df ? each.se ** 4 / each.df : 0), 0);
  return twoSided(distance / Math.sqrt(variance), known > 0 ? variance ** 2 / known : null);
}

/** Places of those that can be compared: [{value, se, df}] -> [rank]. */
export function places(list) {
  const size = list.length;
  if (size < 2) return Array(size).fill(1);
  const pairs = [];
  for (let one = 0; one < size; one++) for (let other = one + 1; other < size; other++) pairs.push({ one, other, p: pValue(list[one], list[other]) });
  const above = Array.from({ length: size }, () => new Set());
  const tested = [...pairs].sort((a, b) => a.p - b.p);
  for (let at = 0; at < tested.length; at++) {
    if (tested[at].p > ALPHA / (tested.length - at)) break;
    const { one, other } = tested[at];
    const [winner, loser] = list[one].value > list[other].value ? [one, other] : [other, one];
    above[loser].add(winner);
  }
  const order = list.map((_each, at) => at).sort((a, b) => list[b].value - list[a].value);
  for (const unit of order) for (const better of [...above[unit]]) for (const best of above[better]) above[unit].add(best);
  const ranks = Array(size).fill(0);
  let best = 1;
  for (let begin = 0; begin < size; ) {
    let end = begin + 1;
    while (end < size && Math.abs(list[order[end]].value - list[order[begin]].value) < NOISE) end++;
    const alike = order.slice(begin, end);
    for (const unit of alike) best = Math.max(best, 1 + above[unit].size, 1 + Math.max(0, ...[...above[unit]].map((other) => ranks[other])));
    for (const unit of alike) ranks[unit] = best;
    begin = end;
  }
  return ranks;
}

/** Map key -> {tenths, half, value, rank, order, label}, ranked within each group; `order` is the place by the score alone. */
export function tryWeights(units, weights) {
  const found = new Map(), groups = new Map();
  for (const unit of units) {
    const own = { ...estimate(unit, weights), df: unit.df, rank: null, order: null, label: "–" };
    found.set(unit.key, own);
    if (own.se !== null) groups.set(unit.group, [...(groups.get(unit.group) ?? []), own]);
  }
  for (const members of groups.values()) {
    const ranks = places(members);
    members.forEach((own, at) => {
      own.rank = ranks[at];
      own.order = 1 + members.filter((other) => other.value - own.value > NOISE).length;
      own.label = `${ranks[at]}${ranks.filter((rank) => rank === ranks[at]).length > 1 ? "=" : ""}`;
    });
  }
  return found;
}
