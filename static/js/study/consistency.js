// Weights and consistency of pairwise comparisons, as standards/weighting/consistency.py computes them; there is where each step has its source.

const STEPS = 1000, CLOSE = 1e-14, NOISE = 1e-9;
const SCALE = [9, 8, 7, 6, 5, 4, 3, 2].concat([1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => 1 / step));

export const pairs = (size) => {
  const found = [];
  for (let one = 0; one < size; one++) for (let other = one + 1; other < size; other++) found.push([one, other]);
  return found;
};

export function principal(matrix) {
  const size = matrix.length;
  const times = (weights) => matrix.map((row) => row.reduce((sum, entry, at) => sum + entry * weights[at], 0));
  let weights = Array(size).fill(1 / size);
  for (let step = 0; step < STEPS; step++) {
    const product = times(weights);
    const whole = product.reduce((sum, value) => sum + value, 0);
    const following = product.map((value) => value / whole);
    const moved = Math.max(...following.map((value, at) => Math.abs(value - weights[at])));
    weights = following;
    if (moved < CLOSE) break;
  }
  const lambda = times(weights).reduce((sum, value, at) => sum + value / weights[at], 0) / size;
  return { weights, lambda };
}

/** `judgements`: Map "0-1" -> ratio, complete. */
export function matrixOf(size, judgements) {
  const matrix = Array.from({ length: size }, () => Array(size).fill(1));
  for (const [one, other] of pairs(size)) {
    const ratio = judgements.get(`${one}-${other}`);
    matrix[one][other] = ratio;
    matrix[other][one] = 1 / ratio;
  }
  return matrix;
}

export function priorities(matrix, random) {
  const size = matrix.length;
  const { weights, lambda } = principal(matrix);
  const ci = size > 2 ? Math.max(lambda - size, 0) / (size - 1) : 0;
  const index = size < 3 ? 0 : random[size - 3];
  return { weights, lambda, cr: index ? ci / index : 0 };
}

export const isConsistent = (cr, limit) => cr <= limit + NOISE;

const rounded = (value) => Math.round(value * 1e9) / 1e9;

function nearest(ratio) {
  const far = (step) => rounded(Math.abs(Math.log(step) - Math.log(ratio)));
  return [...SCALE].sort((a, b) => far(a) - far(b) || Math.abs(Math.log(a)) - Math.abs(Math.log(b)) || b - a)[0];
}

/** The judgement that fits the others least: {one, other, given, implied}, or null. */
export function worst(matrix) {
  const size = matrix.length;
  if (size < 3) return null;
  const { weights } = principal(matrix);
  const error = ([one, other]) => rounded(Math.abs(Math.log((matrix[one][other] * weights[other]) / weights[one])));
  const order = pairs(size).sort((a, b) => error(b) - error(a));
  for (const pair of order) {
    if (error(pair) <= NOISE) return null;
    const [one, other] = pair;
    const without = matrix.map((row) => [...row]);
    without[one][other] = without[other][one] = 0;
    without[one][one] = without[other][other] = 2;
    const rest = principal(without).weights;
    const implied = nearest(rest[one] / rest[other]);
    if (Math.abs(implied - matrix[one][other]) > NOISE) return { one, other, given: matrix[one][other], implied };
  }
  return null;
}
