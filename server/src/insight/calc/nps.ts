// Net promoter score. Sources: Reichheld 2003 (9–10, 7–8, 0–6); variance (p + d − (p − d)²) ÷ n of the
// trinomial; below 30 answers one is added to each class (Agresti & Coull's idea), which keeps an
// interval where all answered alike. Waves that asked some customers twice share their covariance.
import { AppError } from '../../platform/errors.ts'
import { normalCdf, normalQuantile } from '../../platform/statistics/special.ts'

export interface Answers {
  promoters: number
  passives: number
  detractors: number
}

export interface Nps extends Answers {
  n: number
  /** From −100 to 100, of the answers as they are. */
  score: number
  interval: { low: number; high: number; confidence: number; method: 'normal' | 'added_one' }
  /** Fewer than 30 answers: too few to say much. */
  too_few: boolean
}

export const FEW = 30

/** Throws `invalid_score` for what is no whole number from 0 to 10. */
export function classify(scores: readonly number[]): Answers {
  const classes = { promoters: 0, passives: 0, detractors: 0 }
  for (const [i, score] of scores.entries()) {
    if (!Number.isInteger(score) || score < 0 || score > 10)
      throw new AppError(400, 'invalid_score', `Answer ${i} is no whole number from 0 to 10`)
    classes[classOf(score)]++
  }
  return classes
}

const classOf = (score: number) =>
  score >= 9 ? 'promoters' : score >= 7 ? 'passives' : 'detractors'

/** Score in points and variance of one answer (+100, 0, −100), in points². */
function momentsOf({ promoters, passives, detractors }: Answers) {
  const n = promoters + passives + detractors
  const [p, d] = [promoters / n, detractors / n]
  return { n, score: 100 * (p - d), variance: 10_000 * (p + d - (p - d) ** 2) }
}

const plusOne = (answers: Answers): Answers => ({
  promoters: answers.promoters + 1,
  passives: answers.passives + 1,
  detractors: answers.detractors + 1,
})

/** Throws `no_answers`. */
export function npsOf(answers: Answers, confidence = 0.95): Nps {
  const { n, score } = momentsOf(answers)
  if (!(n > 0)) throw new AppError(400, 'no_answers', 'At least one answer')
  const few = n < FEW
  const basis = momentsOf(few ? plusOne(answers) : answers)
  const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(basis.variance / basis.n)
  return {
    ...answers,
    n,
    score,
    interval: {
      low: Math.max(-100, basis.score - half),
      high: Math.min(100, basis.score + half),
      confidence,
      method: few ? 'added_one' : 'normal',
    },
    too_few: few,
  }
}

export interface WaveChange {
  /** Points, this wave less the one before. */
  change: number
  standard_error: number
  interval: { low: number; high: number; confidence: number }
  p_value: number
  significant: boolean
  /** Customers asked in both. */
  recontacted: number
  too_few: boolean
}

/**
 * `pairs`: scores of those who answered both waves, which are part of both. Their covariance is taken
 * off; without them variances add. Throws `invalid_pairs` when more are paired than answered.
 */
export function compareWaves(
  before: Answers,
  now: Answers,
  pairs: readonly { before: number; now: number }[] = [],
  confidence = 0.95,
): WaveChange {
  const few = [before, now].some(
    ({ promoters, passives, detractors }) => promoters + passives + detractors < FEW,
  )
  const [old, recent] = [npsOf(before, confidence), npsOf(now, confidence)]
  if (pairs.length > Math.min(old.n, recent.n))
    throw new AppError(400, 'invalid_pairs', 'Who answered both is part of both waves')
  const [a, b] = [before, now].map((wave) => momentsOf(few ? plusOne(wave) : wave)) as [
    ReturnType<typeof momentsOf>,
    ReturnType<typeof momentsOf>,
  ]
  const shared = (2 * pairs.length * covarianceOf(pairs)) / (a.n * b.n)
  const variance = a.variance / a.n + b.variance / b.n - shared
  const error = Math.sqrt(Math.max(0, variance))
  const change = recent.score - old.score
  const centre = b.score - a.score
  const half = normalQuantile((1 + confidence) / 2) * error
  const p = error > 0 ? 2 * normalCdf(-Math.abs(centre) / error) : centre === 0 ? 1 : 0
  return {
    change,
    standard_error: error,
    interval: { low: centre - half, high: centre + half, confidence },
    p_value: p,
    significant: p < 1 - confidence,
    recontacted: pairs.length,
    too_few: few,
  }
}

/** Of points given before and now by the same customers, in points². */
function covarianceOf(pairs: readonly { before: number; now: number }[]): number {
  if (pairs.length < 2) return 0
  const points = { promoters: 100, passives: 0, detractors: -100 }
  classify(pairs.flatMap((pair) => [pair.before, pair.now]))
  const [xs, ys] = [
    pairs.map((p) => points[classOf(p.before)]),
    pairs.map((p) => points[classOf(p.now)]),
  ]
  const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length
  const [mx, my] = [mean(xs), mean(ys)]
  return xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? 0) - my), 0) / pairs.length
}
