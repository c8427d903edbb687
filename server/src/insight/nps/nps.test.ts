import fc from 'fast-check'
import { sql as pg } from 'kysely'
import { expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import type { AnyExportKind } from '../../desk/index.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { projectCustomers } from '../../profile/index.ts'
import { classify, compareWaves, npsOf } from '../calc/nps.ts'
import { behind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { type Told, tellEvents } from '../testing-insight.ts'
import { npsExports } from './exports.ts'
import { detractors, followUp } from './follow-ups.ts'
import { npsOverTime } from './nps.ts'
import { Detractors, NpsQuestion } from './shape.ts'

const MONTHS = ['2026-03-01', '2026-04-01', '2026-05-01']
const answer = fc.record({
  who: fc.nat(6),
  month: fc.nat(2),
  hour: fc.integer({ min: 1, max: 600 }),
  score: fc.integer({ min: 0, max: 10 }),
  said: fc.constantFrom('number', 'text'),
})
const question = {
  ...{ of: { any_of: [{ event: 'nps_answered' }] }, property: 'score', wave: 'month' },
  ...{ date_from: '2026-03-01', date_to: '2026-05-31' },
}
async function brand(): Promise<Ctx> {
  return { ...(await testCtx()), now: () => new Date('2026-07-01T00:00:00+08:00') }
}

test('waves, whole range, segments and change are what a list of last answers gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 40 }), async (given) => {
      const ctx = await brand()
      const customers = await newCustomers(ctx, 7)
      await know(
        ctx,
        customers.slice(0, 4).map((customer, i) => ({
          ...{ customer, kind: 'attribute', key: 'level', value: i < 2 ? 'gold' : 'silver' },
        })),
      )
      const told = given.map((a, n) => ({
        ...a,
        // Later ones of one moment were received later.
        at: Date.parse(`${MONTHS[a.month]}T00:00:00+08:00`) + a.hour * 3_600_000,
        n,
      }))
      await tellEvents(
        ctx,
        told.map(
          (a): Told => ({
            ...{ customer: customers[a.who] as number, name: 'nps_answered', at: a.at },
            props: { score: a.said === 'text' ? String(a.score) : a.score },
          }),
        ),
      )
      const lastOf = (some: typeof told) => {
        const by = new Map<number, number>()
        for (const a of some.toSorted((x, y) => x.at - y.at || x.n - y.n)) by.set(a.who, a.score)
        return by
      }
      const npsOfMap = (by: Map<number, number>) =>
        by.size === 0 ? null : npsOf(classify([...by.values()]))
      const found = await npsOverTime(
        ctx,
        NpsQuestion.parse({ ...question, breakdown: { type: 'customer', by: 'level' } }),
      )
      const waves = MONTHS.map((_, i) => lastOf(told.filter((a) => a.month === i)))
      expect(found.total).toEqual(npsOfMap(lastOf(told)))
      expect(found.waves).toEqual(
        MONTHS.map((start, i) => ({ start, result: npsOfMap(waves[i] ?? new Map()) })),
      )
      const levels = (value: string | null) =>
        new Map(
          [...lastOf(told)].filter(
            ([who]) => (who < 2 ? 'gold' : who < 4 ? 'silver' : null) === value,
          ),
        )
      for (const value of ['gold', 'silver', null])
        expect(found.segments.find((s) => s.value === value)?.result ?? null).toEqual(
          npsOfMap(levels(value)),
        )
      const withAnswers = waves.filter((w) => w.size > 0)
      const [before, now] = [withAnswers.at(-2), withAnswers.at(-1)]
      if (!before || !now) {
        expect(found.change).toBeNull()
        return
      }
      const pairs = [...now].flatMap(([who, score]) => {
        const earlier = before.get(who)
        return earlier === undefined ? [] : [{ before: earlier, now: score }]
      })
      const expected = compareWaves(
        classify([...before.values()]),
        classify([...now.values()]),
        pairs,
      )
      expect(found.change?.recontacted).toBe(pairs.length)
      expect(found.change?.standard_error).toBeCloseTo(expected.standard_error, 8)
      expect(found.change?.change).toBeCloseTo(expected.change, 8)
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

test('every class of a wave opens its customers; what is no answer counts nowhere and is told', async () => {
  const ctx = await brand()
  const customers = await newCustomers(ctx, 5)
  const on = (i: number, score: unknown, day = '2026-04-10'): Told => ({
    ...{ customer: customers[i] as number, name: 'nps_answered' },
    ...{ at: Date.parse(`${day}T10:00:00+08:00`), props: { score, comment: `said ${score}` } },
  })
  await tellEvents(ctx, [
    ...[on(0, 10), on(1, 8), on(2, 3), on(3, 11), on(4, 'good'), on(4, 7.5)],
    on(2, 0, '2026-05-02'),
  ])
  const asked = NpsQuestion.parse(question)
  const found = await npsOverTime(ctx, asked)
  expect(found.unreadable).toBe(3)
  expect(found.total).toMatchObject({ n: 3, promoters: 1, passives: 1, detractors: 1, score: 0 })
  for (const { start, result } of found.waves)
    for (const name of ['promoters', 'passives', 'detractors'] as const) {
      const { customers } = await behind(
        ctx,
        Figure.parse({ analysis: 'nps', question, cell: { class: name, start } }),
      )
      const [row] = await ctx.ch.rows<{ n: string }>(
        ctx.tenantId,
        sql`select bitmapCardinality(${customers}) as n`,
      )
      expect(Number(row?.n)).toBe(result?.[name] ?? 0)
    }
  const list = Detractors.parse(await detractors(ctx, asked, { limit: 1 }))
  expect(list.items).toMatchObject([
    { customer_id: customers[2], score: 0, comment: 'said 0', follow_up: { state: 'open' } },
  ])
  const more = await detractors(ctx, asked, { limit: 1, cursor: list.next_cursor ?? '' })
  expect(more.items.map((i) => i.score)).toEqual([3])
  expect(more.next_cursor).toBeNull()
})

test('what was done about an answer stands beside it, and in the audit log', async () => {
  const ctx = await brand()
  const [ann] = (await newCustomers(ctx, 1)) as [number]
  await tellEvents(ctx, [
    {
      ...{ customer: ann, name: 'nps_answered', props: { score: 2 } },
      at: Date.parse('2026-05-03T10:00:00+08:00'),
    },
  ])
  const asked = NpsQuestion.parse(question)
  const [first] = (await detractors(ctx, asked, { limit: 5 })).items
  await followUp(ctx, first?.event_id ?? '', { state: 'contacted', note: 'called back' })
  const [again] = (await detractors(ctx, asked, { limit: 5 })).items
  expect(again?.follow_up).toMatchObject({ state: 'contacted', note: 'called back' })
  await expect(
    followUp(ctx, crypto.randomUUID(), { state: 'open', note: '' }),
  ).rejects.toMatchObject({ status: 404 })
})

test('a file of detractors has what each said, and nobody who refused what it is for', async () => {
  const ctx = await brand()
  const [ann, bea] = (await newCustomers(ctx, 2)) as [number, number]
  const at = Date.parse('2026-05-03T10:00:00+08:00')
  const said = (customer: number, score: number, comment: string): Told => ({
    ...{ customer, name: 'nps_answered', at: at + score, props: { score, comment } },
  })
  await tellEvents(ctx, [said(ann, 2, '等太久'), said(bea, 3, '太贵'), said(ann, 9, '好多了')])
  await pg`insert into consent (tenant_id, node_id, purpose, channel, withdrawn_at)
    values (${ctx.tenantId}, ${bea}, 'marketing', 'all', ${new Date(at)})`.execute(ctx.pg)
  for (const id of [ann, bea])
    await pg`insert into identifier (tenant_id, namespace, value, node_id, customer_id, is_unique, is_weak,
        is_verified, source, bound_at, first_seen_at)
      values (${ctx.tenantId}, 'phone', ${`1380000000${id}`}, ${id}, ${id}, true, false, true, 'test',
        ${new Date(at)}, ${new Date(at)})`.execute(ctx.pg)
  await projectCustomers(ctx)
  const kind = npsExports.nps_detractors as AnyExportKind
  const rowsFor = async (more: object) => {
    const opened = kind.open(ctx, kind.parse({ question, ...more }))
    const rows = []
    for await (const [, score, comment, state] of opened.stream())
      rows.push([score, comment, state])
    return rows
  }
  expect(await rowsFor({})).toEqual([
    [3, '太贵', 'open'],
    [2, '等太久', 'open'],
  ])
  expect(await rowsFor({ purpose: 'marketing' })).toEqual([[2, '等太久', 'open']])
  expect(await kind.open(ctx, kind.parse({ question })).count()).toBe(2)
})
