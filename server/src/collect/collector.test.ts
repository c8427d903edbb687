import { afterAll, expect, test } from 'vitest'
import { as, sql } from '../platform/ch.ts'
import { testCtx } from '../platform/testing.ts'
import { draft, submission, testCollector } from './testing.ts'

const ctx = await testCtx()
const collector = testCollector(ctx)
afterAll(() => collector.stop())

const stored = (name: string) =>
  ctx.ch.rows<Record<string, unknown>>(
    ctx.tenantId,
    sql`select * from event where name = ${as('String', name)} order by at, received_at, event_id`,
  )
const known = (member: string) => [{ namespace: 'member_id', value: member }]

test('an event is in both stores when it is answered', async () => {
  const [outcome] = await collector.submit(
    submission(ctx, [
      draft({
        name: 'page_viewed',
        messageId: 'm1',
        identifiers: known('a'),
        props: { page: '首页', n: 1.5, ok: true, list: ['x'] },
      }),
    ]),
  )
  expect(outcome).toMatchObject({ status: 'stored' })
  const rows = await stored('page_viewed')
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({
    message_id: 'm1',
    platform: 'web',
    source: 'test',
    identifiers: ['member_id\x1fa'],
  })
  expect(JSON.parse(String(rows[0]?.props))).toEqual({
    page: '首页',
    n: 1.5,
    ok: true,
    list: ['x'],
  })
})

test('a message id counts once: within a batch, and across batches', async () => {
  const again = () => draft({ name: 'added_to_cart', messageId: 'same', identifiers: known('a') })
  const first = await collector.submit(submission(ctx, [again(), again()]))
  const second = await collector.submit(submission(ctx, [again()]))
  expect([...first, ...second].map((o) => o.status)).toEqual(['stored', 'duplicate', 'duplicate'])
  expect(await stored('added_to_cart')).toHaveLength(1)
})

test('two collectors that get the same event at the same moment store it once', async () => {
  const other = testCollector(ctx)
  const drafts = () =>
    Array.from({ length: 50 }, (_, i) =>
      draft({ name: 'raced', messageId: `r${i}`, identifiers: known(`p${i % 7}`) }),
    )
  const answers = await Promise.all([
    collector.submit(submission(ctx, drafts())),
    other.submit(submission(ctx, drafts().reverse())),
  ])
  await other.stop()
  expect(answers.flat().filter((o) => o.status === 'stored')).toHaveLength(50)
  expect(await stored('raced')).toHaveLength(50)
})

test('an event dated before 2000 or a day ahead is refused, its neighbours are taken', async () => {
  const now = Date.now()
  const outcomes = await collector.submit(
    submission(ctx, [
      draft({ name: 'dated', at: Date.UTC(1999, 11, 31) }),
      draft({ name: 'dated', at: now }),
      draft({ name: 'dated', at: now + 25 * 3_600_000 }),
    ]),
  )
  expect(outcomes.map((o) => (o.status === 'refused' ? o.refusal.code : o.status))).toEqual([
    'at_too_early',
    'stored',
    'at_in_future',
  ])
})

test('NUL and lone surrogates become U+FFFD, counted per property; emoji stay', async () => {
  await collector.submit(
    submission(ctx, [
      draft({
        name: 'odd\0name',
        props: { nick: 'a\0b', lone: '\ud83d', fine: '😀', nested: { deep: 'x\udc00' } },
      }),
    ]),
  )
  const [row] = await stored('odd\uFFFDname')
  expect(JSON.parse(String(row?.props))).toEqual({
    nick: 'a\uFFFDb',
    lone: '\uFFFD',
    fine: '😀',
    nested: { deep: 'x\uFFFD' },
  })
  expect(row?.props_repaired).toEqual(['nick', 'lone', 'nested'])
})

test('a later value of another type is kept aside, not mixed in', async () => {
  await collector.submit(
    submission(ctx, [draft({ name: 'priced', props: { price: 12, note: 'a' } })]),
  )
  await collector.submit(
    submission(ctx, [draft({ name: 'priced', props: { price: 'twelve', note: 'b' } })]),
  )
  const rows = await stored('priced')
  expect(rows.map((r) => JSON.parse(String(r.props)))).toEqual([
    { price: 12, note: 'a' },
    { note: 'b' },
  ])
  expect(rows.map((r) => r.props_aside)).toEqual(['', '{"price":"twelve"}'])
})

test('events of years past and of this month go to their own partitions and are marked historical', async () => {
  await collector.submit(
    submission(ctx, [
      draft({ name: 'aged', at: Date.UTC(2011, 4, 5), messageId: 'old' }),
      draft({ name: 'aged', messageId: 'new' }),
    ]),
  )
  const rows = await stored('aged')
  expect(rows.map((r) => [r.message_id, r.historical])).toEqual([
    ['old', true],
    ['new', false],
  ])
})

test('SQL in every field stays text', async () => {
  const nasty = `'); drop table event; --\\' "x"\n\t`
  await collector.submit(
    submission(ctx, [
      draft({
        name: nasty,
        messageId: nasty,
        platform: nasty,
        sessionId: nasty,
        currency: nasty,
        identifiers: [{ namespace: 'member_id', value: `x${nasty}` }],
        surroundings: { page_url: nasty, utm_campaign: nasty },
        links: { store_id: nasty },
        props: { [nasty]: nasty },
        attributes: [{ op: 'set', name: nasty, value: nasty }],
      }),
    ]),
  )
  const [row] = await stored(nasty)
  expect(row).toMatchObject({ message_id: nasty, page_url: nasty, store_id: nasty })
  expect(JSON.parse(String(row?.props))).toEqual({ [nasty]: nasty })
})

test('a client clock or share depth beyond all reason spoils nothing', async () => {
  const odd = [-9e15, -1, 0, 9e15, Number.MAX_SAFE_INTEGER]
  await collector.submit(
    submission(
      ctx,
      odd.map((clientAt, i) =>
        draft({
          name: 'clocks',
          clientAt,
          messageId: `c${i}`,
          surroundings: { share_depth: [1.5, -1, 70_000, 7, Number.NaN][i] ?? 0 },
        }),
      ),
    ),
  )
  const rows = await stored('clocks')
  expect(rows.map((r) => r.client_at)).toEqual([
    null,
    '1969-12-31 23:59:59.999',
    '1970-01-01 00:00:00.000',
    null,
    null,
  ])
  expect(rows.map((r) => r.share_depth)).toEqual([null, null, null, 7, null])
})
