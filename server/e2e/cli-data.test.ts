// Backups, restores and the check: what the commands do to the data of a business.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { startClickhouse } from '../../fakes/clickhouse.ts'
import { by, openBusiness } from './harness/business.ts'
import { homefield, plant, type Said } from './harness/cli.ts'

const business = openBusiness()
const { api, folder, send, settings } = business

describe('a backup taken while events come in', () => {
  const copy = join(folder, 'backup')
  const elsewhere = join(folder, 'elsewhere')
  const before = new Set<string>()
  const answered = new Set<string>()
  let mergeId = ''
  let joined = 0

  test('is finished at once, and says how long events were held', async () => {
    for (const [i, who] of ['13900000001', '13900000002', '13900000003', '13900000004'].entries()) {
      const id = `before-${i}`
      const order = {
        order_id: `B-${i}`,
        total: 199.5,
        currency: 'CNY',
        products: [{ sku: 'tee', quantity: 1, price: 199.5 }],
      }
      expect(
        await send([
          { id, name: 'Order Completed', identifiers: by('phone', who), properties: order },
        ]),
      ).toBe(200)
      before.add(id)
    }
    await expect
      .poll(() => api.need<{ items: unknown[] }>('GET', '/orders').then((o) => o.items.length))
      .toBe(4)
    const [a, b] = await Promise.all([
      api.customerBy('phone', '13900000001'),
      api.customerBy('phone', '13900000002'),
    ])
    const merged = await api.need<{ merge_id: string; customer: { id: number } }>(
      'POST',
      `/customers/${a?.id}/merge`,
      { other_id: b?.id },
    )
    mergeId = merged.merge_id
    joined = merged.customer.id
    const [c, d] = await Promise.all([
      api.customerBy('phone', '13900000003'),
      api.customerBy('phone', '13900000004'),
    ])
    await api.need('POST', `/customers/${c?.id}/merge`, { other_id: d?.id })
    expect(await send([{ id: 'm', name: 'joined', identifiers: by('member_id', 'M1') }])).toBe(200)
    const load = new AbortController()
    const sending = Promise.all([0, 1, 2].map((lane) => keepSending(lane, load.signal)))
    const said = await homefield(settings, ['backup', copy])
    load.abort()
    await sending
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toMatch(/Events were held back for \d+ ms\./)
    expect(said.out).toContain('The backup holds the secret')
    expect(answered.size).toBeGreaterThan(0)
  })

  async function keepSending(lane: number, signal: AbortSignal): Promise<void> {
    for (let n = 0; !signal.aborted; n++) {
      const ids = Array.from({ length: 20 }, (_, i) => `during-${lane}-${n}-${i}`)
      const status = await send(
        ids.map((id, i) => ({
          id,
          name: 'visited',
          identifiers: by('cookie', `${lane}-${n}-${i}`),
        })),
      )
      expect(status).toBe(200)
      for (const id of ids) answered.add(id)
    }
  }

  test('is not written over another one, nor into the data folder', async () => {
    const again = await homefield(settings, ['backup', copy])
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })
    const inside = await homefield(settings, ['backup', join(business.data, 'files', 'b')])
    expect(inside).toMatchObject({
      code: 1,
      err: expect.stringContaining('inside the data folder'),
    })
    expect(existsSync(join(business.data, 'files', 'b'))).toBe(false)
  })

  test('leaves the running server as it was, both stores agreeing', async () => {
    expect(await homefield(settings, ['check'])).toMatchObject({ code: 0 })
    expect(
      readdirSync(join(business.data, 'ch', 'shadow')).filter((name) => name.startsWith('backup')),
    ).toEqual([])
  })

  test('is refused when a single byte of it changed, and nothing is left behind', async () => {
    const damaged = readdirSync(join(copy, 'postgresql'))[3] ?? ''
    const bytes = readFileSync(join(copy, 'postgresql', damaged))
    const wrong = Buffer.from(bytes)
    wrong[wrong.length - 5] = (wrong[wrong.length - 5] ?? 0) ^ 1
    writeFileSync(join(copy, 'postgresql', damaged), wrong)
    const said = await homefield({ DATA: elsewhere }, ['restore', copy])
    writeFileSync(join(copy, 'postgresql', damaged), bytes)
    expect(said).toMatchObject({
      code: 1,
      err: expect.stringContaining(`postgresql/${damaged} is not what was written`),
    })
    expect(readdirSync(elsewhere)).toEqual(['run'])
    const none = await homefield({ DATA: elsewhere }, ['restore', folder])
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('is no backup') })
  })

  test('comes back elsewhere whole, and both stores agree', async () => {
    const said = await homefield({ DATA: elsewhere }, ['restore', copy])
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('Both stores agree.') })
    const again = await homefield({ DATA: elsewhere }, ['restore', copy])
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })
  })

  test('is a business that goes on: the same customers, merges that can be undone, new ids for new people', async () => {
    const here = await api.customers()
    await business.stop()
    await business.start(elsewhere)
    const known = new Map(here.map((c) => [c.id, c]))
    const there = await api.customers()
    expect(there.length).toBeGreaterThan(0)
    // Whoever came after the snapshot is not in it; everybody else is exactly who they were.
    await expect
      .poll(async () =>
        (await api.customers()).filter((c) => !isDeepStrictEqual(c, known.get(c.id))),
      )
      .toEqual([])

    const events = await api.events()
    const sent = events.filter((e) => ['visited', 'Order Completed'].includes(e.name))
    const stored = sent.map((e) => e.message_id)
    expect(new Set(stored).size).toBe(stored.length)
    for (const id of before) expect(stored).toContain(id)
    for (const id of stored) expect(before.has(id) || answered.has(id)).toBe(true)

    // What was told before counts as told, and what was lost with the old machine can come again.
    expect(
      await send(
        [...before].map((id) => ({
          id,
          name: 'Order Completed',
          identifiers: by('phone', '13900000001'),
        })),
      ),
    ).toBe(200)
    expect((await api.events('?name=Order%20Completed')).length).toBe(4)

    const split = await api.need<{ customers: number[] }>('POST', '/identity/unmerge', {
      merge_id: mergeId,
    })
    expect(split.customers).toContain(joined)
    const [a, b] = await Promise.all([
      api.customerBy('phone', '13900000001'),
      api.customerBy('phone', '13900000002'),
    ])
    expect(a?.id).not.toBe(b?.id)
    expect((await api.eventsOf(b?.id ?? 0)).map((e) => e.message_id)).toContain('before-1')

    const top = Math.max(...there.map((c) => c.id))
    expect(
      await send([{ id: 'after-1', name: 'visited', identifiers: by('phone', '13700000000') }]),
    ).toBe(200)
    expect((await api.customerBy('phone', '13700000000'))?.id).toBeGreaterThan(top)
    expect(await homefield({ DATA: elsewhere }, ['check'])).toMatchObject({ code: 0 })
  })
})

describe('without a server', () => {
  beforeAll(async () => {
    await business.stop()
  })

  test('the same commands work on the data alone, and both stores agree', async () => {
    expect(await homefield(settings, ['migrate'])).toMatchObject({ code: 0 })
    const words = ['key', 'create', '--tenant', '二号店', '--kind', 'write']
    const key = await homefield(settings, words)
    expect(key).toMatchObject({ code: 0, out: expect.stringMatching(/^hfw_\S+\n$/) })
    expect(await homefield(settings, ['check'])).toMatchObject({ code: 0, err: '' })
  })

  test('an embedded brand that has outgrown its machine moves to servers, and back', async () => {
    const clickhouse = await startClickhouse({ data: join(folder, 'clickhouse') })
    const moved = { DATA: join(folder, 'moved'), CH: clickhouse.url }
    const back = { DATA: join(folder, 'back') }
    const home = join(folder, 'from-servers')
    try {
      const there = await homefield(moved, ['restore', join(folder, 'backup')])
      expect(there).toMatchObject({ code: 0, out: expect.stringContaining('Both stores agree.') })
      const full = await homefield({ ...moved, DATA: join(folder, 'other') }, ['restore', home])
      expect(full).toMatchObject({ code: 1, err: expect.stringContaining('is no backup') })
      expect(await homefield(moved, ['backup', home])).toMatchObject({ code: 0, err: '' })
      const again = await homefield({ ...moved, DATA: join(folder, 'other') }, ['restore', home])
      expect(again).toMatchObject({ code: 1, err: expect.stringContaining('ClickHouse database') })
    } finally {
      await clickhouse.stop()
    }
    const returned = await homefield(back, ['restore', home])
    expect(returned).toMatchObject({ code: 0, out: expect.stringContaining('Both stores agree.') })
    const first = eventsCompared(await homefield({ DATA: join(folder, 'elsewhere') }, ['check']))
    expect(eventsCompared(returned)).toBeGreaterThan(0)
    expect(eventsCompared(returned)).toBeLessThanOrEqual(first)
  })

  test('the check names every kind of difference, and repairs what is only a projection', async () => {
    await plant(settings, {
      pg: [
        // Of one of two joined customers.
        `update customer set canonical_id = id where id = (select node_b from identity_merge order by node_b limit 1)`,
        `insert into kept_apart (tenant_id, node_a, node_b, reason, actor, at)
         select tenant_id, least(node_a, node_b), greatest(node_a, node_b), 'planted', 'test', now()
         from identity_merge order by node_b offset 1 limit 1`,
        `update identifier set is_unique = false where namespace = 'member_id'`,
        `update sales_order set total_fen = total_fen + 1 where external_id = 'B-0'`,
        `update sales_order set refunded_fen = 5 where external_id = 'B-1'`,
        `update customer_search set terms = '{}' where customer_id = (select max(customer_id) from customer_search)`,
        `insert into event_outbox (tenant_id, id, event, created_at)
         select id, gen_random_uuid(), '{"name":"planted","at":0,"source":"test","customerId":null,"actor":"test"}', now() - interval '1 hour'
         from tenant limit 1`,
      ],
      ch: [
        `alter table homefield.event delete where message_id = 'before-2' settings mutations_sync = 1`,
        `insert into homefield.event select * replace(${STRANGER} as customer_id, 99999999 as batch_id)
         from homefield.event where message_id = 'before-3'`,
        `alter table homefield.alias delete where true settings mutations_sync = 1`,
        `system reload dictionary homefield.alias_map`,
      ],
    })
    const said = await homefield(settings, ['check', '--repair'])
    expect(said.code).toBe(1)
    expect(said.err).toContain('own event planted')
    const lines = said.out.split('\n')
    const named = (check: string) => lines.filter((l) => l.trim().startsWith(`${check}: `))
    expect(named('collect.batches')).toEqual([
      expect.stringMatching(/batch=\d+ month=\d{6} in_postgresql=(\d+) in_clickhouse=(\d+)$/),
      expect.stringMatching(/batch=99999999 month=\d{6} in_postgresql=0 in_clickhouse=1$/),
    ])
    expect(named('collect.duplicates')).toEqual([
      expect.stringMatching(/event=[0-9a-f-]{36} rows=2$/),
    ])
    expect(named('collect.customers')).toEqual([
      expect.stringMatching(new RegExp(`node=${STRANGER} events=1$`)),
    ])
    expect(named('collect.outbox')).toEqual([expect.stringContaining('name=planted')])
    expect(named('collect.counters').map((l) => /counter=(\w+)/.exec(l)?.[1])).toEqual([
      'customer_id_seq',
      'ingest_batch_seq',
    ])
    expect(named('identity.groups')).toHaveLength(1)
    expect(named('identity.identifiers')).toHaveLength(1)
    expect(named('identity.unique')).toEqual([
      expect.stringContaining('namespace=member_id marked_unique=no'),
    ])
    expect(named('identity.kept_apart')).toHaveLength(1)
    expect(named('commerce.revenue')).toEqual([
      expect.stringMatching(/currency=CNY id=\S+ fen=19951 fen_in_events=19950$/),
    ])
    expect(named('commerce.refunded')).toEqual([
      expect.stringContaining('refunded_fen=5 fen_of_refunds=0'),
    ])
    const fine = lines.filter((l) => l.startsWith('✓'))
    // What customers did differs too: an event was lost, and one was doubled.
    expect(fine.filter((l) => l.includes('rebuilt'))).toEqual([
      expect.stringContaining('alias dictionary'),
      expect.stringContaining('event counts'),
      expect.stringContaining('Search and lists'),
    ])
    expect(fine.filter((l) => !l.includes('rebuilt')).sort()).toEqual([
      expect.stringContaining('After-sales are what orders gave back'),
      expect.stringContaining('Audiences hold'),
      expect.stringContaining('Balances of points'),
      expect.stringContaining('Batches have made'),
      expect.stringContaining('Benefits say they are tried'),
      expect.stringContaining('Bestie cards are as many'),
      expect.stringContaining('Commissions are what credits'),
      expect.stringContaining('Computed attributes'),
      expect.stringContaining('Coupons held or used'),
      expect.stringContaining('Deliveries of subscriptions'),
      expect.stringContaining('Deposits held, kept, returned'),
      expect.stringContaining('Every transaction of points'),
      expect.stringContaining('Levels are what the replay'),
      expect.stringContaining('No batch is left undecided'),
      expect.stringContaining('Own orders are what the books say'),
      expect.stringContaining('Payments and refunds are what orders need'),
      expect.stringContaining('Pieces of pre-sales are what orders have'),
      expect.stringContaining('Product subscriptions are what'),
      expect.stringContaining('Quotations are the sum'),
      expect.stringContaining('Reserved stock is what open reservations hold'),
      expect.stringContaining('Seats held are the appointments'),
      expect.stringContaining('Seats, leaders and refunds of groups'),
      expect.stringContaining('Sessions and fen of cards'),
      expect.stringContaining('Stock on hand is the sum of its entries'),
      expect.stringContaining('customer state'),
      expect.stringContaining('The points of every redemption'),
      expect.stringContaining('The state of a parcel'),
      expect.stringContaining('What affiliates have'),
      expect.stringContaining('What benefit products were paid for'),
      expect.stringContaining('What customers took as stored value'),
      expect.stringContaining('What exchanges hold'),
      expect.stringContaining('What is held and sold in flash sales'),
      expect.stringContaining('What is held for orders'),
      expect.stringContaining('What is left of lots'),
      expect.stringContaining('What is taken of rewards'),
      expect.stringContaining('What is used of offers'),
      expect.stringContaining('What orders count for whom'),
      expect.stringContaining('What orders have sent'),
      expect.stringContaining('What session cards owe'),
      expect.stringContaining('What tills took'),
      expect.stringContaining('What waits of gift cards'),
    ])
  })
})

/** No sequence of a test gets this far. */
const STRANGER = 4_000_000_000

const eventsCompared = (said: Said) =>
  Number(/No event .* (\d+) compared/.exec(said.out.replaceAll(',', ''))?.[1])
