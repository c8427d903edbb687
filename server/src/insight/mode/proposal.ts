// Which operating mode a brand's own figures speak for: a rule with its reasons, never a verdict.
// New to the private domain and short of traffic of its own: lend it to the flagship store and the shops.
// Grown up, with enough of its own: close the loop in the own checkout.
import { z } from 'zod'
import { CUSTOMER } from '../../audiences/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { brandOf } from '../brand.ts'
import { MODES, type Mode, type ModeName } from './mode.ts'

const DAY = 86_400_000
export const REASONS = ['age_days', 'friends', 'own_share', 'own_visitors'] as const
export const Proposal = z.object({
  mode: z.enum(MODES),
  reasons: z.array(
    z.object({
      reason: z.enum(REASONS),
      value: z.number(),
      wanted: z.number().describe('From here on it speaks for the own loop'),
      speaks_for: z.enum(MODES),
    }),
  ),
})
export type Proposal = z.infer<typeof Proposal>

/** Figures of the last 90 days, but for the age. */
export interface Standing {
  /** Days since the first friend, member or visit of its own. */
  age_days: number
  /** Customers touched. */
  friends: number
  /** Of net sales, through the own checkout. */
  own_share: number
  /** Customers a day on the own platforms. */
  own_visitors: number
}

/** From where on each speaks for a loop of its own. */
export const WANTED: Standing = {
  age_days: 365,
  friends: 10_000,
  own_share: 0.4,
  own_visitors: 500,
}

/** Mature (age and friends) and enough traffic and sales of its own: three of the four at least. */
export function propose(standing: Standing): Proposal {
  const reasons = (Object.keys(WANTED) as (keyof Standing)[]).map((reason) => ({
    reason,
    value: standing[reason],
    wanted: WANTED[reason],
    speaks_for: (standing[reason] >= WANTED[reason] ? 'own_loop' : 'empower') as ModeName,
  }))
  const own = reasons.filter(({ speaks_for }) => speaks_for === 'own_loop').length
  return { mode: own >= 3 ? 'own_loop' : 'empower', reasons }
}

export async function proposeMode(ctx: Ctx, mode: Mode): Promise<Proposal> {
  const { currency } = await brandOf(ctx)
  const now = ctx.now().getTime()
  const since = as('DateTime64(3)', new Date(now - 90 * DAY))
  const own = as('Array(String)', mode.own_platforms)
  const touch = as('Array(String)', mode.touch_platforms)
  const [row] = await ctx.ch.rows<Record<'first_ms' | 'friends' | 'own' | 'all' | 'days', string>>(
    ctx.tenantId,
    sql`select
        minIf(toUnixTimestamp64Milli(at), toString(platform) in ${touch} and protocol != 'own') as first_ms,
        uniqExactIf(${CUSTOMER}, toString(platform) in ${touch} and protocol != 'own' and at >= ${since}) as friends,
        sumIf(revenue_fen, currency = ${as('String', currency)} and toString(platform) in ${own} and at >= ${since}) as own,
        sumIf(revenue_fen, currency = ${as('String', currency)} and at >= ${since}) as all,
        uniqExactIf((${CUSTOMER}, toDate(at)), toString(platform) in ${own} and protocol != 'own' and at >= ${since}) as days
      from event where customer_id != 0`,
  )
  const first = Number(row?.first_ms ?? 0)
  const all = Number(row?.all ?? 0)
  return propose({
    age_days: first > 0 ? Math.max(0, Math.floor((now - first) / DAY)) : 0,
    friends: Number(row?.friends ?? 0),
    own_share: all > 0 ? Math.max(0, Number(row?.own ?? 0) / all) : 0,
    own_visitors: Number(row?.days ?? 0) / 90,
  })
}
