// What one level has and another has not, read from what really holds: benefits, the reward shop, prices,
// storefronts and offers. Nothing of it is written for the matrix.
import { levelsAtStorefronts, memberPriceCounts } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { levelNames } from '../own.ts'
import { listRewards } from '../rewards/rewards.ts'
import { listBenefits } from './benefits.ts'
import { KINDS } from './kinds/index.ts'
import type { MatrixColumn } from './kinds/kind.ts'

export const DIFFERENCE_KINDS = [
  'benefit',
  'member_price',
  'offer',
  'reward',
  'content',
  'storefront_seen',
  'storefront_bought',
] as const

export interface Difference {
  column: MatrixColumn
  kind: (typeof DIFFERENCE_KINDS)[number]
  /** The code or id of what makes the difference; of prices the level's own. */
  ref: string
  name: string
  name_en: string
  levels: string[]
  /** Who else may come in, beside these levels: audiences and pools. */
  others: boolean
  /** Of prices: how many products. */
  count: number | null
  /** false: whoever keeps the door asks who has it. */
  enforced: boolean
}

/** An offer that holds now for these levels alone. */
export interface LevelOffer {
  id: string
  name: string
  levels: string[]
}
type LevelOffers = (ctx: Ctx) => Promise<LevelOffer[]>
let levelOffers: LevelOffers | undefined
/** Called at start by who keeps offers; until then none is for a level. */
export function useLevelOffers(given: LevelOffers | undefined): void {
  levelOffers = given
}

const plain = { others: false, count: null, enforced: true }
const called = (name: string) => ({ name, name_en: name })

async function byBenefits(ctx: Ctx): Promise<Difference[]> {
  return (await listBenefits(ctx))
    .filter(({ is_retired }) => !is_retired)
    .map(({ code, kind, name, name_en, holders }) => ({
      ...{ ...plain, kind: 'benefit' as const, ref: code, name, name_en },
      column: KINDS[kind].column,
      levels: holders.flatMap((h) => (h.holder === 'level' ? [h.holder_code] : [])),
      enforced: kind !== 'exclusive_access',
    }))
}

async function byRewards(ctx: Ctx): Promise<Difference[]> {
  const now = ctx.now()
  return (await listRewards(ctx))
    .filter(({ state, ends_at }) => state === 'live' && (ends_at === null || ends_at > now))
    .map(({ id, kind, name, name_en, levels }) => ({
      ...{ ...plain, ref: id, name, name_en, levels },
      ...(kind === 'content'
        ? { column: 'content' as const, kind }
        : { column: 'permission' as const, kind: 'reward' as const }),
    }))
}

async function byStorefronts(ctx: Ctx): Promise<Difference[]> {
  return (await levelsAtStorefronts(ctx)).flatMap(({ code, name, sees, buys, others }) => {
    const at = { ...plain, column: 'permission' as const, ref: code, ...called(name) }
    return [
      { ...at, kind: 'storefront_seen' as const, levels: sees, others },
      { ...at, kind: 'storefront_bought' as const, levels: buys },
    ]
  })
}

async function byPrices(ctx: Ctx): Promise<Difference[]> {
  return (await memberPriceCounts(ctx)).map(({ level, products }) => ({
    ...{ ...plain, column: 'price' as const, kind: 'member_price' as const, ref: level },
    ...{ ...called(level), levels: [level], count: products },
  }))
}

async function byOffers(ctx: Ctx): Promise<Difference[]> {
  return ((await levelOffers?.(ctx)) ?? []).map(({ id, name, levels }) => ({
    ...{ ...plain, column: 'price' as const, kind: 'offer' as const, ref: id, ...called(name) },
    levels,
  }))
}

/** The levels of growth from the lowest, and all that some of them have and others have not. */
export async function differences(ctx: Ctx) {
  const levels = await levelNames(ctx)
  const all = await Promise.all(
    [byPrices, byBenefits, byOffers, byRewards, byStorefronts].map((by) => by(ctx)),
  )
  const known = new Set(levels.map(({ code }) => code))
  const items = all
    .flat()
    .map((one) => ({ ...one, levels: one.levels.filter((code) => known.has(code)) }))
    .filter((one) => one.levels.length > 0)
  return { levels, items }
}
