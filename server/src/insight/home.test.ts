import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { countActivity } from '../profile/index.ts'
import { addDays, dayOf, daysBetween, startOfDay } from './days.ts'
import { routes } from './routes.ts'

const collector = testCollector(await testCtx())
afterAll(() => collector.stop())

interface Home {
  day: string
  has_events: boolean
  today: Record<string, number>
  yesterday: Record<string, number>
  customers: { all: number; known: number }
  trend: ({ day: string } & Record<string, number>)[]
  platforms: { name: string; events: number }[]
  sources: { name: string; events: number }[]
  waiting: Record<string, number | null>
  other_currencies: string[]
}

const NOON = new Date('2026-05-03T04:00:00Z')

async function brand(now = NOON) {
  const ctx = { ...(await testCtx()), now: () => now }
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'owner')
  api.base.clock.now = now
  return {
    ctx,
    api,
    async home(query = '') {
      const { status, body, text } = await api.call('GET', `/home${query}`, { key })
      expect(status, text).toBe(200)
      return body as unknown as Home
    },
    async arrive(member: string, at: string, platform = 'web') {
      const ids =
        member === ''
          ? [{ namespace: 'cookie', value: at }]
          : [{ namespace: 'member_id', value: member }]
      await collector.submit(
        submission(ctx, [
          draft({ name: 'page_viewed', at: Date.parse(at), platform, identifiers: ids }),
        ]),
      )
      await countActivity(ctx)
    },
    /** A row as commerce's own events become, in this process's store whoever drains the outbox. */
    async money(name: string, at: string, fen: number, currency = 'CNY', protocol = 'own') {
      const row = [
        ctx.tenantId,
        name,
        randomUUIDv7(),
        at.slice(0, 19),
        at.slice(0, 19),
        protocol,
        currency,
        fen,
      ]
      await ctx.ch.insert({
        table: 'event',
        columns: [
          'tenant_id',
          'name',
          'event_id',
          'at',
          'received_at',
          'protocol',
          'currency',
          'revenue_fen',
        ],
        body: Buffer.from(`${JSON.stringify(row)}\n`),
      })
    },
  }
}

describe('the home page', () => {
  test('counts today in the brand’s zone and measures it against yesterday at the same time', async () => {
    const { home, arrive } = await brand()
    await arrive('early', '2026-05-02T15:59:59Z')
    await arrive('m1', '2026-05-02T16:00:00Z', 'mini_program')
    await arrive('', '2026-05-03T03:59:00Z')
    await arrive('m2', '2026-05-02T03:59:00Z')
    const seen = await home()
    expect(seen.day).toBe('2026-05-03')
    expect(seen.has_events).toBe(true)
    expect(seen.today).toMatchObject({ events: 2, new_customers: 2, new_known: 1 })
    expect(seen.yesterday, '23:59:59 was after noon').toMatchObject({ events: 1, new_customers: 1 })
    expect(seen.customers).toEqual({ all: 4, known: 3 })
    expect(seen.platforms).toMatchObject([
      { name: 'mini_program', events: 1 },
      { name: 'web', events: 1 },
    ])
    expect(seen.trend).toHaveLength(14)
    expect(seen.trend.slice(-3)).toMatchObject([
      { day: '2026-05-01', events: 0, new_customers: 0 },
      { day: '2026-05-02', events: 2, new_customers: 2 },
      { day: '2026-05-03', events: 2, new_known: 1 },
    ])
  })

  test('adds up what was paid less what was given back, of the brand’s currency alone', async () => {
    const { home, money } = await brand()
    await money('order_paid', '2026-05-03T01:00:00Z', 25_900)
    await money('order_paid', '2026-05-03T02:00:00Z', 100)
    await money('order_refunded', '2026-05-03T03:00:00Z', -30_000)
    await money('order_paid', '2026-05-02T01:00:00Z', 500, 'USD')
    await money('order_paid', '2026-05-02T02:00:00Z', 0, 'CNY', 'homefield')
    const seen = await home('?from=2026-05-02&to=2026-05-03')
    expect(seen.today).toMatchObject({ orders: 2, paid_fen: 26_000, net_fen: -4_000 })
    expect(seen.yesterday, 'dollars, and one that commerce did not tell').toMatchObject({
      orders: 0,
      paid_fen: 0,
      net_fen: 0,
    })
    expect(seen.trend.map((day) => day.net_fen)).toEqual([0, -4_000])
    expect(seen.other_currencies).toEqual(['USD'])
  })

  test('shows what the metrics of the same name are on any other page', async () => {
    const { api, ctx, home, arrive, money } = await brand()
    await arrive('m1', '2026-05-02T16:30:00Z')
    await arrive('', '2026-05-01T02:00:00Z')
    await money('order_paid', '2026-05-03T01:00:00Z', 25_900)
    await money('order_refunded', '2026-05-02T03:00:00Z', -900)
    const { trend } = await home('?from=2026-05-01&to=2026-05-03')
    const codes = {
      events: 'events',
      orders: 'orders',
      paid_fen: 'paid_revenue',
      net_fen: 'net_revenue',
      new_customers: 'new_customers',
      new_known: 'new_known',
    }
    const { body } = await api.call('POST', '/insight/metrics', {
      key: await keyOf(ctx, 'owner'),
      body: {
        metrics: Object.values(codes),
        ...{ period: 'day', date_from: '2026-05-01', date_to: '2026-05-03' },
      },
    })
    const metrics = body.metrics as unknown as { points: { value: number }[] }[]
    Object.keys(codes).forEach((figure, i) => {
      expect(metrics[i]?.points.map(({ value }) => value)).toEqual(trend.map((day) => day[figure]))
    })
    expect(trend.map((day) => day.new_customers)).toEqual([1, 0, 1])
  })

  test('of a brand that has nothing yet everything is zero, and it says so', async () => {
    const { home } = await brand()
    const seen = await home()
    expect(seen).toMatchObject({
      has_events: false,
      customers: { all: 0, known: 0 },
      platforms: [],
      waiting: { conflicts: 0, dead_letters: 0, approvals: 0, notices: 0 },
    })
    expect(seen.trend.every((day) => day.events === 0 && day.net_fen === 0)).toBe(true)
  })

  test('another brand’s events, customers and waiting things are not in it', async () => {
    const mine = await brand()
    await mine.arrive('m1', '2026-05-03T01:00:00Z')
    await sql`insert into dead_letter (tenant_id, id, received_at, protocol, verified, code, reason, raw)
      values (${mine.ctx.tenantId}, ${randomUUIDv7()}, now(), 'homefield', true, 'x', 'x', 'x')`.execute(
      mine.ctx.pg,
    )
    expect((await mine.home()).waiting).toMatchObject({ dead_letters: 1 })
    const seen = await (await brand()).home()
    expect(seen.today).toMatchObject({ events: 0, new_customers: 0 })
    expect(seen.waiting).toMatchObject({ dead_letters: 0 })
  })

  test('who sees only some customers is refused, and so is a span without sense', async () => {
    const { ctx, api } = await brand()
    const scoped = await signInAs(
      api,
      await addPerson(ctx, 'operator', { kind: 'store', ids: ['s-1'] }),
    )
    expect((await api.call('GET', '/home', { session: scoped })).status).toBe(403)
    const guide = await signInAs(api, await addPerson(ctx, 'guide'))
    expect((await api.call('GET', '/home', { session: guide })).status).toBe(403)
    const key = await keyOf(ctx, 'analyst')
    const ask = async (query: string) =>
      (
        (await api.call('GET', `/home?${query}`, { key })).body.error as
          | { code: string }
          | undefined
      )?.code
    expect(await ask('from=2026-05-03&to=2026-05-02')).toBe('bad_days')
    expect(await ask('from=2024-01-01&to=2026-05-02')).toBe('too_many_days')
    expect(await ask('from=2026-02-30')).toBe('invalid_request')
    expect(await ask('from=2025-05-03&to=2026-05-02')).toBeUndefined()
  })
})

describe('days of a zone', () => {
  const zones = [
    'Asia/Shanghai',
    'Europe/London',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'UTC',
  ]
  test('begin where the day before ends, whatever the clocks do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.nat(9_000), (zone, back) => {
        const day = addDays('2026-12-31', -back)
        const start = startOfDay(day, zone)
        expect(dayOf(start, zone)).toBe(day)
        expect(dayOf(new Date(start.getTime() - 1), zone)).toBe(addDays(day, -1))
      }),
      // A midnight that the clocks skipped, and days of 23 and 25 hours.
      {
        examples: [
          ['America/Sao_Paulo', 2981],
          ['Europe/London', 276],
          ['Europe/London', 67],
        ],
      },
    )
  })

  test('a span counts both its ends', () => {
    expect(daysBetween('2026-02-27', '2026-03-01')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ])
  })
})
