import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import { draft, submission, testCollector } from '../../collect/testing.ts'
import type { AnyExportKind } from '../../desk/index.ts'
import { bringIn, csv, fileOf } from '../../imports/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from '../../org/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { projectCustomers } from '../../profile/index.ts'
import { routes } from '../index.ts'
import { kocExports } from './exports.ts'
import { findKocs, kocOverview, listKocs, outsideOf } from './koc.ts'
import type { Stage } from './shape.ts'
import { addKocs, changeKocs, stepsOf } from './store.ts'

const NOW = Date.parse('2026-06-30T12:00:00+08:00')
const DAY = 86_400_000
const at = (ctx: Ctx, day: number): Ctx => ({ ...ctx, now: () => new Date(NOW + day * DAY) })
const page = { limit: 50 }
const added = { origin: 'manual' as const, owner_id: null, next_step: '', next_on: null }
const moved = (ids: string[], stage: Stage, note = '') => ({ ids, stage, note })

async function pipeline(ctx: Ctx, n: number) {
  const customers = await newCustomers(ctx, n)
  await addKocs(at(ctx, 0), { ...added, customers })
  const { items } = await listKocs(ctx, page)
  return {
    customers,
    ids: customers.map((c) => items.find((one) => one.customer_id === c)?.id ?? ''),
  }
}

test('who is discovered is invited, trained, given a task and rewarded, and every move stays', async () => {
  const ctx = at(await testCtx(), 0)
  const { ids } = await pipeline(ctx, 4)
  const [ann = '', bea = '', cid = ''] = ids
  await changeKocs(at(ctx, 2), moved([ann, bea, cid], 'invited', '加了群'))
  await changeKocs(at(ctx, 6), moved([ann, bea], 'trained'))
  await changeKocs(at(ctx, 7), moved([ann], 'tasked'))
  await changeKocs(at(ctx, 8), moved([bea], 'retired', '搬走了'))
  const { stages } = await kocOverview(at(ctx, 9))
  expect(stages.map(({ stage, here, came, rate }) => [stage, here, came, rate])).toEqual([
    ['discovered', 1, 4, null],
    ['invited', 1, 3, 3 / 4],
    ['trained', 0, 2, 2 / 3],
    ['tasked', 1, 1, 1 / 2],
    ['rewarded', 0, 0, 0],
    ['retired', 1, 1, null],
  ])
  expect(stages.map(({ median_days }) => median_days)).toEqual([null, 2, 4, 1, null, null])
  const { items } = await stepsOf(ctx, bea)
  expect(items.map((s) => [s.from_stage, s.to_stage, s.note])).toEqual([
    ['trained', 'retired', '搬走了'],
    ['invited', 'trained', ''],
    ['discovered', 'invited', '加了群'],
    [null, 'discovered', ''],
  ])
})

test('whoever stands in the pipeline is not taken in twice, and all are moved or none', async () => {
  const ctx = at(await testCtx(), 0)
  const { customers, ids } = await pipeline(ctx, 2)
  expect(await addKocs(ctx, { ...added, customers })).toEqual({ added: 0, already: 2 })
  const other = await pipeline(at(await testCtx(), 0), 1)
  await expect(
    changeKocs(ctx, moved([...ids, other.ids[0] ?? ''], 'invited')),
  ).rejects.toMatchObject({ status: 404 })
  await expect(addKocs(ctx, { ...added, customers: [4_000_000_000] })).rejects.toMatchObject({
    status: 404,
  })
  const { items } = await listKocs(ctx, page)
  expect(items.map(({ stage }) => stage)).toEqual(['discovered', 'discovered'])
})

test('overdue next steps stand first, page after page, and are counted by stage', async () => {
  const ctx = at(await testCtx(), 0)
  const { customers, ids } = await pipeline(ctx, 5)
  const [ann = '', bea = '', cid = ''] = ids
  const step = (id: string, next_on: string, day: number) =>
    changeKocs(at(ctx, day), { ids: [id], next_step: '回访', next_on, note: '' })
  await step(ann, '2026-07-02', 1)
  await step(bea, '2026-07-01', 2)
  await step(cid, '2026-12-31', 3)
  const later = at(ctx, 10)
  const seen: number[] = []
  let cursor: string | undefined
  do {
    const part = await listKocs(later, { limit: 2, cursor })
    seen.push(...part.items.map(({ customer_id }) => customer_id))
    cursor = part.next_cursor ?? undefined
  } while (cursor)
  expect(seen.slice(0, 3)).toEqual([customers[1], customers[0], customers[2]])
  expect(new Set(seen).size).toBe(5)
  const overdue = await listKocs(later, { ...page, overdue: true })
  expect(overdue.items.map(({ is_overdue }) => is_overdue)).toEqual([true, true])
  expect((await kocOverview(later)).stages[0]?.overdue).toBe(2)
})

test('strong spreaders and strong finds from outside are proposed, suspects and those inside are not', async () => {
  const ctx = at(await testCtx(), 0)
  const [ann = 0, bea = 0, cid = 0, dan = 0, eva = 0] = await newCustomers(ctx, 5)
  const attribute = (customer: number, key: string, value: string | number) => ({
    ...{ customer, kind: 'attribute' as const, key, value },
  })
  const account = (customer: number) => ({
    ...{ customer, kind: 'identifier' as const, key: 'xiaohongshu' },
  })
  await know(ctx, [
    ...[ann, cid, dan].flatMap((c) => [
      attribute(c, 'super_user_status', c === dan ? 'suspect' : 'super'),
      attribute(c, 'super_user_diffusion', 80),
      attribute(c, 'super_user_score', 70),
    ]),
    ...[bea, eva].map(account),
    account(ann),
    attribute(ann, 'outside_score', 65),
    attribute(bea, 'outside_score', 90),
    attribute(eva, 'outside_score', 30),
  ])
  await addKocs(ctx, { ...added, customers: [cid] })
  const { items, further } = await findKocs(ctx, 10)
  expect(items.map((one) => [one.customer_id, one.reasons, one.score, one.outside_score])).toEqual([
    [ann, ['score', 'outside'], 70, 65],
    [bea, ['outside'], null, 90],
  ])
  expect(further).toBe(0)
  expect(await findKocs(ctx, 1)).toMatchObject({ items: [{ customer_id: ann }], further: 1 })
})

test('who was found on a platform takes her tags and portrait along when she comes over', async () => {
  const ctx = await testCtx()
  const mapping = {
    name: 'outside',
    source: 'xiaohongshu_list',
    parts: [
      {
        kind: 'customers',
        fields: {
          'identifiers.xiaohongshu': 'account',
          'attributes.outside_score': { column: 'score', type: 'number' },
          tags: { column: 'tags', split: ';' },
        },
      },
    ],
  }
  await bringIn(ctx, mapping, [
    fileOf('x.csv', csv('account,score,tags', 'red-1,88,茶艺;探店', 'red-2,40,探店')),
  ])
  await projectCustomers(ctx)
  expect((await outsideOf(ctx)).platforms).toEqual([
    {
      ...{ platform: 'xiaohongshu', found: 2, strong: 1 },
      ...{ converted: 0, converted_tagged: 0, super_users: 0 },
    },
  ])
  await testCollector(ctx).submit(
    submission(ctx, [
      draft({
        name: 'member_joined',
        identifiers: [
          { namespace: 'member_id', value: 'm-1' },
          { namespace: 'xiaohongshu', value: 'red-1' },
        ],
      }),
    ]),
  )
  await projectCustomers(ctx)
  const { platforms, tags } = await outsideOf(ctx)
  expect(platforms).toMatchObject([{ found: 2, strong: 1, converted: 1, converted_tagged: 1 }])
  expect(tags.map(({ tag, converted }) => [tag, converted]).sort()).toEqual([
    ['探店', 1],
    ['茶艺', 1],
  ])
})

test('a guide sees hers only, and only who may change audiences moves anybody', async () => {
  const ctx = at(await testCtx(), 0)
  await pipeline(ctx, 2)
  const api = await testApi(ctx, { domains: [routes] })
  const person = await addPerson(ctx, 'guide', { kind: 'own', ids: ['wang'] })
  const session = await signInAs(api, person)
  const seen = await api.call('GET', '/insight/koc', { session })
  expect(seen.body).toEqual({ items: [], next_cursor: null })
  const key = await keyOf(ctx, 'analyst')
  const body = { customers: [1] }
  expect((await api.call('POST', '/insight/koc', { key, body })).status).toBe(403)
  expect((await api.call('GET', '/insight/koc', { key })).body).toMatchObject({
    items: [{ stage: 'discovered' }, { stage: 'discovered' }],
  })
})

test('the pipeline is a file, stage by stage, without who refused what it is for', async () => {
  const ctx = at(await testCtx(), 0)
  const { customers, ids } = await pipeline(ctx, 3)
  const [ann = 0, bea = 0, cid = 0] = customers
  await changeKocs(at(ctx, 1), moved(ids.slice(0, 2), 'invited'))
  await sql`insert into consent (tenant_id, node_id, purpose, channel, withdrawn_at)
    values (${ctx.tenantId}, ${bea}, 'marketing', 'all', ${new Date(NOW)})`.execute(ctx.pg)
  await projectCustomers(ctx)
  const kind = kocExports.koc as AnyExportKind
  const peopleOf = async (params: object) => {
    const opened = kind.open(ctx, kind.parse(params))
    const columns = (await opened.columns()).map(({ key }) => key)
    const rows: [unknown, unknown][] = []
    for await (const row of opened.stream())
      rows.push([row[columns.indexOf('stage')], row[columns.indexOf('id')]])
    return { rows, count: await opened.count() }
  }
  const everybody = await peopleOf({})
  expect(everybody.count).toBe(3)
  expect(new Map(everybody.rows.map(([stage, id]) => [id, stage]))).toEqual(
    new Map([
      [ann, 'invited'],
      [bea, 'invited'],
      [cid, 'discovered'],
    ]),
  )
  expect(await peopleOf({ stage: 'invited', purpose: 'marketing' })).toEqual({
    rows: [['invited', ann]],
    count: 2,
  })
})
