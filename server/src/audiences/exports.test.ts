import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Row } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { applyRelations, catchUp, recordConsents } from '../profile/index.ts'
import { createAudience } from './audience.ts'
import { audienceExports } from './exports.ts'
import { changeList } from './lists.ts'
import { know, newCustomers } from './testing.ts'

let ctx: TestCtx
let id: string
let ids: number[]

const list = (customers: readonly number[]) =>
  customers.map((c) => ({ namespace: 'customer', value: String(c) }))

beforeAll(async () => {
  ctx = await testCtx()
  ids = await newCustomers(ctx, 4)
  await sql`insert into identifier (tenant_id, namespace, value, node_id, customer_id, is_unique, is_weak, is_verified, source, first_seen_at, bound_at)
    select ${ctx.tenantId}::uuid, 'phone', '+86138000000' || lpad((c % 100)::text, 2, '0'), c, c, false, false, true, 'test', now(), now()
    from unnest(${ids}::bigint[]) as c`.execute(ctx.pg)
  id = await createAudience(ctx, {
    ...{ name: 'to go', description: '', folder: '', labels: [], kind: 'static', note: '' },
  })
  await changeList(ctx, id, 'add', list(ids))
  await applyRelations(ctx, [
    {
      ...{ node: ids[1] ?? 0, staffId: 'wang', state: 'friend', storeId: null, channelId: null },
      ...{ source: 'wecom', addedAt: new Date('2026-01-01'), endedAt: null },
    },
  ])
  await know(ctx, [{ customer: ids[1] ?? 0, kind: 'friend', key: 'wang', value: 'friend' }])
  await recordConsents(ctx, [
    {
      ...{ node: ids[2] ?? 0, purpose: 'marketing', channel: 'sms', state: 'withdrawn' },
      ...{ textVersion: null, source: 'test', isClaimed: false, evidence: {}, at: new Date() },
    },
  ])
  await catchUp(ctx)
})

const kind = audienceExports.audience_customers
async function taken(
  as: Ctx,
  params: object,
): Promise<{ ids: unknown[]; text: string; count: number }> {
  if (!kind) throw new Error('there is no such export')
  const opened = kind.open(as, kind.parse(params))
  const rows: Row[] = []
  for await (const row of opened.stream()) rows.push(row)
  return { ids: rows.map((r) => r[0]), text: JSON.stringify(rows), count: await opened.count() }
}

describe('the customers of an audience as a file', () => {
  test('are all of them', async () => {
    const { ids: found, count, text } = await taken(ctx, { audience_id: id })
    expect([found, count]).toEqual([ids, 4])
    expect(text).toContain('+8613800')
  })

  test('leave out who said no to what the file is for', async () => {
    const marketing = { audience_id: id, purpose: 'marketing', channel: 'sms' }
    expect((await taken(ctx, marketing)).ids).toEqual(ids.filter((_, i) => i !== 2))
    expect((await taken(ctx, { ...marketing, channel: 'mail' })).ids).toEqual(ids)
  })

  test('are masked for who may not see them, and only those within a scope', async () => {
    const operator = { ...ctx.actor, role: 'operator' } as const
    const masked = await taken({ ...ctx, actor: operator }, { audience_id: id })
    expect([masked.count, masked.text.includes('****')]).toEqual([4, true])
    expect(masked.text).not.toContain('+86138000000')
    const wang = { ...operator, scope: { kind: 'own', ids: ['wang'] } } as const
    const hers = await taken({ ...ctx, actor: wang }, { audience_id: id })
    expect([hers.ids, hers.count]).toEqual([[ids[1]], 1])
  })

  test('are those who were inside at the moment asked for', async () => {
    const before = new Date(Date.now() - 86_400_000).toISOString()
    expect((await taken(ctx, { audience_id: id, at: before })).ids).toEqual([])
  })

  test('of another brand are not found', async () => {
    const other = await testCtx()
    await expect(taken(other, { audience_id: id })).rejects.toMatchObject({ status: 404 })
  })
})
