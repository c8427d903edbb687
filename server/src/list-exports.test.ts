import { randomUUIDv7 } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { audienceExports } from './audiences/index.ts'
import { collectExports, writeKeyRoutes } from './collect/index.ts'
import { draft, submission, testCollector } from './collect/testing.ts'
import { commerceExports } from './commerce/index.ts'
import { deskExports, type Row } from './desk/index.ts'
import { importExports } from './imports/index.ts'
import { bringIn, csv, fileOf } from './imports/testing.ts'
import { kocExports, npsExports } from './insight/index.ts'
import { integrationExports, routes as integrationRoutes } from './integration/index.ts'
import { addPerson, keyOf, testApi, testSecrets } from './org/testing.ts'
import { can } from './platform/auth.ts'
import type { Ctx } from './platform/ctx.ts'
import { type TestCtx, testCtx } from './platform/testing.ts'
import { profileExports, routes as profileRoutes } from './profile/index.ts'
import { trackingExports, routes as trackingRoutes } from './tracking/index.ts'

const kinds = {
  ...deskExports,
  ...collectExports,
  ...commerceExports,
  ...profileExports,
  ...audienceExports,
  ...kocExports,
  ...npsExports,
  ...trackingExports,
  ...importExports,
  ...integrationExports,
}

let shared: TestCtx
let ctx: Ctx
let importId: string
let webhookId: string

beforeAll(async () => {
  shared = await testCtx()
  const owner = await addPerson(shared, 'owner')
  ctx = { ...shared, actor: { kind: 'user', id: owner.id, name: 'Owner', role: 'owner' } }
  const people = {
    name: 'people',
    source: 'crm',
    parts: [
      { kind: 'customers', fields: { 'identifiers.phone': 'phone', tags: 'tags', at: 'at' } },
    ],
  }
  const rows = ['13800000001,gold,2026-01-01', '13800000002,silver,no date']
  importId = (await bringIn(ctx, people, [fileOf('people.csv', csv('phone,tags,at', ...rows))])).id

  webhookId = randomUUIDv7()
})

async function taken(name: string, params: unknown = {}): Promise<Record<string, unknown>[]> {
  const kind = kinds[name]
  if (!kind) throw new Error(`there is no export ${name}`)
  const opened = kind.open(ctx, kind.parse(params))
  const columns = await opened.columns()
  const rows: Row[] = []
  for await (const row of opened.stream()) rows.push(row)
  expect(rows.every((row) => row.length === columns.length)).toBe(true)
  expect(await opened.count()).toBe(rows.length)
  return rows.map((row) => Object.fromEntries(columns.map(({ key }, i) => [key, row[i]])))
}

describe('a list that is exported', () => {
  test('has a name people know in both languages, and columns with names of their own', async () => {
    for (const language of ['zh-CN', 'en']) {
      const path = new URL(`../../console/src/i18n/${language}/exports.json`, import.meta.url)
      const texts = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
      expect(Object.keys(kinds).filter((name) => !texts[`export_kind.${name}`])).toEqual([])
    }
    const needed: Record<string, object> = {
      import_rows: { import_id: importId },
      webhook_deliveries: { webhook_id: webhookId },
      audience_customers: { audience_id: randomUUIDv7() },
      channel_revenue: { from: '2026-03-01', to: '2026-03-31' },
      channel_orders: { from: '2026-03-01', to: '2026-03-31' },
      nps_detractors: {
        question: { of: { any_of: [{ event: 'nps_answered' }] }, property: 'score' },
      },
      unknown_codes: { kind: 'store' },
      order_credits: { kind: 'staff' },
      commission_statements: { month: '2026-01' },
      commission_payees: { payout_id: randomUUIDv7() },
      event_properties: { event: 'x' },
    }
    for (const [name, kind] of Object.entries(kinds)) {
      const columns = await kind.open(ctx, kind.parse(needed[name] ?? {})).columns()
      for (const titles of [
        columns.map((c) => c.key),
        columns.map((c) => c.title['zh-CN']),
        columns.map((c) => c.title.en),
      ])
        expect([name, new Set(titles).size]).toEqual([name, columns.length])
      expect(can(ctx.actor, kind.permission)).toBe(true)
    }
  })

  test('tells of tags with their customers, and only of those that are shown', async () => {
    expect((await taken('tags')).map((t) => [t.name, t.customers])).toEqual(
      expect.arrayContaining([['gold', 1]]),
    )
    expect((await taken('tags', { names: ['gold'] })).map((t) => t.name)).toEqual(['gold'])
  })

  test('tells of attributes, and only of those that are shown', async () => {
    const all = await taken('attributes')
    expect(all.length).toBeGreaterThan(3)
    expect(await taken('attributes', { names: [all[0]?.name] })).toEqual([all[0]])
  })

  test('tells of imports with what became of their rows, and who made them', async () => {
    expect(await taken('imports')).toMatchObject([
      { files: 'people.csv', state: 'done', imported: 1, rejected: 1, created_by: 'owner' },
    ])
    expect(await taken('import_rows', { import_id: importId })).toHaveLength(1)
  })

  test('tells of the team, of stores and staff, of rules, requests and conflicts', async () => {
    expect(await taken('members')).toHaveLength(1)
    for (const name of ['stores', 'staff', 'tag_rules', 'privacy_requests', 'identity_conflicts'])
      expect([name, await taken(name)]).toEqual([name, []])
    expect(await taken('approvals', { whose: 'own' })).toEqual([])
  })

  test('tells of keys, webhooks and addresses, and never of a secret', async () => {
    const outbound = { allowPrivate: false }
    const api = await testApi(shared, {
      domains: [writeKeyRoutes, integrationRoutes({ secrets: testSecrets, outbound, plugins: [] })],
    })
    const key = await keyOf(shared, 'owner')
    const made = async (path: string, body: object) =>
      (await api.call('POST', path, { key, body })).body
    const apiKey = await made('/api-keys', {
      ...{ name: '报表', role: 'analyst', permissions: ['events:read'] },
    })
    const writeKey = await made('/write-keys', { name: '官网', kind: 'client' })
    const hook = await made('/webhooks', {
      ...{ name: '企微机器人', events: ['order_paid'] },
      url: 'https://hooks.example.com/robot/send?key=hidden-in-the-query',
    })
    const address = await made('/inbound-addresses', { name: '有赞', preset: 'youzan' })

    const lists = {
      api_keys: await taken('api_keys'),
      write_keys: await taken('write_keys'),
      webhooks: await taken('webhooks'),
      inbound_addresses: await taken('inbound_addresses'),
    }
    expect(lists).toMatchObject({
      api_keys: expect.arrayContaining([
        expect.objectContaining({
          ...{ name: '报表', role: 'analyst', permissions: 'events:read' },
          prefix: String(apiKey.prefix),
        }),
      ]),
      write_keys: [{ name: '官网', kind: 'client', last_used_at: null }],
      webhooks: [{ name: '企微机器人', host: 'hooks.example.com', on: true }],
      inbound_addresses: [{ name: '有赞', received: 0 }],
    })
    const written = JSON.stringify(lists)
    const secrets = [apiKey.key, writeKey.key, hook.secret, String(address.path).split('/').at(-1)]
    expect(secrets.every((secret) => String(secret).length > 20)).toBe(true)
    for (const secret of [...secrets, key, 'hidden-in-the-query'])
      expect(written).not.toContain(secret)
  })

  test('tells of what events carry and are held against, and of the names people gave', async () => {
    const api = await testApi(shared, { domains: [trackingRoutes(shared)] })
    const key = await keyOf(shared, 'owner')
    const ask = (method: string, path: string, body: object) =>
      api.call(method, `/tracking/${path}`, { key, body })
    await ask('PUT', 'events/ordered/properties/sum', { label: '金额', type: 'number', version: 0 })
    await ask('PUT', 'events/ordered', { label: '下单', version: 0 })
    for (const event_name of ['ordered', 'paid'])
      await ask('POST', 'rules', { event_name, property: 'sum', setting: { kind: 'required' } })
    await ask('POST', 'named-events', {
      ...{ name: 'home', label: '首页' },
      match: { kind: 'page', page_key: { how: 'equals', value: '/' } },
    })
    expect(await taken('event_properties', { event: 'ordered' })).toMatchObject([
      { name: 'sum', label: '金额', planned_type: 'number', samples: '' },
    ])
    expect((await taken('event_rules')).map((r) => r.event)).toEqual(['ordered', 'paid'])
    expect(await taken('event_rules', { event: 'paid' })).toMatchObject([
      { event: 'paid', property: 'sum', kind: 'required', action: 'warn' },
    ])
    expect(await taken('named_events', { q: '首' })).toMatchObject([{ name: 'home', kind: 'page' }])
    expect(await taken('named_events', { q: '尾' })).toEqual([])
    expect(await taken('quality_gaps')).toEqual([])
    expect(await taken('quality_alerts')).toEqual([])
    await expect(taken('event_properties', { event: 'nobody' })).rejects.toMatchObject({
      status: 404,
    })
  })

  test('tells of groups with their tags, and of codes that nobody declared', async () => {
    const api = await testApi(shared, { domains: [profileRoutes] })
    const key = await keyOf(shared, 'owner')
    const group = await api.call('POST', '/tag-groups', {
      ...{ key, body: { name: '会员等级', exclusive: true } },
    })
    await api.call('POST', '/tags', { key, body: { name: '白银', group_id: group.body.id } })
    expect(await taken('tag_groups')).toMatchObject([
      { name: '会员等级', exclusive: true, tags: ['白银'], archived: false },
    ])
    const collector = testCollector(shared)
    await collector.submit(
      submission(shared, [draft({ name: 'visited', links: { store_id: 'SH09' } })]),
    )
    await collector.stop()
    expect(await taken('unknown_codes', { kind: 'store' })).toMatchObject([
      { code: 'SH09', events: 1 },
    ])
    expect(await taken('unknown_codes', { kind: 'staff' })).toEqual([])
  })

  test('comes page after page to its end', async () => {
    const ids = Array.from({ length: 1_203 }, () => randomUUIDv7())
    await sql`insert into approval (tenant_id, id, kind, subject_kind, subject_id, payload, summary, state,
        requested_by, requested_by_name, requested_at, reason)
      select ${ctx.tenantId}::uuid, id, 'export', 'export', id::text, '{}', '{}', 'waiting', 'user:x', 'x', now(), ''
      from unnest(${ids}::uuid[]) as id`.execute(ctx.pg)
    const rows = await taken('approvals')
    expect(new Set(rows.map((r) => r.id)).size).toBe(1_203)
  })

  test('of another brand’s webhook is not found', async () => {
    await expect(taken('webhook_deliveries', { webhook_id: webhookId })).rejects.toMatchObject({
      status: 404,
    })
  })
})
