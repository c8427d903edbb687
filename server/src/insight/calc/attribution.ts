// Which channel a conversion is owed to. Every model hands out exactly what was converted.
// Sources: position, linear and time decay as in Google Analytics; Markov as in Anderl et al. 2016,
// solved exactly; Shapley's value of the game “conversions by paths that use only these channels”
// (Zhao, Mahboobi & Bagheri 2018).
import { AppError } from '../../platform/errors.ts'
import { removalEffects } from './markov.ts'

export interface Path {
  /** In the order of the touches; a channel may come again. */
  channels: readonly string[]
  /** How many customers of this path converted, and how many did not. */
  conversions: number
  nulls: number
  /** Money of those conversions altogether. */
  value: number
  /** Days before the conversion, one for each touch; only time decay asks for them. */
  days_before?: readonly number[] | undefined
}

export const MODELS = [
  'first',
  'last',
  'linear',
  'position',
  'time_decay',
  'markov',
  'shapley',
] as const
export type Model = (typeof MODELS)[number]

export interface Credit {
  channel: string
  /** Adds up to all conversions over the channels. */
  conversions: number
  /** Adds up to all value. */
  value: number
  /** Of all conversions, in [0, 1]; 0 when there are none. */
  share: number
  /** Only Markov: share of conversions that go when the channel goes, in [0, 1]. */
  removal_effect?: number
}

export interface Terms {
  model: Model
  /** Of position: the share of the first and of the last touch; 0.4 each unless given. */
  ends?: { first: number; last: number }
  /** Of time decay, in days, or in touches where no days are given: 7 days, 1 touch. */
  half_life?: number
}

/** Credits by channel, most first. Throws `invalid_path`. */
export function attribute(paths: readonly Path[], terms: Terms): Credit[] {
  for (const [i, path] of paths.entries()) checkPath(path, i)
  const channels = [...new Set(paths.flatMap((path) => path.channels))].sort()
  const total = sumOf(paths, (path) => path.conversions)
  const credits =
    terms.model === 'markov' ? byRemoval(paths, channels) : byTouch(paths, channels, terms)
  return credits
    .map((credit) => ({ ...credit, share: total > 0 ? credit.conversions / total : 0 }))
    .sort((one, other) => other.conversions - one.conversions)
}

const sumOf = (paths: readonly Path[], of: (path: Path) => number) =>
  paths.reduce((sum, path) => sum + of(path), 0)

function checkPath({ channels, conversions, nulls, value, days_before }: Path, i: number): void {
  const refuse = (why: string) => {
    throw new AppError(400, 'invalid_path', `Path ${i}: ${why}`, { details: { path: i } })
  }
  if (channels.length === 0) refuse('at least one channel')
  if (![conversions, nulls, value].every((n) => n >= 0 && n < Infinity))
    refuse('conversions, nulls and value are not below 0')
  if (conversions === 0 && value > 0) refuse('value without conversions')
  if (!days_before) return
  if (days_before.length !== channels.length) refuse('one number of days for each channel')
  if (!days_before.every((days, j) => days >= 0 && days <= (days_before[j - 1] ?? Infinity)))
    refuse('days before the conversion fall from touch to touch')
}

function byTouch(paths: readonly Path[], channels: readonly string[], terms: Terms) {
  const sums = new Map(channels.map((channel) => [channel, { conversions: 0, value: 0 }]))
  for (const path of paths) {
    for (const [channel, share] of sharesOf(path, terms)) {
      const sum = sums.get(channel)
      if (!sum) continue
      sum.conversions += share * path.conversions
      sum.value += share * path.value
    }
  }
  return [...sums].map(([channel, sum]) => ({ channel, ...sum }))
}

/** What each touch of one path gets of it; adds up to 1. */
function sharesOf(path: Path, terms: Terms): [string, number][] {
  const { channels } = path
  // Shapley of this game has a closed form: a path is shared evenly by the channels it needs.
  if (terms.model === 'shapley') {
    const needed = [...new Set(channels)]
    return needed.map((channel) => [channel, 1 / needed.length])
  }
  const weights = weightsOf(path, terms)
  const sum = weights.reduce((all, weight) => all + weight, 0)
  return channels.map((channel, i) => [channel, (weights[i] ?? 0) / sum])
}

function weightsOf(
  { channels, days_before }: Path,
  { model, ends = { first: 0.4, last: 0.4 }, half_life }: Terms,
): number[] {
  const last = channels.length - 1
  if (model === 'first') return channels.map((_, i) => (i === 0 ? 1 : 0))
  if (model === 'last') return channels.map((_, i) => (i === last ? 1 : 0))
  if (model === 'linear') return channels.map(() => 1)
  if (model === 'time_decay') {
    const half = half_life ?? (days_before ? 7 : 1)
    const youngest = days_before?.[last] ?? 0
    // Counted from the last touch, so that what is long ago does not vanish for all alike.
    return channels.map((_, i) => 2 ** (-((days_before?.[i] ?? last - i) - youngest) / half))
  }
  const { first, last: end } = ends
  if (last <= 1) {
    const both = first + end
    const even = both === 0 ? 1 : undefined
    return last === 0 ? [1] : [even ?? first / both, even ?? end / both]
  }
  const middle = (1 - first - end) / (last - 1)
  const weights = channels.map((_, i) => (i === 0 ? first : i === last ? end : middle))
  return weights.some((weight) => weight > 0) ? weights : channels.map(() => 1)
}

function byRemoval(paths: readonly Path[], channels: readonly string[]) {
  const effects = removalEffects(paths, channels)
  const sum = effects.reduce((all, effect) => all + effect, 0)
  const [conversions, value] = [sumOf(paths, (p) => p.conversions), sumOf(paths, (p) => p.value)]
  return channels.map((channel, i) => {
    const effect = effects[i] ?? 0
    const share = sum > 0 ? effect / sum : 0
    return {
      channel,
      conversions: share * conversions,
      value: share * value,
      removal_effect: effect,
    }
  })
}
