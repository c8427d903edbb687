// Whom an order counts for, by a brand's rule. Pure.
import { split } from '../../platform/money.ts'

export const CREDIT_KINDS = ['store', 'staff', 'channel', 'activity', 'room', 'affiliate'] as const
export type CreditKind = (typeof CREDIT_KINDS)[number]
/** placed_by 代客下单, scanned 扫码, shared 分享, assigned 专属绑定. */
export const GUIDE_WAYS = ['placed_by', 'scanned', 'shared', 'assigned'] as const
export type GuideWay = (typeof GUIDE_WAYS)[number]
/** The guide's own store, the one the buyer belongs to, the one whose stock is sold. */
export const STORE_WAYS = ['guide', 'assigned', 'selling'] as const
export type StoreWay = (typeof STORE_WAYS)[number]

/** An affiliate counts beside the guide, only where there is none, in place of one, or never. */
export const AFFILIATE_WAYS = ['beside_guide', 'without_guide', 'before_guide', 'never'] as const
export type AffiliateWay = (typeof AFFILIATE_WAYS)[number]

export interface CreditRule {
  version: number
  guides: GuideWay[]
  stores: StoreWay[]
  affiliates: AffiliateWay
}
/** Where a brand has made none: who acted for the buyer comes before whose customer she is. */
export const USUAL_RULE: CreditRule = {
  version: 0,
  guides: [...GUIDE_WAYS],
  stores: [...STORE_WAYS],
  affiliates: 'beside_guide',
}

/** What the buyer came by: a guide's share or code, a channel's link, a live room, an affiliate's link. */
export interface CameBy {
  way: 'scanned' | 'shared' | null
  staff_id: string | null
  channel_id: string | null
  room: string | null
  /** Orders of before there were affiliates do not say. */
  affiliate?: string | null
}
export interface CreditFacts {
  guides: Readonly<Partial<Record<GuideWay, string>>>
  /** Of those who work for the brand now, where; who left guides nobody. */
  storeOfStaff: ReadonlyMap<string, string | null>
  assignedStore: string | null
  sellingStore: string
  channel: string | null
  room: string | null
  /** One that shares for the brand now, and is not the buyer herself. */
  affiliate: string | null
  /** What took something off, and how much. */
  activities: readonly { activity: string; fen: number }[]
}
export interface Share {
  kind: CreditKind
  subject: string
  /** Of each line; all of a kind are 10,000 together. */
  shareBp: number
  because: GuideWay | StoreWay | 'link' | 'offers' | 'corrected'
}

const WHOLE_BP = 10_000

export function sharesOf(facts: CreditFacts, rule: CreditRule): Share[] {
  const named = rule.guides.find((way) => facts.storeOfStaff.has(facts.guides[way] ?? ''))
  const isAffiliates =
    rule.affiliates !== 'never' && !(rule.affiliates === 'without_guide' && named !== undefined)
  const affiliate = isAffiliates ? facts.affiliate : null
  const guide = affiliate && rule.affiliates === 'before_guide' ? undefined : named
  const staff = guide && facts.guides[guide]
  const stores: Record<StoreWay, string | null | undefined> = {
    guide: staff && facts.storeOfStaff.get(staff),
    assigned: facts.assignedStore,
    selling: facts.sellingStore,
  }
  const store = rule.stores.find((way) => stores[way]) ?? 'selling'
  const one = (kind: CreditKind, subject: string | null | undefined, because: Share['because']) =>
    subject ? [{ kind, subject, because, shareBp: WHOLE_BP }] : []
  return [
    ...one('store', stores[store], store),
    ...(guide ? one('staff', staff, guide) : []),
    ...one('channel', facts.channel, 'link'),
    ...one('room', facts.room, 'link'),
    ...one('affiliate', affiliate, 'link'),
    ...activityShares(facts.activities),
  ]
}

/** By what each took off; of gifts alone, alike. */
function activityShares(activities: CreditFacts['activities']): Share[] {
  const sums = new Map<string, number>()
  for (const { activity, fen } of activities) sums.set(activity, (sums.get(activity) ?? 0) + fen)
  if (sums.size === 0) return []
  const parts = split(WHOLE_BP, [...sums.values()])
  return [...sums.keys()].flatMap((subject, i) => {
    const shareBp = parts[i] ?? 0
    return shareBp > 0 ? [{ kind: 'activity', subject, shareBp, because: 'offers' }] : []
  })
}

/** A line's money by shares, to the fen. */
export const fenOf = (totalFen: number, sharesBp: readonly number[]): number[] =>
  split(totalFen, sharesBp)

/**
 * Of what is still credited, what a refund takes from each: in proportion to what is left, so that any
 * parts together take exactly what was given and never more.
 */
export const reversalOf = (fen: number, left: readonly number[]): number[] => split(fen, left)
