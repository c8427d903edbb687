import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../org/testing.ts'
import type { TestCtx } from '../platform/testing.ts'
import { routes } from './index.ts'
import { brokenRules, groups, openConflicts, request, seen, testCtx } from './testing.ts'

let ctx: TestCtx
let api: Api
let key: string
beforeEach(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
})

/** Two members who share a phone: the rules never join them. */
async function shared(n: number): Promise<void> {
  const phone = `1380013${String(1000 + n)}`
  await seen(ctx, [request({ member_id: `a${n}`, phone })])
  await seen(ctx, [request({ member_id: `b${n}`, phone })])
}
/** Two that may be joined, about whom the rules did not dare. */
async function doubtful(n: number): Promise<void> {
  const [a] = await seen(ctx, [request({ member_id: `m${n}` })])
  const [b] = await seen(ctx, [request({ phone: `1390013${String(1000 + n)}` })])
  await sql`insert into identity_conflict (tenant_id, id, kind, node_a, node_b, namespace, value, evidence, seen, first_at, last_at, state)
    values (${ctx.tenantId}, ${randomUUIDv7()}, 'kept_apart', ${a}, ${b}, '', ${`v${n}`}, '[]', 1, now(), now(), 'open')`.execute(
    ctx.pg,
  )
}
const batch = (body: object) => api.call('POST', '/identity/conflicts/batch', { key, body })
const ids = async (kind?: string) =>
  (
    (await api.call('GET', `/identity/conflicts${kind ? `?kind=${kind}` : ''}`, { key })).body
      .items as unknown as { id: string }[]
  ).map((one) => one.id)
const logged = async () =>
  (
    await sql`select 1 from audit_log where tenant_id = ${ctx.tenantId} and action = 'conflict.resolved'`.execute(
      ctx.pg,
    )
  ).rows.length

describe('one decision for many conflicts', () => {
  test('keeps all of a kind apart for good, and leaves other kinds and those nobody has seen', async () => {
    for (const n of [1, 2, 3]) await shared(n)
    await doubtful(4)
    const kinds = await api.call('GET', '/identity/conflicts/kinds', { key })
    expect(kinds.body.items).toEqual([
      { kind: 'different_values', namespace: 'phone', open: 3 },
      { kind: 'kept_apart', namespace: '', open: 1 },
    ])
    const all = { action: 'keep_apart', kind: 'different_values', namespace: 'phone' }
    expect((await batch({ ...all, before: new Date(0).toISOString() })).body.changed).toBe(0)
    const before = new Date(Date.now() + 60_000).toISOString()
    expect((await batch({ ...all, before })).body).toEqual({ changed: 3, refused: [] })
    expect(await openConflicts(ctx)).toMatchObject([{ kind: 'kept_apart' }])
    const { rows } = await sql`select 1 from kept_apart where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    )
    expect(rows).toHaveLength(3)
    expect(await logged()).toBe(3)
  })

  test('merges those that can be, and says why of those that cannot', async () => {
    for (const n of [1, 2]) await doubtful(n)
    await shared(3)
    const chosen = await ids()
    expect(chosen).toHaveLength(3)
    const answer = await batch({ action: 'merge', ids: chosen })
    expect(answer.body).toMatchObject({
      changed: 2,
      refused: [{ code: 'cannot_merge_different_values' }],
    })
    expect(await openConflicts(ctx)).toHaveLength(1)
    expect((await groups(ctx)).filter((held) => held.length === 2)).toHaveLength(3)
    expect(await brokenRules(ctx)).toEqual([])
    expect((await batch({ action: 'merge', ids: chosen.slice(0, 1) })).body).toMatchObject({
      changed: 0,
    })
  })

  test('does nothing to another brand’s, and merging takes no whole kinds', async () => {
    await shared(1)
    const chosen = await ids('different_values')
    const other = await keyOf(await testCtx(), 'owner')
    const asked = await api.call('POST', '/identity/conflicts/batch', {
      key: other,
      body: { action: 'dismiss', ids: chosen },
    })
    expect(asked.body).toMatchObject({ changed: 0 })
    const before = new Date().toISOString()
    expect((await batch({ action: 'merge', kind: 'different_values', before })).status).toBe(400)
    expect((await batch({ action: 'dismiss', ids: chosen })).body).toMatchObject({ changed: 1 })
    expect(await openConflicts(ctx)).toEqual([])
  })
})
