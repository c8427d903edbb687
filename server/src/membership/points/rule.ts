// What points are given for. Pure: the same rule and the same happening always give the same points.
import { z } from 'zod'
import { type Condition, holds, OPERATIONS } from '../../profile/index.ts'

const Points = z.number().int().min(1).max(1_000_000)
const Where = z
  .array(
    z.object({
      property: z.string().min(1).max(200),
      op: z.enum(OPERATIONS),
      value: z
        .union([
          z.string().max(500),
          z.number(),
          z.boolean(),
          z.array(z.union([z.string().max(500), z.number()])).max(100),
        ])
        .optional(),
    }),
  )
  .max(10)
  .default([])
const Cap = z.number().int().min(1).max(100_000_000).nullable()

export const EarnRule = z.object({
  on: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('order'),
      points: Points,
      per_fen: z
        .number()
        .int()
        .min(1)
        .max(100_000_000)
        .describe('So many points for so many fen that were paid, without points and stored value'),
      round: z.enum(['down', 'nearest', 'up']),
      without_categories: z.array(z.string().min(1).max(200)).max(100).default([]),
      without_skus: z.array(z.string().min(1).max(255)).max(1000).default([]),
      level_bp: z
        .record(z.string().min(1).max(100), z.number().int().min(0).max(100_000))
        .default({})
        .describe('By level, basis points of the points; the best of those she holds'),
    }),
    z.object({
      kind: z.literal('check_in'),
      event: z.string().min(1).max(200),
      points: Points,
    }),
    z.object({
      kind: z.literal('event'),
      event: z.string().min(1).max(200),
      where: Where,
      points: Points,
    }),
    z.object({
      kind: z.literal('profile'),
      attributes: z.array(z.string().min(1).max(200)).min(1).max(20),
      points: Points,
    }),
  ]),
  caps: z
    .object({
      day_points: Cap.describe('Of one person a day, in the brand’s zone'),
      day_times: Cap,
      person_points: Cap.describe('Of one person ever'),
      person_times: Cap,
    })
    .default({ day_points: null, day_times: null, person_points: null, person_times: null }),
  pending: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('days'), days: z.number().int().min(1).max(365) }),
      z
        .object({ kind: z.literal('receipt'), days: z.number().int().min(1).max(365) })
        .describe('Until the order is received, and not longer than so many days'),
      z.object({ kind: z.literal('approval') }),
    ])
    .default({ kind: 'none' }),
})
export type EarnRule = z.infer<typeof EarnRule>

/** What happened, as far as rules ask. */
export interface Happening {
  name: string
  props: Readonly<Record<string, unknown>>
  platform: string
  links: Readonly<Record<string, string>>
}

/** The events a rule hears of. */
export const eventsOf = ({ on }: EarnRule): string[] =>
  on.kind === 'order' ? ['order_paid'] : on.kind === 'profile' ? [] : [on.event]

const OrderLines = z.array(
  z.object({
    sku: z.string(),
    category: z.string().optional(),
    total_fen: z.number().int(),
    prepaid_fen: z.number().int().default(0),
  }),
)

/** Who paid an order. */
export interface Buyer {
  levels: readonly string[]
  /** What of it was paid with stored value. */
  storedFen: number
  /** What her benefits multiply points by; absent: once. */
  benefitsBp?: number
}

/**
 * Pure: how many times an order's points are given. The rule's own multiple by level and that of her benefits
 * are never multiplied with each other: the higher one counts.
 */
export function orderTimes(
  on: Extract<EarnRule['on'], { kind: 'order' }>,
  { levels, benefitsBp }: Pick<Buyer, 'levels' | 'benefitsBp'>,
): { bp: number; by: 'nothing' | 'level' | 'benefits' } {
  const mine = levels.flatMap((l) => (Object.hasOwn(on.level_bp, l) ? [on.level_bp[l] ?? 0] : []))
  // Without a level of the list it is once.
  const byLevel = mine.length > 0 ? Math.max(...mine) : 10_000
  if (benefitsBp !== undefined && benefitsBp > byLevel) return { bp: benefitsBp, by: 'benefits' }
  return { bp: byLevel, by: mine.length > 0 ? 'level' : 'nothing' }
}

/** Before caps. */
export function award(rule: EarnRule, happening: Happening, buyer: Buyer): number {
  const { on } = rule
  if (on.kind === 'profile') return 0
  if (!eventsOf(rule).includes(happening.name)) return 0
  if (on.kind === 'order') return orderPoints(on, happening, buyer)
  if (on.kind === 'check_in') return on.points
  const look = (property: string) =>
    property === 'event.platform'
      ? happening.platform
      : property.startsWith('event.')
        ? happening.links[property.slice(6)]
        : happening.props[property]
  return on.where.every((condition) => holds(condition as Condition, look)) ? on.points : 0
}

function orderPoints(
  on: Extract<EarnRule['on'], { kind: 'order' }>,
  { props }: Happening,
  buyer: Buyer,
): number {
  const lines = OrderLines.safeParse(props.lines)
  if (!lines.success) return 0
  const sum = (some: typeof lines.data) => some.reduce((n, l) => n + BigInt(l.total_fen), 0n)
  const ahead = (some: typeof lines.data) => some.reduce((n, l) => n + BigInt(l.prepaid_fen), 0n)
  const counted = lines.data.filter(
    (l) => !on.without_skus.includes(l.sku) && !on.without_categories.includes(l.category ?? ''),
  )
  const [all, some] = [sum(lines.data), sum(counted)]
  const paidAhead = ahead(counted)
  if (some + paidAhead <= 0n) return 0
  // What stored value paid does not count, by its share of these lines: its points came when it was paid in.
  const stored = all > 0n ? (BigInt(Math.min(buyer.storedFen, Number(all))) * some) / all : 0n
  const best = orderTimes(on, buyer).bp
  const units = (some + paidAhead - stored) * BigInt(on.points) * BigInt(best)
  const by = BigInt(on.per_fen) * 10_000n
  const extra = on.round === 'down' ? 0n : on.round === 'up' ? by - 1n : by / 2n
  return Number((units + extra) / by)
}

export interface Given {
  times: number
  points: number
}

/** Pure: what is left of an award under the caps; nothing of it when its times are used up. */
export function capped(points: number, rule: EarnRule, today: Given, ever: Given): number {
  const { caps, on } = rule
  const dayTimes = on.kind === 'check_in' ? 1 : caps.day_times
  const personTimes = on.kind === 'profile' ? 1 : caps.person_times
  if (dayTimes !== null && today.times >= dayTimes) return 0
  if (personTimes !== null && ever.times >= personTimes) return 0
  const dayRoom = caps.day_points === null ? points : caps.day_points - today.points
  const personRoom = caps.person_points === null ? points : caps.person_points - ever.points
  return Math.max(0, Math.min(points, dayRoom, personRoom))
}
