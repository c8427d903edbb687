// What a change of a rule would have given over the last days, on what really happened; nothing is written.

import { canonicalOf } from '../../identity/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { dayIn } from './expiry.ts'
import { zoneOf } from './policy.ts'
import { award, capped, type EarnRule, eventsOf, type Given } from './rule.ts'

export interface Simulated {
  days: number
  events: number
  /** Levels and stored value are not known of the past; order rules count without them. */
  points: number
  customers: number
}
export interface Comparison {
  /** By the rule in force; null when there is none. */
  live: Simulated | null
  draft: Simulated
  /** By how many points the change gives more, below zero less. */
  difference: number
}

const MOST = 1_000_000
const PART = 50_000

/** @throws 400 for a rule that does not follow events, or beyond a million of them */
export async function simulate(
  ctx: Ctx,
  live: EarnRule | null,
  draft: EarnRule,
  days: number,
): Promise<Comparison> {
  if (draft.on.kind === 'profile')
    throw invalid(
      'not_simulated',
      'Points for a full profile follow no events; preview an audience of them',
    )
  const drafted = await run(ctx, draft, days)
  const inForce = live && live.on.kind !== 'profile' ? await run(ctx, live, days) : null
  const difference = drafted.points - (inForce?.points ?? 0)
  return { live: inForce, draft: drafted, difference }
}

interface Row {
  node: number
  at: number
  name: string
  platform: string
  props: string
}

async function run(ctx: Ctx, rule: EarnRule, days: number): Promise<Simulated> {
  const zone = await zoneOf(ctx)
  const since = new Date(ctx.now().getTime() - days * 86_400_000)
  const [name = ''] = eventsOf(rule)
  const counted = await ctx.ch.rows<{ n: string; nodes: string[] }>(
    ctx.tenantId,
    sql`select count() as n from event
      where name = ${as('String', name)} and at >= ${as('DateTime64(3)', since)} and not historical and customer_id != 0`,
  )
  const events = Number(counted[0]?.n ?? 0)
  if (events > MOST)
    throw invalid('too_many_events', 'So many events are not simulated at once; take fewer days', {
      events,
      most: MOST,
    })
  const sums = new Map<string, Given>()
  const people = new Set<number>()
  let points = 0
  for (let offset = 0; offset < events; offset += PART) {
    const rows = await ctx.ch.rows<Row>(
      ctx.tenantId,
      sql`select customer_id as node, toUnixTimestamp64Milli(at) as at, name, platform, props from event
        where name = ${as('String', name)} and at >= ${as('DateTime64(3)', since)} and not historical and customer_id != 0
        order by event.at, received_at, event_id limit ${as('UInt32', PART)} offset ${as('UInt32', offset)}`,
    )
    const personOf = await canonicalOf(
      ctx,
      rows.map((r) => Number(r.node)),
    )
    for (const row of rows) {
      const person = personOf.get(Number(row.node))
      if (person === undefined) continue
      const happening = { ...row, props: JSON.parse(row.props), links: {} }
      const wanted = award(rule, happening, { levels: [], storedFen: 0 })
      if (wanted === 0) continue
      const day = dayIn(new Date(Number(row.at)), zone)
      const [ever, today] = [`${person}`, `${person} ${day}`]
      const none = { times: 0, points: 0 }
      const amount = capped(wanted, rule, sums.get(today) ?? none, sums.get(ever) ?? none)
      if (amount === 0) continue
      for (const key of [ever, today]) {
        const sum = sums.get(key) ?? none
        sums.set(key, { times: sum.times + 1, points: sum.points + amount })
      }
      points += amount
      people.add(person)
    }
  }
  return { days, events, points, customers: people.size }
}
