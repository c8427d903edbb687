// How customers bring customers. Sources: K = invites × conversion as practitioners use it; the measured
// form counts qualified newcomers a member of a cohort; growth U(t) after Skok; total 1 ÷ (1 − K) is the
// sum of the generations; the interval is a bootstrap over inviters, whose numbers have a heavy tail
// (Efron 1979, percentiles).
import { AppError } from '../../platform/errors.ts'
import { chanceFrom, quantileOf } from './random.ts'

/** Invitations a user × the chance that one becomes a user. */
export const modelK = (invites: number, conversion: number) => invites * conversion

/** How many customers one becomes in all generations; null when K ≥ 1 and there is no end. */
export const amplification = (k: number) => (k < 1 ? 1 / (1 - k) : null)

/** Users after `time`: U0 · (K^(t/ct + 1) − 1) ÷ (K − 1); `cycle` in the unit of `time`. */
export function usersAfter(start: number, k: number, cycle: number, time: number): number {
  const generations = time / cycle + 1
  if (Math.abs(k - 1) < 1e-9) return start * generations
  return (start * (k ** generations - 1)) / (k - 1)
}

export interface MeasuredK {
  /** All members of the cohort, those who brought nobody included. */
  cohort: number
  recruits: number
  k: number
  interval: { low: number; high: number; confidence: number }
  sharers: number | null
  /** Newcomers a member who shared; null when nobody did. */
  k_of_sharers: number | null
  /** Sharers ÷ cohort. 裂变率 = share rate × return a share = K. */
  share_rate: number | null
  amplification: number | null
}

export interface Measured {
  /** Qualified newcomers of each member who brought any, or of all; the rest of the cohort brought none. */
  recruits: readonly number[]
  cohort: number
  /** Members who shared, whether anybody came or not. */
  sharers?: number | undefined
  confidence?: number | undefined
  /** The same seed says the same interval. */
  seed?: number | undefined
  resamples?: number | undefined
}

/** Throws `invalid_recruits`. */
export function measureK({
  recruits,
  cohort,
  sharers,
  confidence = 0.95,
  seed = 1,
  resamples = 1000,
}: Measured): MeasuredK {
  const refuse = (why: string) => {
    throw new AppError(400, 'invalid_recruits', why)
  }
  if (!(cohort > 0) || recruits.length > cohort)
    refuse('A cohort holds at least those who recruited')
  if (!recruits.every((n) => Number.isInteger(n) && n >= 0)) refuse('Newcomers are whole numbers')
  const active = recruits.filter((n) => n > 0)
  if (sharers !== undefined && (sharers < active.length || sharers > cohort))
    refuse('Who brought somebody shared, and sharers belong to the cohort')
  const total = active.reduce((sum, n) => sum + n, 0)
  const k = total / cohort
  return {
    cohort,
    recruits: total,
    k,
    interval: { ...bootstrap(active, cohort, confidence, seed, resamples), confidence },
    sharers: sharers ?? null,
    k_of_sharers: sharers ? total / sharers : null,
    share_rate: sharers === undefined ? null : sharers / cohort,
    amplification: amplification(k),
  }
}

/**
 * Drawing `cohort` members with replacement takes each of them a number of times that is nearly
 * Poisson(1); of m members who brought as many each, Poisson(m) are drawn together.
 */
function bootstrap(
  active: readonly number[],
  cohort: number,
  confidence: number,
  seed: number,
  resamples: number,
) {
  const chance = chanceFrom(seed)
  const alike = new Map<number, number>()
  for (const n of active) alike.set(n, (alike.get(n) ?? 0) + 1)
  const groups = [...alike]
  const ks = Array.from(
    { length: resamples },
    () => groups.reduce((sum, [n, members]) => sum + n * chance.poisson(members), 0) / cohort,
  ).sort((one, other) => one - other)
  return { low: quantileOf(ks, (1 - confidence) / 2), high: quantileOf(ks, (1 + confidence) / 2) }
}

/** Median of the days from an inviter's joining to the invitee's. Throws `invalid_value`. */
export function cycleTime(days: readonly number[]): number | null {
  if (!days.every((d) => d >= 0 && d < Infinity))
    throw new AppError(400, 'invalid_value', 'Days are numbers not below 0')
  return days.length === 0
    ? null
    : quantileOf(
        [...days].sort((one, other) => one - other),
        0.5,
      )
}
