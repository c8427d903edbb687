// Money is whole fen: 1/100 of the row's currency. Text goes in and comes out exactly; no floats.

/** An exact decimal number: units / 10^scale. */
export interface Decimal {
  units: bigint
  scale: number
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/

/**
 * "2.55", "-3", ".5", "4.44e-16"; undefined when it is no number. Signs of currencies and grouping
 * are the caller's business: only it knows whether "1,234" is a thousand.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const found = DECIMAL.exec(text.trim())
  if (!found) return undefined
  const [, sign, whole = '', part = '', exponent] = found
  if (whole === '' && part === '') return undefined
  if (whole.length > 30 || part.length > 30) return undefined
  const units = BigInt(`${whole}${part}`) * (sign === '-' ? -1n : 1n)
  const scale = part.length - Number(exponent ?? 0)
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 }
}

export const decimal = (units: number, scale = 0): Decimal => ({ units: BigInt(units), scale })

export const times = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
})

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return {
    units: a.units * 10n ** BigInt(scale - a.scale) + b.units * 10n ** BigInt(scale - b.scale),
    scale,
  }
}

export const negated = (a: Decimal): Decimal => ({ units: -a.units, scale: a.scale })
export const isNegative = (a: Decimal) => a.units < 0n
export const isZero = (a: Decimal) => a.units === 0n

/** `1.50` and `-3`: every digit that was given. */
export function decimalText({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0n ? `-${whole}` : whole
}

/** A half goes away from zero, so that what is given back rounds as what was taken. */
function rounded(units: bigint, divisor: bigint): bigint {
  const size = units < 0n ? -units : units
  const up = (size * 2n + divisor) / (divisor * 2n)
  return units < 0n ? -up : up
}

export interface Fen {
  fen: number
  /** True when the amount had parts of a fen. */
  isRounded: boolean
}

/** @throws RangeError beyond ±90 trillion yuan, where JS numbers stop being exact */
export function toFen(amount: Decimal): Fen {
  const up = amount.units * 100n
  const divisor = 10n ** BigInt(amount.scale)
  const fen = rounded(up, divisor)
  if (fen > BigInt(Number.MAX_SAFE_INTEGER) || fen < -BigInt(Number.MAX_SAFE_INTEGER))
    throw new RangeError('amount is too large')
  return { fen: Number(fen), isRounded: up % divisor !== 0n }
}

/** As people write it: 1234 → "12.34". */
export function fenText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** `fen` × basis points / 10,000, a half away from zero. */
export const basisPoints = (fen: number, bp: number): number =>
  Number(rounded(BigInt(fen) * BigInt(bp), 10_000n))

/**
 * Spreads an amount over parts in proportion to their weights, to the fen: everybody gets the
 * whole part of his share, what is left goes one fen each to the largest remainders, the earlier
 * part first. No part is above its weight unless the amount is above their sum. Weights that are
 * all zero count as equal.
 */
export function split(amount: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(amount)) throw new RangeError('amount must be whole fen')
  if (weights.some((w) => !Number.isSafeInteger(w) || w < 0))
    throw new RangeError('weights must be whole and not negative')
  if (weights.length === 0) {
    if (amount !== 0) throw new RangeError('there is nothing to spread the amount over')
    return []
  }
  if (amount < 0) return split(-amount, weights).map((part) => (part === 0 ? 0 : -part))
  const even = weights.every((w) => w === 0)
  const shares = weights.map((w) => BigInt(even ? 1 : w))
  const sum = shares.reduce((a, b) => a + b, 0n)
  const parts = shares.map((w) => (BigInt(amount) * w) / sum)
  let left = amount - Number(parts.reduce((a, b) => a + b, 0n))
  const byRemainder = shares
    .map((w, i) => ({ i, remainder: (BigInt(amount) * w) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder < b.remainder ? 1 : -1))
  const result = parts.map(Number)
  for (const { i } of byRemainder) {
    if (left === 0) break
    result[i] = (result[i] ?? 0) + 1
    left -= 1
  }
  return result
}
