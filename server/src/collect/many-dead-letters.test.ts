import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { keepDeadLetters } from './dead-letters.ts'
import { listEvents } from './events.ts'
import { type Collector, routes } from './index.ts'
import { testCollector } from './testing.ts'

let ctx: TestCtx
let api: Api
let key: string
let collector: Collector
beforeEach(async () => {
  ctx = await testCtx()
  collector = testCollector(ctx)
  api = await testApi(ctx, { domains: [routes(collector)] })
  key = await keyOf(ctx, 'owner')
})
afterEach(() => collector.stop())

const good = (n: number) =>
  `{"events":[{"name":"returned","message_id":"m${n}","identifiers":[{"namespace":"member_id","value":"m"}],"properties":{"n":${n}}}]}`
const bad = () => '{"events":[{"name":"returned","at":"not a time"}]}'
async function keep(code: string, bodies: readonly string[], receivedAt = Date.now() - 60_000) {
  await keepDeadLetters(
    ctx,
    bodies.map((body) => ({
      protocol: 'homefield',
      writeKeyId: null,
      verified: true,
      code,
      reason: 'r',
      messageId: null,
      raw: Buffer.from(body),
    })),
    receivedAt,
  )
}
const batch = async (action: string, choice: object, cursor?: string) =>
  (await api.call('POST', '/dead-letters/batch', { key, body: { action, choice, cursor } }))
    .body as unknown as {
    changed: number
    refused: { id: string; code: string }[]
    next_cursor: string | null
  }
const states = async () =>
  (
    await sql<{
      code: string
      state: string
      n: number
    }>`select code, state, count(*)::int as n from dead_letter
      where tenant_id = ${ctx.tenantId} group by 1, 2 order by 1, 2`.execute(ctx.pg)
  ).rows
const logged = async (action: string) =>
  (
    await sql`select 1 from audit_log where tenant_id = ${ctx.tenantId} and action = ${action}`.execute(
      ctx.pg,
    )
  ).rows.length

describe('many dead letters', () => {
  test('that a filter finds are sent again over as many calls as it takes, each once; what is still wrong stays', async () => {
    await keep('late', [...Array.from({ length: 620 }, (_, i) => good(i)), bad()])
    await keep('other', [good(9001)])
    const { body } = await api.call('GET', '/dead-letters/count?code=late&state=open', { key })
    expect(body.count).toBe(621)
    const choice = { filter: { code: 'late' }, before: body.as_of }
    await keep('late', [good(9002)], Date.now() + 60_000)
    let changed = 0
    const refused: string[] = []
    let calls = 0
    for (let cursor: string | null | undefined; cursor !== null; calls++) {
      const done = await batch('replay', choice, cursor)
      changed += done.changed
      refused.push(...done.refused.map((one) => one.code))
      cursor = done.next_cursor
    }
    expect({ changed, refused, calls }).toEqual({
      changed: 620,
      refused: ['still_unreadable'],
      calls: 2,
    })
    expect(await states()).toEqual([
      { code: 'late', state: 'open', n: 2 },
      { code: 'late', state: 'replayed', n: 620 },
      { code: 'other', state: 'open', n: 1 },
    ])
    expect(await logged('dead_letter.replayed')).toBe(620)
    expect(await batch('replay', choice)).toMatchObject({ changed: 0, next_cursor: null })
    const events = await listEvents(ctx, { name: 'returned', limit: 1000 })
    expect(events.items).toHaveLength(620)
  })

  test('are set aside and taken back by filter or by choice, and nothing that came later goes with them', async () => {
    await keep('noise', ['a', 'b', 'c'])
    await keep('signal', ['d'])
    const { body } = await api.call('GET', '/dead-letters/count?code=noise', { key })
    await keep('noise', ['late one'], Date.now() + 60_000)
    const choice = { filter: { code: 'noise' }, before: body.as_of }
    expect(await batch('discard', choice)).toMatchObject({ changed: 3 })
    expect(await batch('discard', choice)).toMatchObject({ changed: 0 })
    expect(await states()).toEqual([
      { code: 'noise', state: 'discarded', n: 3 },
      { code: 'noise', state: 'open', n: 1 },
      { code: 'signal', state: 'open', n: 1 },
    ])
    const listed = await api.call('GET', '/dead-letters?state=discarded', { key })
    const ids = (listed.body.items as unknown as { id: string }[]).map((one) => one.id)
    expect(await batch('reopen', { ids: ids.slice(0, 2) })).toMatchObject({ changed: 2 })
    expect(await logged('dead_letter.discarded')).toBe(3)
    expect(await logged('dead_letter.reopened')).toBe(2)
  })

  test('of another brand stay as they are, and a filter that nobody knows is refused', async () => {
    await keep('mine', ['x'])
    const { items } = (await api.call('GET', '/dead-letters', { key })).body
    const ids = (items as unknown as { id: string }[]).map((one) => one.id)
    const other = await keyOf(await testCtx(), 'owner')
    const asked = await api.call('POST', '/dead-letters/batch', {
      key: other,
      body: { action: 'discard', choice: { ids } },
    })
    expect(asked.body).toMatchObject({ changed: 0 })
    expect(await states()).toEqual([{ code: 'mine', state: 'open', n: 1 }])
    const misspelt = await api.call('POST', '/dead-letters/batch', {
      key,
      body: {
        action: 'discard',
        choice: { filter: { cod: 'mine' }, before: new Date().toISOString() },
      },
    })
    expect(misspelt.status).toBe(400)
    const reader = await keyOf(ctx, 'analyst')
    const forbidden = await api.call('POST', '/dead-letters/batch', {
      key: reader,
      body: { action: 'discard', choice: { ids } },
    })
    expect(forbidden.status).toBe(403)
  })
})
