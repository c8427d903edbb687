// The pipeline of key opinion customers: who is in it and what came of it, who could be, and who is still
// on public platforms only.

import { z } from 'zod'
import { CUSTOMER } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { catchUp, listedByIds } from '../../profile/index.ts'
import { readQuestion } from '../question/reading.ts'
import { settingsOf } from '../settings/versions.ts'
import { bitmapOf, OUTSIDE_CELLS } from '../super-users/cells.ts'
import { SuperUserSettings } from '../super-users/settings.ts'
import { type Koc, type KocFound, type KocOverview, type Outside, STAGES } from './shape.ts'
import { type KocFilter, listRows, measuredOf, stageRows, standing } from './store.ts'

const Position = z.tuple([z.string(), z.iso.datetime(), z.uuid()])
const MEASURED = ['shares', 'reached', 'recruits'] as const
type Results = Koc['results']

const resultsOf = (measures: readonly { code: string; value: number }[] = []): Results =>
  Object.fromEntries(
    MEASURED.map((code) => [code, measures.find((m) => m.code === code)?.value ?? 0]),
  ) as Results

export async function listKocs(
  ctx: Ctx,
  { limit, cursor, ...filter }: KocFilter & { limit: number; cursor?: string | undefined },
): Promise<{ items: Koc[]; next_cursor: string | null }> {
  const rows = await listRows(ctx, filter, {
    limit: limit + 1,
    after: readCursor(cursor, Position),
  })
  const ids = rows.map(({ customer }) => customer)
  const [people, measured] = await Promise.all([listedByIds(ctx, ids), measuredOf(ctx, ids)])
  const byId = new Map(people.map((one) => [one.id, one]))
  return toPage(
    rows,
    limit,
    ({
      customer,
      owner_id,
      owner_name,
      since,
      created_at,
      updated_at: _,
      position: __,
      ...row
    }) => {
      const known = measured.get(customer)
      return {
        ...row,
        customer_id: customer,
        customer: byId.get(customer) ?? null,
        owner: owner_id === null ? null : { id: owner_id, name: owner_name ?? '' },
        since: since.toISOString(),
        created_at: created_at.toISOString(),
        score: known?.score ?? null,
        diffusion: known?.diffusion ?? null,
        results: resultsOf(known?.measures),
      }
    },
    ({ position }) => position,
  )
}

export async function kocOverview(ctx: Ctx): Promise<KocOverview> {
  const [rows, active] = await Promise.all([stageRows(ctx, STAGES), activeOnes(ctx)])
  const measured = await measuredOf(ctx, active)
  const results = [...measured.values()].map(({ measures }) => resultsOf(measures))
  const sum = (code: keyof Results) => results.reduce((all, one) => all + one[code], 0)
  return {
    stages: rows.map((row, i) => {
      const before = rows[i - 1]?.came
      return {
        ...row,
        rate: before === undefined || before === 0 ? null : row.came / before,
      }
    }),
    results: { shares: sum('shares'), reached: sum('reached'), recruits: sum('recruits') },
    as_of: ctx.now().toISOString(),
  }
}

const MOST_ACTIVE = 100_000
async function activeOnes(ctx: Ctx): Promise<number[]> {
  const rows = await listRows(ctx, {}, { limit: MOST_ACTIVE })
  return rows.filter(({ stage }) => stage !== 'retired').map(({ customer }) => customer)
}

const REASONS = ['score', 'content', 'outside'] as const
const CELL = { score: 'koc', content: 'content', outside: 'outside_strong' } as const

/** Who is not in the pipeline and should be: for more reasons first, then by score. */
export async function findKocs(ctx: Ctx, limit: number): Promise<KocFound> {
  await catchUp(ctx)
  const { settings } = await settingsOf(ctx, 'super_user', SuperUserSettings)
  const reading = await readQuestion(ctx, [])
  // Without an event for content, or a platform, there is nobody by it.
  const asked = REASONS.filter(
    (reason) =>
      (reason !== 'content' || settings.content.length > 0) &&
      (reason !== 'outside' || settings.outside.platforms.length > 0),
  )
  const sets = asked.map((reason) =>
    reading.narrow(bitmapOf({ is: CELL[reason] }, settings, reading.reading)),
  )
  const suspects = bitmapOf({ is: 'suspect' }, settings, reading.reading)
  const everybody = sets.reduce<Sql | undefined>(
    (all, set) => (all ? sql`bitmapOr(${all}, ${set})` : set),
    undefined,
  )
  if (!everybody) return { items: [], further: 0 }
  const there = sql`bitmapBuild(${as('Array(UInt32)', await standing(ctx))})`
  const scoreOf = (
    name: string,
  ) => sql`select ${CUSTOMER} as c, max(number) as v from customer_state final
    where kind = 'attribute' and key = ${as('String', name)} and type = 'number' group by c`
  const rows = await ctx.ch.rows<{
    c: number
    reasons: string[]
    score: number | null
    outside: number | null
    every: string
  }>(
    ctx.tenantId,
    sql`select f.c as c, f.reasons as reasons, s.v as score, o.v as outside, count() over () as every from (
        select arrayJoin(bitmapToArray(bitmapAndnot(bitmapAndnot(${everybody}, ${there}), ${suspects}))) as c,
          arrayFilter(x -> x != '', [${join(
            asked.map(
              (reason, i) =>
                sql`if(bitmapContains(${sets[i] as Sql}, c), ${as('String', reason)}, '')`,
            ),
            ', ',
          )}]) as reasons) as f
      left join (select c, toNullable(v) as v from (${scoreOf('super_user_score')})) as s on s.c = f.c
      left join (select c, toNullable(v) as v from (${scoreOf(settings.outside.score)})) as o on o.c = f.c
      order by length(f.reasons) desc, greatest(ifNull(s.v, 0), ifNull(o.v, 0)) desc, f.c limit ${as('UInt32', limit)}`,
  )
  const ids = rows.map(({ c }) => Number(c))
  const byId = new Map((await listedByIds(ctx, ids)).map((one) => [one.id, one]))
  const items = rows.map(({ c, reasons, score, outside }) => {
    const why = REASONS.filter((reason) => reasons.includes(reason))
    return {
      customer_id: Number(c),
      customer: byId.get(Number(c)) ?? null,
      origin: why[0] ?? 'score',
      reasons: why,
      score: score === null ? null : Number(score),
      outside_score: outside === null ? null : Number(outside),
    }
  })
  return { items, further: Math.max(0, Number(rows[0]?.every ?? 0) - rows.length) }
}

const MOST_TAGS = 12

/** Whom lists from public platforms brought, and who of them came over with her tags. */
export async function outsideOf(ctx: Ctx): Promise<Outside> {
  await catchUp(ctx)
  const { settings } = await settingsOf(ctx, 'super_user', SuperUserSettings)
  const reading = await readQuestion(ctx, [])
  const { platforms, at_least } = settings.outside
  const [all, strong, converted, supers] = OUTSIDE_CELLS.map((is) =>
    reading.narrow(bitmapOf({ is }, settings, reading.reading)),
  ) as [Sql, Sql, Sql, Sql]
  const isIn = (set: Sql) => sql`bitmapContains(${set}, c)`
  const tagged = sql`select ${CUSTOMER} as c, key from customer_state final where kind = 'tag'`
  const [rows, tags] = await Promise.all([
    ctx.ch.rows<{
      platform: string
      found: string
      strong: string
      converted: string
      converted_tagged: string
      super_users: string
    }>(
      ctx.tenantId,
      sql`select platform, count() as found, countIf(${isIn(strong)}) as strong, countIf(${isIn(converted)}) as converted,
          countIf(${isIn(converted)} and c in (select c from (${tagged}))) as converted_tagged, countIf(${isIn(supers)}) as super_users
        from (select distinct ${CUSTOMER} as c, key as platform from customer_state final
          where kind = 'identifier' and has(${as('Array(String)', platforms)}, key))
        where ${isIn(all)} group by platform order by found desc, platform`,
    ),
    ctx.ch.rows<{ tag: string; converted: string }>(
      ctx.tenantId,
      sql`select key as tag, uniqExact(c) as converted from (${tagged}) where ${isIn(converted)}
        group by tag order by converted desc, tag limit ${as('UInt32', MOST_TAGS)}`,
    ),
  ])
  return {
    platforms: rows.map(({ platform, ...counts }) => ({
      platform,
      found: Number(counts.found),
      strong: Number(counts.strong),
      converted: Number(counts.converted),
      converted_tagged: Number(counts.converted_tagged),
      super_users: Number(counts.super_users),
    })),
    tags: tags.map(({ tag, converted }) => ({ tag, converted: Number(converted) })),
    at_least,
    as_of: new Date(reading.clock.now).toISOString(),
  }
}
