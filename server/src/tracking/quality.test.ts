import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { dailyComparisons as ofCollect } from '../collect/daily.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { createApiKey } from '../org/index.ts'
import { addPerson, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { useComparisons } from './agreement.ts'
import { createEventRules } from './enforce.ts'
import { measureBrand } from './jobs.ts'
import { saveProperties } from './plan.ts'
import { listGaps, readQuality } from './quality.ts'
import { routes } from './routes.ts'
import { addRule } from './rules.ts'
import { agreementOf, completenessOf, NO_FIGURES, validityOf } from './scores.ts'

const HOUR = 3_600_000
afterEach(() => useComparisons([]))

/** A brand whose clock stands still: no hour and no day ends while a test looks. */
async function brand() {
  const now = new Date()
  const ctx = { ...(await testCtx()), now: () => now }
  const rules = createEventRules((tenantId) => ({ ...ctx, tenantId }))
  const collector = testCollector(ctx, { rules })
  const api = await testApi(ctx, { domains: [routes(ctx)] })
  const key = (await createApiKey(ctx, { name: 'mine', role: 'owner' })).secret
  return { ctx, collector, api, key }
}
const visit = (i: number, at: number, props: Record<string, unknown> = {}, known = true) =>
  draft({
    name: 'visited',
    messageId: `${i}-${at}`,
    at,
    identifiers: known ? [{ namespace: 'member_id', value: `m-${i}-x` }] : [],
    props,
  })

describe('a day', () => {
  test('is as complete as the expected properties and the known customers make it', async () => {
    const { ctx, collector } = await brand()
    await saveProperties(ctx, [
      {
        eventName: 'visited',
        name: 'shop',
        plan: { label: '', label_en: '', description: '', type: null, unit: '', is_expected: true },
      },
    ])
    const now = ctx.now().getTime()
    await collector.submit(
      submission(ctx, [
        visit(1, now, { shop: 'a' }),
        visit(2, now, { shop: 'a' }),
        visit(3, now, {}),
        visit(4, now, { shop: 'b' }, false),
      ]),
    )
    const { days, sources } = await readQuality(ctx, 2)
    expect(days.at(-1)).toMatchObject({
      completeness: 75,
      figures: { events: 4, expected: 4, present: 3, of_somebody: 3 },
    })
    expect(sources).toMatchObject([{ source: 'test' }])
    await collector.stop()
  })

  test('is as valid as what arrived: dead letters, broken rules and values set aside count against it', async () => {
    const { ctx, collector } = await brand()
    await addRule(ctx, {
      event_name: 'visited',
      property: 'shop',
      setting: { kind: 'enum', values: ['a', 'b'] },
      action: 'warn',
    })
    const now = ctx.now().getTime()
    await collector.submit(submission(ctx, [visit(0, now, { shop: 'a', size: 1 })]))
    await collector.submit(
      submission(ctx, [
        ...Array.from({ length: 5 }, (_, i) => visit(i + 1, now, { shop: 'a', size: 1 })),
        visit(7, now, { shop: 'c', size: 1 }),
        visit(8, now, { shop: 'a', size: 'large' }),
      ]),
    )
    await ctx.stores.pg.pool.query(
      `insert into dead_letter (tenant_id, id, received_at, protocol, verified, code, reason, raw)
       values ($1, $2, $4, 'homefield', true, 'x', 'x', 'x'), ($1, $3, $4, 'homefield', true, 'x', 'x', 'x')`,
      [ctx.tenantId, randomUUIDv7(), randomUUIDv7(), ctx.now()],
    )
    const { days } = await readQuality(ctx, 1)
    expect(days[0]).toMatchObject({
      validity: 60,
      figures: { events: 8, broken: 1, mended: 1, dead: 2 },
    })
    await collector.stop()
  })

  test('agrees when both stores hold the same, and says so of a batch that is lost', async () => {
    useComparisons(ofCollect)
    const { ctx, collector } = await brand()
    const now = ctx.now().getTime()
    await collector.submit(submission(ctx, [visit(1, now), visit(2, now)]))
    await collector.submit(
      submission(ctx, [visit(3, now), visit(4, now), visit(5, now), visit(6, now)]),
    )
    // Batches are of the day the database's own clock says.
    await ctx.stores.pg.pool.query(
      `update ingest_batch set created_at = $2
       where id in (select batch_id from seen_event where tenant_id = $1)`,
      [ctx.tenantId, ctx.now()],
    )
    expect((await readQuality(ctx, 1)).days[0]).toMatchObject({ agreement: 100 })
    await ctx.ch.command(
      `delete from homefield.event where tenant_id = toUUID('${ctx.tenantId}') and message_id in ('1-${now}', '2-${now}')`,
    )
    await ctx.stores.pg.pool.query(`delete from quality_day where tenant_id = $1`, [ctx.tenantId])
    const [day] = (await readQuality(ctx, 1)).days
    expect(day?.agreement).toBeCloseTo(66.67, 1)
    expect(day?.figures.compared).toContainEqual({
      name: 'collect.batches',
      in_postgresql: 6,
      in_clickhouse: 4,
    })
    await collector.stop()
  })

  test('without an event has no score at all', async () => {
    const { ctx, collector } = await brand()
    expect((await readQuality(ctx, 30)).days).toHaveLength(30)
    expect((await readQuality(ctx, 1)).days[0]).toMatchObject({
      completeness: null,
      continuity: null,
      validity: null,
      agreement: null,
    })
    await collector.stop()
  })
})

describe('a source that has gone silent', () => {
  async function silentSource() {
    const made = await brand()
    const end = Math.floor(made.ctx.now().getTime() / HOUR) * HOUR
    const hours = Array.from({ length: 24 * 29 }, (_, i) => end - (i + 1) * HOUR)
    await made.collector.submit(
      submission(
        made.ctx,
        hours
          .filter((at) => at < end - 6 * HOUR)
          .flatMap((at) => [0, 1, 2].map((i) => visit(i, at + i * 60_000))),
        { source: 'till' },
      ),
    )
    return made
  }

  test('is a gap from its first silent hour to now, and continuity falls', async () => {
    const { ctx, collector } = await silentSource()
    const [gap] = await listGaps(ctx)
    expect(gap).toMatchObject({
      source: 'till',
      platform: 'web',
      hours: 6,
      missing: 18,
      is_open: true,
    })
    const { days } = await readQuality(ctx, 2)
    const lowest = Math.min(...days.map((d) => d.continuity ?? 100))
    expect(lowest).toBeLessThan(100)
    await collector.stop()
  })

  test('is told to those who can mend it, once, and resolved by itself when it is back', async () => {
    const { ctx, collector, api, key } = await silentSource()
    const person = await addPerson(ctx, 'developer')
    await measureBrand(ctx)
    const watch = await api.call('POST', '/tracking/quality/watches', {
      key,
      body: { metric: 'continuity', source: 'till', threshold: 99.99 },
    })
    expect(watch.status).toBe(201)
    await Promise.all([measureBrand(ctx), measureBrand(ctx), measureBrand(ctx)])
    const alerts = async (state: string) =>
      (await api.call('GET', `/tracking/quality/alerts?state=${state}`, { key })).body
        .items as unknown as { id: string; acknowledged_by: string | null }[]
    const open = await alerts('open')
    expect(open).toHaveLength(1)
    const { rows } = await ctx.stores.pg.pool.query(
      'select kind, params from notice where tenant_id = $1 and user_id = $2',
      [ctx.tenantId, person.id],
    )
    expect(rows).toMatchObject([{ kind: 'quality_continuity', params: { source: 'till' } }])
    await api.call('POST', `/tracking/quality/alerts/${open[0]?.id}/acknowledge`, { key })
    expect((await alerts('open'))[0]?.acknowledged_by).toBe('mine')
    await ctx.stores.pg.pool.query(
      `update quality_day set continuity = 10000 where tenant_id = $1 and source = 'till'`,
      [ctx.tenantId],
    )
    await measureBrand(ctx)
    expect([await alerts('open'), await alerts('resolved')].map((l) => l.length)).toEqual([0, 1])
    await collector.stop()
  })
})

test('no score leaves its scale, and one row that differs is never full agreement', () => {
  const count = fc.nat({ max: 1_000_000 })
  const figures = fc.record({
    ...Object.fromEntries(Object.keys(NO_FIGURES).map((k) => [k, count])),
  })
  fc.assert(
    fc.property(figures, count, count, (given, a, b) => {
      const f = { ...NO_FIGURES, ...given }
      for (const score of [completenessOf(f), validityOf(f)])
        if (score !== null) expect(score >= 0 && score <= 10_000).toBe(true)
      const agreed = agreementOf([{ name: 'x', in_postgresql: a, in_clickhouse: b }])
      if (a !== b) expect(agreed).toBeLessThan(10_000)
    }),
  )
})
