// Special functions of statistics that JavaScript has not. Sources: Lanczos' approximation with the
// coefficients of Godfrey (g = 7, n = 9); continued fractions of Abramowitz & Stegun 26.5.8 and 6.5.31
// by Lentz' method; Acklam's rational approximation of the normal quantile with one step of Halley.
// Arguments and answers are pure numbers; what lies outside a function's domain answers NaN.

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]
const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI)
const TINY = 1e-300
const EPSILON = 1e-15
const MOST_TERMS = 10_000

/** ln Γ(z) for z > 0; relative error about 1e-14. */
export function lnGamma(z: number): number {
  if (!(z > 0)) return Number.NaN
  if (z < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * z)) - lnGamma(1 - z)
  const base = z - 1
  let sum = LANCZOS[0] ?? 0
  for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] ?? 0) / (base + i)
  const t = base + 7.5
  return HALF_LOG_2PI + (base + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** ln B(a, b) for a, b > 0. */
export const lnBeta = (a: number, b: number) => lnGamma(a) + lnGamma(b) - lnGamma(a + b)

/** P(a, x), the regularised lower incomplete gamma function, a > 0, x ≥ 0: in [0, 1]. */
export function gammaP(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN
  if (x === 0) return 0
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
}

/** Q(a, x) = 1 − P(a, x), exact where it is small. */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN
  if (x === 0) return 1
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < MOST_TERMS; n++) {
    term *= x / (a + n)
    sum += term
    if (term < sum * EPSILON) break
  }
  return sum * Math.exp(a * Math.log(x) - x - lnGamma(a))
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let h = d
  for (let n = 1; n < MOST_TERMS; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / notZero(an * d + b)
    c = notZero(b + an / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < EPSILON) break
  }
  return Math.exp(a * Math.log(x) - x - lnGamma(a)) * h
}

const notZero = (value: number) => (Math.abs(value) < TINY ? TINY : value)

/** I_x(a, b), the regularised incomplete beta function, a, b > 0, x in [0, 1]: in [0, 1]. */
export function betaI(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1) || !(a > 0) || !(b > 0)) return Number.NaN
  if (x === 0 || x === 1) return x
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - lnBeta(a, b))
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / notZero(1 + even * d)
    c = notZero(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / notZero(1 + odd * d)
    c = notZero(1 + odd / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < EPSILON) break
  }
  return h
}

/** Φ(z): the chance that a standard normal is at most z. */
export function normalCdf(z: number): number {
  const tail = 0.5 * gammaQ(0.5, (z * z) / 2)
  return z > 0 ? 1 - tail : tail
}

const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
]
const B = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
]
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
]
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416]
const horner = (coefficients: readonly number[], x: number, last = 0) =>
  coefficients.reduce((sum, c) => sum * x + c, 0) * (last === 0 ? 1 : x) + last

/** The z at which Φ(z) = p, for p in (0, 1); 0 and 1 answer ∓∞. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0) return Number.NEGATIVE_INFINITY
  if (p === 1) return Number.POSITIVE_INFINITY
  // The upper half by symmetry: near 1, p has not the digits that 1 − p has near 0.
  if (p > 0.5) return -normalQuantile(1 - p)
  let z: number
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    z = horner(C, q) / horner(D, q, 1)
  } else {
    const q = p - 0.5
    z = (horner(A, q * q) * q) / horner(B, q * q, 1)
  }
  const error = normalCdf(z) - p
  const u = error * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2)
  return z - u / (1 + (z * u) / 2)
}

/** The chance that |t| of Student's distribution with `df` degrees of freedom is beyond |t|. */
export const tTwoSided = (t: number, df: number) => betaI(df / (df + t * t), df / 2, 0.5)

/** Student's t at which P(T ≤ t) = p, for p in (0, 1), df > 0. */
export function tQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1) || !(df > 0)) return Number.NaN
  if (p === 0.5) return 0
  if (p < 0.5) return -tQuantile(1 - p, df)
  const tail = 2 * (1 - p)
  let low = 0
  let high = Math.max(1, normalQuantile(p))
  while (tTwoSided(high, df) > tail) high *= 2
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2
    if (tTwoSided(middle, df) > tail) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The chance that χ² with `df` degrees of freedom is beyond `x`. */
export const chiSquareTail = (x: number, df: number) => gammaQ(df / 2, x / 2)
