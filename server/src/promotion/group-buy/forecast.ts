// What share of groups would come together, from how people joined the groups of the past. Joining is a Poisson
// process whose rate falls with a group's age; how far a group reaches differs from one to another by a gamma
// factor, so that many stay alone while some fill at once. Pure.

/** Ages at which the rate changes, hours. */
const AGES = [0, 1, 3, 6, 12, 24, 48, 96, 168]
const SHAPES = [0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 4, 8, 16, 1000]
/** Below it nothing is said. */
export const FEWEST_GROUPS = 20
const SAMPLES = 60

/** A group of the past, as far as it was open to others. */
export interface PastGroup {
  /** Hours from its opening to its last person, its end, or now. */
  open: number
  /** Ages at which others paid their seats, hours. */
  joined: readonly number[]
}
export interface Wanted {
  size: number
  hours: number
}
export interface Share {
  share: number
  /** Nine of ten samples lie between. */
  low: number
  high: number
}

interface Fitted {
  /** Per hour, by age. */
  rates: readonly number[]
  shape: number
}

const hoursIn = (open: number, bin: number) =>
  Math.max(0, Math.min(open, AGES[bin + 1] ?? Number.POSITIVE_INFINITY) - (AGES[bin] ?? 0))
const BINS = AGES.map((_, bin) => bin)
const binOf = (age: number) => AGES.findLastIndex((from) => from <= age)

/**
 * @param level what the rates are multiplied by: joins of all groups an hour by those of these
 * @returns undefined where there are too few groups
 */
export function forecast(
  groups: readonly PastGroup[],
  level: number,
  wanted: readonly Wanted[],
): Share[] | undefined {
  if (groups.length < FEWEST_GROUPS) return undefined
  const told = groups.map(prepared)
  const best = fitTo(told, SHAPES, averageRates(told), 80)
  const share = (fitted: Fitted, one: Wanted) => completing(fitted, level, one)
  const shares = wanted.map((one) => share(best, one))
  const random = numbers(groups.length)
  const place = SHAPES.indexOf(best.shape)
  const near = SHAPES.slice(Math.max(0, place - 1), place + 2)
  const sampled = Array.from({ length: SAMPLES }, () => {
    const sample = told.map(() => told[Math.floor(random() * told.length)] as Prepared)
    const fitted = fitTo(sample, near, best.rates, 10)
    return wanted.map((one) => share(fitted, one))
  })
  return shares.map((share, i) => {
    const sorted = sampled.map((one) => one[i] ?? 0).sort((a, b) => a - b)
    const at = (part: number) => sorted[Math.round(part * (SAMPLES - 1))] ?? share
    return { share, low: Math.min(share, at(0.05)), high: Math.max(share, at(0.95)) }
  })
}

interface Prepared {
  hours: readonly number[]
  joins: readonly number[]
  count: number
}
function prepared({ open, joined }: PastGroup): Prepared {
  const joins = BINS.map(() => 0)
  for (const age of joined) {
    const bin = binOf(Math.max(0, age))
    joins[bin] = (joins[bin] ?? 0) + 1
  }
  return { hours: BINS.map((bin) => hoursIn(open, bin)), joins, count: joined.length }
}

const expectedOf = ({ hours }: Prepared, rates: readonly number[]) =>
  hours.reduce((sum, h, bin) => sum + h * (rates[bin] ?? 0), 0)

function averageRates(groups: readonly Prepared[]): number[] {
  return BINS.map((bin) => {
    const joins = groups.reduce((sum, group) => sum + (group.joins[bin] ?? 0), 0)
    const hours = groups.reduce((sum, group) => sum + (group.hours[bin] ?? 0), 0)
    return hours > 0 ? joins / hours : 0
  })
}

/**
 * The rates of an average group, for the shape that makes what was seen likeliest. Groups that fill fast are soon full
 * and are open no longer, so each group's hours count by what its own factor most likely is (expectation and
 * maximisation in turn).
 */
function fitTo(
  groups: readonly Prepared[],
  shapes: readonly number[],
  from: readonly number[],
  rounds: number,
): Fitted {
  let best: Fitted & { likelihood: number } = {
    ...{ rates: from, shape: shapes[0] ?? 1, likelihood: Number.NEGATIVE_INFINITY },
  }
  for (const shape of shapes) {
    let rates = from
    for (let round = 0; round < rounds; round++) rates = nextRates(groups, shape, rates)
    const likelihood = likelihoodOf(groups, shape, rates)
    if (likelihood > best.likelihood) best = { rates, shape, likelihood }
  }
  return best
}

function nextRates(groups: readonly Prepared[], shape: number, rates: readonly number[]): number[] {
  const [joins, hours] = [BINS.map(() => 0), BINS.map(() => 0)]
  for (const group of groups) {
    const factor = (shape + group.count) / (shape + expectedOf(group, rates))
    for (const bin of BINS) {
      joins[bin] = (joins[bin] ?? 0) + (group.joins[bin] ?? 0)
      hours[bin] = (hours[bin] ?? 0) + factor * (group.hours[bin] ?? 0)
    }
  }
  return BINS.map((bin) => ((hours[bin] ?? 0) > 0 ? (joins[bin] ?? 0) / (hours[bin] ?? 1) : 0))
}

/** Groups stop being open when they are full, so it is that of what was seen until then. */
function likelihoodOf(
  groups: readonly Prepared[],
  shape: number,
  rates: readonly number[],
): number {
  let likelihood = 0
  for (const group of groups) {
    for (let i = 0; i < group.count; i++) likelihood += Math.log(shape + i)
    for (const bin of BINS)
      if ((group.joins[bin] ?? 0) > 0)
        likelihood += (group.joins[bin] ?? 0) * Math.log(rates[bin] ?? 0)
    likelihood +=
      shape * Math.log(shape) - (shape + group.count) * Math.log(shape + expectedOf(group, rates))
  }
  return likelihood
}

/** That enough others join in time. */
function completing({ rates, shape }: Fitted, level: number, { size, hours }: Wanted): number {
  const expected =
    level * BINS.reduce((sum, bin) => sum + hoursIn(hours, bin) * (rates[bin] ?? 0), 0)
  const stays = shape / (shape + expected)
  let [chance, missing] = [stays ** shape, 0]
  for (let joins = 0; joins < size - 1; joins++) {
    missing += chance
    chance *= ((shape + joins) / (joins + 1)) * (1 - stays)
  }
  return Math.min(1, Math.max(0, 1 - missing))
}

/** The same samples for the same groups: a figure does not jump when a page is opened again. */
function numbers(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 4_294_967_296
  }
}
