// The running total, exactly: the same integers and the same single rounding as assessments/scoring.py, so that what is shown is what is sealed.
// Points are BigInt in units of 1/10,000; a total is a BigInt of the same units, or null where nothing counts.

const UNITS = 10000n;
const FULL = 100n;

const gcd = (a, b) => (b ? gcd(b, a % b) : a);
const lcm = (a, b) => (a / gcd(a, b)) * b;
const halfUp = (numerator, denominator) => (2n * numerator + denominator) / (2n * denominator);

/** "7.5" to units; null for what is not points in plain digits with at most four decimals. */
export function unitsOf(text) {
  const found = /^(0|[1-9][0-9]{0,5})(?:\.([0-9]{1,4}))?$/.exec(text);
  return found && BigInt(found[1]) * UNITS + BigInt((found[2] || "").padEnd(4, "0"));
}

/** Units with one decimal, rounded half up as every page does; a dash where there is nothing. */
export function shown(units) {
  if (units === null) return "–";
  const tenths = halfUp(units * 10n, UNITS);
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** How many times something occurred: digits only; null for anything else. */
export const countOf = (text) => (/^(0|[1-9][0-9]{0,2})$/.test(text) ? BigInt(text) : null);

/** What so many occurrences leave of the full marks; repeats count double where the standard says so. */
export function left({ max, step, doubled }, count) {
  const counted = doubled && count ? 2n * count - 1n : count;
  const cost = step * counted;
  return cost < max ? max - cost : 0n;
}

/**
 * questions: [{code, dimension, weight, max, critical, optional, direct}] with BigInt weight and max; answer(code): null, "na", true/false
 * (triggered or not), or BigInt units. A bonus is `optional` and added, a `direct` deduction taken from the total. Gives {total, underlying,
 * triggered, dimensions: Map, missing}.
 */
export function score(questions, answer, { naPolicy, criticalPolicy, criticalCap }) {
  const common = questions.reduce((all, { max }) => lcm(all, max), 1n);
  const sums = new Map(questions.map(({ dimension }) => [dimension, { shares: 0n, points: 0n }]));
  const missing = [];
  const triggered = [];
  let [anything, counted, more] = [false, false, 0n];
  for (const { code, dimension, weight, max, critical, optional, direct } of questions) {
    const given = answer(code);
    if (given === null) optional || missing.push(code);
    else if (critical) given && triggered.push(code);
    else if (optional) more += given;
    else if (direct) {
      if (given === "na") continue;
      counted = true;
      more -= max - given;
    } else {
      if (given !== "na") anything = true;
      const units = given === "na" ? common : given * (common / max);
      if (given === "na" && naPolicy !== "full_marks") continue;
      const sum = sums.get(dimension);
      sum.shares += weight;
      sum.points += weight * units;
    }
  }
  const result = ({ shares, points }) => (shares ? halfUp(points * FULL * UNITS, shares * common) : null);
  const whole = [...sums.values()].reduce((all, one) => ({ shares: all.shares + one.shares, points: all.points + one.points }));
  const byDeduction = questions.some(({ direct }) => direct) && !questions.some(({ weight }) => weight);
  const weighted = byDeduction ? (counted ? FULL * UNITS : null) : anything ? result(whole) : null;
  const underlying = weighted === null ? null : within(weighted + more);
  return {
    underlying,
    total: triggered.length ? afterPolicy(underlying, criticalPolicy, criticalCap) : underlying,
    triggered,
    missing,
    dimensions: new Map([...sums].map(([dimension, sum]) => [dimension, result(sum)])),
  };
}

const within = (units) => (units < 0n ? 0n : units > FULL * UNITS ? FULL * UNITS : units);

function afterPolicy(underlying, policy, cap) {
  if (policy === "zero") return 0n;
  if (policy === "cap" && underlying !== null) return underlying < BigInt(cap) ? underlying : BigInt(cap);
  return underlying;
}
