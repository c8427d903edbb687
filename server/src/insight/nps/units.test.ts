import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import { addPerson, keyOf, testApi } from '../../org/testing.ts'
import { sql as ch } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { behind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { routes } from '../index.ts'
import { type Told, tellEvents } from '../testing-insight.ts'
import { openForNewAnswers, setTaskRule, taskRule } from './auto-tasks.ts'
import { detractors, followUp, openTasks } from './follow-ups.ts'
import { npsOverTime } from './nps.ts'
import { NpsQuestion } from './shape.ts'

const asked = (by?: string) =>
  NpsQuestion.parse({
    ...{ of: { any_of: [{ event: 'nps_answered' }] }, property: 'score' },
    ...{ date_from: '2026-03-01', date_to: '2026-03-31' },
    ...(by && { breakdown: { type: 'unit', by } }),
  })
const at = Date.parse('2026-03-10T12:00:00+08:00')

/** Two stores of one region and one of none; scores of who belongs to each. */
async function brand() {
  const ctx: Ctx = { ...(await testCtx()), now: () => new Date('2026-04-05T00:00:00+08:00') }
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'owner')
  const csv = (kind: string, text: string) =>
    api.call('POST', '/org/import', { key, body: { kind, csv: text } })
  await csv('regions', 'code,name\nR1,华东')
  await csv('stores', 'code,name,region\nS1,静安店,R1\nS2,徐汇店,R1\nS3,三里屯店,')
  const customers = await newCustomers(ctx, 5)
  await know(
    ctx,
    ['S1', 'S1', 'S2', 'S3'].map((store, i) => ({
      ...{ customer: customers[i] ?? 0, kind: 'store' as const, key: store },
    })),
  )
  await tellEvents(
    ctx,
    [10, 2, 5, 9, 3].map((score, i) => ({
      ...{ customer: customers[i] ?? 0, name: 'nps_answered', at: at + i, props: { score } },
    })),
  )
  return { ctx, customers, api }
}

test('each store answers for its own customers, a region for its stores, and nobody is lost', async () => {
  const { ctx } = await brand()
  const by = async (unit: string) =>
    (await npsOverTime(ctx, asked(unit))).segments
      .map((s) => [s.value, s.name, s.result.n, s.result.score, s.waiting])
      .sort()
  expect(await by('store')).toEqual([
    [null, null, 1, -100, 1],
    ['S1', '静安店', 2, 0, 1],
    ['S2', '徐汇店', 1, -100, 1],
    ['S3', '三里屯店', 1, 100, 0],
  ])
  expect(await by('region')).toEqual([
    [null, null, 2, 0, 1],
    ['R1', '华东', 3, expect.closeTo(-100 / 3, 10), 2],
  ])
  await expect(by('team')).rejects.toMatchObject({ code: 'unknown_unit' })
  await expect(npsOverTime({ ...ctx, until: new Date(at) }, asked('store'))).rejects.toMatchObject({
    code: 'past_not_kept',
  })
})

test('a unit’s detractors are opened behind its figure', async () => {
  const { ctx, customers } = await brand()
  const figure = {
    ...{ analysis: 'nps', question: asked('store') },
    cell: { class: 'detractors', value: 'S1' },
  }
  const { customers: those } = await behind(ctx, Figure.parse(figure))
  const [row] = await ctx.ch.rows<{ ids: number[] }>(
    ctx.tenantId,
    ch`select bitmapToArray(${those}) as ids`,
  )
  expect(row?.ids.map(Number)).toEqual([customers[1]])
})

test('an answer has one task, which ends when the answer is resolved, and the unit waits for less', async () => {
  const { ctx } = await brand()
  const owner = await addPerson(ctx, 'operator')
  const { items } = await detractors(ctx, asked(), { limit: 10 })
  const ids = items.map(({ event_id }) => event_id)
  expect(await openTasks(ctx, asked(), { event_ids: ids, owner_id: owner.id })).toEqual({
    ...{ opened: 3, already: 0 },
  })
  expect(await openTasks(ctx, asked(), { event_ids: ids })).toEqual({ opened: 0, already: 3 })
  const { rows } = await sql<{ params: object; owner_id: string }>`
    select params, owner_id from task where tenant_id = ${ctx.tenantId} order by params->>'score'`.execute(
    ctx.pg,
  )
  expect(rows.map(({ params }) => params)).toEqual([
    { score: 2, unit: '静安店' },
    { score: 3, unit: '' },
    { score: 5, unit: '徐汇店' },
  ])
  expect(rows.every(({ owner_id }) => owner_id === owner.id)).toBe(true)
  const bad = items.find(({ score }) => score === 2)
  await followUp(ctx, bad?.event_id ?? '', { state: 'resolved', note: '换货了' })
  const after = await detractors(ctx, asked(), { limit: 10 })
  expect(after.items.find(({ score }) => score === 2)?.task).toMatchObject({ state: 'closed' })
  const stores = (await npsOverTime(ctx, asked('store'))).segments
  expect(stores.find(({ value }) => value === 'S1')?.waiting).toBe(0)
  await expect(openTasks(ctx, asked(), { event_ids: [crypto.randomUUID()] })).rejects.toMatchObject(
    { status: 404 },
  )
})

test('switched on, each new detractor has one task, however often and by how many it is looked', async () => {
  const ctx: Ctx = await testCtx()
  const customers = await newCustomers(ctx, 1)
  const switcher = await addPerson(ctx, 'operator')
  // The tests' events are received when the year begins.
  const now = Date.parse('2026-01-01T00:10:00Z')
  const on = (moment: number): Ctx => ({ ...ctx, now: () => new Date(moment) })
  const own: Ctx = {
    ...on(now),
    actor: { kind: 'user', id: switcher.id, name: 'Operator', role: 'operator' },
  }
  const { of, property } = asked()
  await setTaskRule(own, { is_on: true, question: { of, property } })
  expect(await taskRule(ctx)).toEqual({ is_on: true, question: { of, property } })
  const tasks = async () =>
    (
      await sql<{ owner_id: string; score: number }>`
        select owner_id, (params->>'score')::int as score from task
        where tenant_id = ${ctx.tenantId} order by score`.execute(ctx.pg)
    ).rows
  const said = (score: number, at: number): Told => ({
    ...{ customer: customers[0] as number, name: 'nps_answered', at, props: { score } },
  })
  // Long past when it came here: brought in, and nobody waits for a call.
  await tellEvents(ctx, [said(1, now - 1), said(9, now - 1), said(0, now - 40 * 86_400_000)])
  const looks = await Promise.all(Array.from({ length: 8 }, () => openForNewAnswers(on(now))))
  expect(looks.reduce((sum, n) => sum + n, 0)).toBe(1)
  expect(await tasks()).toEqual([{ owner_id: switcher.id, score: 1 }])
  await setTaskRule(own, { is_on: false, question: { of, property } })
  await tellEvents(ctx, [said(2, now + 1)])
  expect(await openForNewAnswers(on(now + 2))).toBe(0)
})
