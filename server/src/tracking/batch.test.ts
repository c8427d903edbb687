import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { keyOf, testApi } from '../org/testing.ts'
import { sql as ch } from '../platform/ch.ts'
import { testCtx } from '../platform/testing.ts'
import { routes } from './routes.ts'

async function brand() {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes(ctx)] })
  const key = await keyOf(ctx, 'owner')
  const ask = async (method: string, url: string, body?: object) => {
    const answer = await api.call(method, url, { key, ...(body && { body }) })
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const made = async (url: string, body: object) => String((await ask('POST', url, body)).id)
  return { ctx, api, ask, made }
}

test('events leave the plan together with their properties; those not in it are said', async () => {
  const { ask, api, ctx } = await brand()
  for (const name of ['a', 'b'])
    await ask('PUT', `/tracking/events/${name}`, { label: name, version: 0 })
  await ask('PUT', '/tracking/events/a/properties/sum', { label: '金额', version: 0 })
  expect(await ask('POST', '/tracking/events/batch/remove', { names: ['a', 'b', 'c'] })).toEqual({
    changed: 2,
    refused: [{ id: 'c', code: 'tracked_event_not_found' }],
  })
  const { items } = await ask('GET', '/tracking/events/a/history')
  expect(items).toHaveLength(4)
  const key = await keyOf(ctx, 'analyst')
  const refused = await api.call('POST', '/tracking/events/batch/remove', {
    key,
    body: { names: ['a'] },
  })
  expect(refused.status).toBe(403)
})

test('the same is said of many properties; those only seen come in with their type', async () => {
  const { ctx, ask, api } = await brand()
  await ask('PUT', '/tracking/events/ordered/properties/sum', {
    ...{ label: '金额', type: 'number', version: 0 },
  })
  await ask('PUT', '/tracking/events/ordered', { label: '下单', version: 0 })
  await sql`insert into event_property (tenant_id, event_name, name, type, sample)
    values (${ctx.tenantId}, 'ordered', 'sku', 'string', '"a"')`.execute(ctx.pg)
  const batch = (names: string[], set: object) =>
    ask('POST', '/tracking/events/ordered/properties/batch', { names, set })
  expect(await batch(['sum', 'sku', 'nothing'], { is_expected: true })).toEqual({
    changed: 2,
    refused: [{ id: 'nothing', code: 'tracked_property_not_found' }],
  })
  expect(await batch(['sum', 'sku'], { is_expected: true })).toEqual({ changed: 0, refused: [] })
  const { property_items } = await ask('GET', '/tracking/events/ordered')
  expect(property_items).toMatchObject([
    { name: 'sku', planned_type: 'string', is_expected: true, version: 1 },
    { name: 'sum', label: '金额', planned_type: 'number', is_expected: true, version: 2 },
  ])
  const { rows } = await sql<{ property: string }>`select details->>'property' as property
    from audit_log where tenant_id = ${ctx.tenantId} and action = 'tracked_property.changed' order by position`.execute(
    ctx.pg,
  )
  expect(rows.map((r) => r.property)).toEqual(['sum', 'sku', 'sum'])
  const refused = await api.call('POST', '/tracking/events/ordered/properties/batch', {
    key: await keyOf(ctx, 'analyst'),
    body: { names: ['sum'], set: {} },
  })
  expect(refused.status).toBe(403)
})

test('the same is said of many events, each with its line in the log', async () => {
  const { ctx, ask } = await brand()
  await ask('PUT', '/tracking/events/a', { label: 'a', owner: '小王', version: 0 })
  const batch = () =>
    ask('POST', '/tracking/events/batch', { names: ['a', 'b', 'a'], set: { owner: '小王' } })
  expect(await batch()).toEqual({ changed: 1, refused: [] })
  expect(await batch()).toEqual({ changed: 0, refused: [] })
  const { rows } = await sql<{ id: string }>`select object_id as id from audit_log
    where tenant_id = ${ctx.tenantId} and action = 'tracked_event.changed' order by position`.execute(
    ctx.pg,
  )
  expect(rows.map((r) => r.id)).toEqual(['a', 'b'])
})

test('rules are set to refuse together, and dropped together with their counts', async () => {
  const { ask, made } = await brand()
  const rule = (property: string, action: string) =>
    made('/tracking/rules', {
      event_name: 'ordered',
      property,
      setting: { kind: 'required' },
      action,
    })
  const [one, two] = [await rule('sum', 'warn'), await rule('sku', 'reject')]
  const foreign = await (await brand()).made('/tracking/rules', {
    event_name: 'x',
    property: 'y',
    setting: { kind: 'required' },
  })
  expect(
    await ask('POST', '/tracking/rules/batch', {
      ids: [one, two, foreign],
      set: { action: 'reject' },
    }),
  ).toEqual({ changed: 1, refused: [{ id: foreign, code: 'rule_not_found' }] })
  const { items } = await ask('GET', '/tracking/rules')
  expect(items).toMatchObject([
    { property: 'sku', version: 1 },
    { property: 'sum', action: 'reject', version: 2 },
  ])
  await ask('POST', '/tracking/rules/batch/remove', { ids: [one, two] })
  expect(await ask('GET', '/tracking/rules')).toMatchObject({ items: [] })
})

test('alerts are looked after together, and go when their thresholds go together', async () => {
  const { ctx, ask, made } = await brand()
  const watch = await made('/tracking/quality/watches', { metric: 'validity', threshold: 90 })
  const alert = async (at: string, by: string | null) => {
    const { rows } = await sql<{ id: string }>`
      insert into quality_alert (tenant_id, id, watch_id, metric, source, threshold, day, value, opened_at, acknowledged_at, acknowledged_by, resolved_at)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${watch}, 'validity', '', 9000, ${at}::date, 8000, ${at}::timestamptz,
        ${by && at}::timestamptz, ${by}, ${by && at}::timestamptz) returning id`.execute(ctx.pg)
    return String(rows[0]?.id)
  }
  const [mine, open] = [await alert('2026-01-01', '小王'), await alert('2026-01-02', null)]
  const unknown = randomUUIDv7()
  expect(
    await ask('POST', '/tracking/quality/alerts/batch/acknowledge', { ids: [mine, open, unknown] }),
  ).toEqual({ changed: 1, refused: [{ id: unknown, code: 'quality_alert_not_found' }] })
  const { items } = await ask('GET', '/tracking/quality/alerts')
  expect(items).toMatchObject([{ id: open }, { id: mine, acknowledged_by: '小王' }])
  expect(
    await ask('POST', '/tracking/quality/watches/batch/remove', { ids: [watch, unknown] }),
  ).toEqual({ changed: 1, refused: [{ id: unknown, code: 'quality_watch_not_found' }] })
  expect(await ask('GET', '/tracking/quality/alerts?state=open')).toMatchObject({ items: [] })
})

test('names of pages are taken away together', async () => {
  const { ask, made } = await brand()
  const name = (name: string) =>
    made('/tracking/named-events', {
      name,
      label: name,
      match: { kind: 'page', page_key: { how: 'equals', value: `/${name}` } },
    })
  const [one, two] = [await name('home'), await name('cart')]
  const batch = (ids: string[]) => ask('POST', '/tracking/named-events/batch/remove', { ids })
  expect(await batch([one])).toEqual({ changed: 1, refused: [] })
  expect(await batch([one, two])).toEqual({
    changed: 1,
    refused: [{ id: one, code: 'named_event_not_found' }],
  })
})

test('the catalogue reads the sums that the engine keeps, and they are exact after rows are erased', async () => {
  const { ctx, ask } = await brand()
  const collector = testCollector(ctx)
  await collector.submit(
    submission(
      ctx,
      Array.from({ length: 30 }, (_, i) =>
        draft({ name: 'seen', messageId: String(i), platform: i % 2 === 0 ? 'web' : 'app' }),
      ),
    ),
  )
  const plan = await ctx.ch.rows<{ explain: string }>(
    ctx.tenantId,
    ch`explain select name, platform, source, protocol, count(), min(at), max(at) from event group by name, platform, source, protocol`,
  )
  expect(plan.some((line) => line.explain.includes('ReadFromMergeTree (seen_names)'))).toBe(true)
  const seen = async () => ((await ask('GET', '/tracking/events')).items as unknown as object[])[0]
  expect(await seen()).toMatchObject({ total: 30, platforms: ['app', 'web'] })
  await ctx.ch.command(
    `alter table event delete where tenant_id = toUUID('${ctx.tenantId}') and platform = 'app' settings mutations_sync = 2`,
  )
  expect(await seen()).toMatchObject({ total: 15, platforms: ['web'] })
  await collector.stop()
})
