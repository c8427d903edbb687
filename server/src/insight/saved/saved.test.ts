import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { metricOf } from '../metric/catalogue.ts'
import { routes } from '../routes.ts'
import { BOARD_ROLES, defaultBoard } from './default-boards.ts'
import { forgetRemoved } from './saved.ts'

type Body = Record<string, unknown>
const FUNNEL = {
  analysis: 'funnel',
  question: {
    steps: [{ any_of: [{ event: 'came' }] }, { any_of: [{ event: 'bought' }] }],
    date_from: '2026-01-01',
    date_to: '2026-01-31',
  },
  view: { ask: '{"steps":[]}' },
}

async function brand() {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes] })
  const person = async (
    ...given: Parameters<typeof addPerson> extends [unknown, ...infer R] ? R : never
  ) => {
    const session = await signInAs(api, await addPerson(ctx, ...given))
    return async (method: string, path: string, body?: object) => {
      const { status, body: said } = await api.call(method as 'GET', `/insight${path}`, {
        session,
        ...(body && { body }),
      })
      return {
        status,
        body: said as Body,
        code: (said?.error as unknown as { code?: string } | undefined)?.code,
      }
    }
  }
  return { ctx, api, person }
}
const idsOf = ({ body }: { body: Body }) => (body.items as { id: string }[]).map(({ id }) => id)

test('a question is saved under a name, found again, changed, taken away and put back', async () => {
  const { person } = await brand()
  const ask = await person('operator')
  const saved = await ask('POST', '/questions', { name: '到店转化', ...FUNNEL })
  expect(saved.status, JSON.stringify(saved.body)).toBe(201)
  const { id } = saved.body as { id: string }
  expect((await ask('GET', `/questions/${id}`)).body).toMatchObject({
    ...{ name: '到店转化', ...FUNNEL, sharing: 'private', revision: 1, may_change: true },
  })
  expect(idsOf(await ask('GET', `/questions?q=${encodeURIComponent('转化')}`))).toEqual([id])
  expect(idsOf(await ask('GET', '/questions?q=nothing'))).toEqual([])
  expect(idsOf(await ask('GET', '/questions?analysis=trends'))).toEqual([])
  const changed = await ask('PATCH', `/questions/${id}`, { name: '转化', revision: 1 })
  expect(changed.body).toMatchObject({ name: '转化', revision: 2, question: FUNNEL.question })
  const late = await ask('PATCH', `/questions/${id}`, { name: '另一个', revision: 1 })
  expect([late.status, late.code]).toEqual([409, 'edited_meanwhile'])
  expect((await ask('DELETE', `/questions/${id}`)).status).toBe(204)
  expect((await ask('GET', `/questions/${id}`)).status).toBe(404)
  expect((await ask('POST', `/questions/${id}/restore`)).body).toMatchObject({ name: '转化' })
  expect(idsOf(await ask('GET', '/questions'))).toEqual([id])
})

test('what its analysis would refuse is not saved', async () => {
  const { person } = await brand()
  const ask = await person('operator')
  const wrong = { ...FUNNEL, question: { steps: [], date_from: 'yesterday' } }
  expect((await ask('POST', '/questions', { name: 'x', ...wrong })).code).toBe('invalid_request')
  const unknown = { ...FUNNEL, analysis: 'astrology' }
  expect((await ask('POST', '/questions', { name: 'x', ...unknown })).code).toBe('unknown_analysis')
  const role = { name: 'x', ...FUNNEL, sharing: 'role' }
  expect((await ask('POST', '/questions', role)).code).toBe('bad_sharing')
})

test('what was taken away can be put back for thirty days and is gone for good after', async () => {
  const { ctx, person } = await brand()
  const ask = await person('operator')
  const removed = async (daysAgo: number) => {
    const { body } = await ask('POST', '/questions', { name: '转化', ...FUNNEL })
    const { id } = body as { id: string }
    await ask('DELETE', `/questions/${id}`)
    await sql`update insight_saved set deleted_at = ${new Date(Date.now() - daysAgo * 86_400_000)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    return id
  }
  const [late, early] = [await removed(31), await removed(29)]
  await forgetRemoved({ ...ctx, now: () => new Date() })
  expect((await ask('POST', `/questions/${late}/restore`)).status).toBe(404)
  expect((await ask('POST', `/questions/${early}/restore`)).status).toBe(200)
})

test('a private question is its owner’s, one of a role that role’s, one of everyone everyone’s', async () => {
  const { person, api, ctx } = await brand()
  const mine = await person('operator')
  const analyst = await person('analyst')
  const owner = await person('owner')
  const save = async (more: object) =>
    ((await mine('POST', '/questions', { name: 'x', ...FUNNEL, ...more })).body as { id: string })
      .id
  const own = await save({})
  const theirs = await save({ sharing: 'role', role: 'analyst' })
  const all = await save({ sharing: 'everyone' })
  expect(idsOf(await mine('GET', '/questions')).toSorted()).toEqual([own, theirs, all].toSorted())
  expect(idsOf(await analyst('GET', '/questions')).toSorted()).toEqual([theirs, all].toSorted())
  expect(idsOf(await owner('GET', '/questions'))).toEqual([all])
  expect((await analyst('PATCH', `/questions/${all}`, { name: 'y', revision: 1 })).code).toBe(
    'not_yours',
  )
  expect((await owner('PATCH', `/questions/${all}`, { name: 'y', revision: 1 })).status).toBe(200)
  expect((await owner('GET', `/questions/${own}`)).status).toBe(404)
  const other = await brand()
  const stranger = await other.person('owner')
  expect((await stranger('GET', `/questions/${all}`)).status).toBe(404)
  const key = await keyOf(ctx, 'owner')
  const byKey = await api.call('POST', '/insight/questions', {
    key,
    body: { name: 'x', ...FUNNEL },
  })
  expect((byKey.body.error as unknown as { code: string }).code).toBe('people_only')
})

test('a board shows its questions to whoever sees the board, over its days and customers', async () => {
  const { ctx, person } = await brand()
  const [anna = 0, bea = 0] = await newCustomers(ctx, 2)
  await know(ctx, [{ customer: anna, kind: 'tag', key: 'VIP' }])
  const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`)
  await happen(
    ctx,
    [anna, bea].flatMap((customer) => [
      { customer, name: 'came', at: at('2026-01-02'), props: {} },
      { customer, name: 'bought', at: at('2026-01-03'), props: {} },
      { customer, name: 'came', at: at('2026-02-02'), props: {} },
    ]),
  )
  const mine = await person('operator')
  const { id: question } = (await mine('POST', '/questions', { name: 'x', ...FUNNEL })).body as {
    id: string
  }
  const widgets = [
    { id: 'a', kind: 'question', question_id: question, width: 2, height: 2 },
    {
      id: 'b',
      kind: 'metrics',
      metrics: ['repurchase_rate'],
      look: 'figures',
      width: 2,
      height: 1,
    },
    { id: 'c', kind: 'text', text: '每周一看', width: 4, height: 1 },
  ]
  const saved = await mine('POST', '/boards', { name: '周会', widgets, sharing: 'everyone' })
  expect(saved.status, JSON.stringify(saved.body)).toBe(201)
  const { id: board } = saved.body as { id: string }
  const analyst = await person('analyst')
  expect((await analyst('GET', `/boards/${board}`)).body).toMatchObject({
    widgets,
    may_change: false,
  })
  const ask = async (more: object) => {
    const { status, body } = await analyst('POST', `/questions/${question}/answer`, more)
    const steps = (body.answer as { steps?: { count: number }[] } | undefined)?.steps
    return steps ? steps.map(({ count }) => count) : status
  }
  expect(await ask({})).toBe(404)
  expect(await ask({ board })).toEqual([2, 2])
  expect(await ask({ board, date_from: '2026-02-01', date_to: '2026-02-28' })).toEqual([2, 0])
  expect(await ask({ board, who: { kind: 'tags', match: 'any', tags: ['VIP'] } })).toEqual([1, 1])
  // Who copies it shows no more than she sees herself; what stands on a board already stays.
  const copied = await analyst('POST', '/boards', { name: '我的', widgets })
  expect(copied.code).toBe('unknown_questions')
  const owner = await person('owner')
  const content = { widgets: widgets.toReversed(), days: 'last_7', who: null }
  const changed = await owner('PATCH', `/boards/${board}`, { content, revision: 1 })
  expect(changed.body).toMatchObject({ ...content, revision: 2 })
  const late = await mine('PATCH', `/boards/${board}`, { name: 'x', revision: 1 })
  expect(late.code).toBe('edited_meanwhile')
  const unknown = { ...content, widgets: [{ ...widgets[1], metrics: ['luck'] }] }
  expect((await mine('PATCH', `/boards/${board}`, { content: unknown, revision: 2 })).code).toBe(
    'unknown_metric',
  )
})

test('the first line of every default board is long-term value, and it holds what its reader may see', async () => {
  const { person, ctx } = await brand()
  for (const role of BOARD_ROLES) {
    const [first] = defaultBoard(ctx, role).widgets
    if (first?.kind !== 'metrics') throw new Error('the first line is figures')
    for (const code of first.metrics) {
      const { metric } = metricOf(code)
      expect([code, metric.term, metric.beside]).toEqual([code, 'long', undefined])
    }
  }
  const guide = await person('guide', { kind: 'own', ids: ['wang'] })
  expect((await guide('GET', '/boards/default')).body).toMatchObject({ board_role: 'guide' })
  const owners = (await guide('GET', '/boards/default?role=owner')).body as unknown as {
    widgets: { metrics: string[] }[]
  }
  expect(owners.widgets.flatMap(({ metrics }) => metrics)).not.toContain('active_customers')
  const manager = await person('operator', { kind: 'store', ids: ['s-1'] })
  expect((await manager('GET', '/boards/default')).body).toMatchObject({
    board_role: 'store_manager',
  })
})

test('a note stands on its day for all, is changed by who wrote it and can be put back', async () => {
  const { person } = await brand()
  const mine = await person('operator')
  const theirs = await person('analyst')
  const { status, body } = await mine('POST', '/notes', { day: '2026-05-01', text: '五一大促' })
  expect(status).toBe(201)
  const { id } = body as { id: string }
  const seen = async (range = '') => {
    const { body } = await theirs('GET', `/notes${range}`)
    return (body.items as { day: string; text: string }[]).map(({ day, text }) => `${day} ${text}`)
  }
  expect(await seen()).toEqual(['2026-05-01 五一大促'])
  expect(await seen('?from=2026-05-02')).toEqual([])
  const change = { day: '2026-05-02', text: '大促', revision: 1 }
  expect((await theirs('PATCH', `/notes/${id}`, change)).code).toBe('not_yours')
  expect((await mine('PATCH', `/notes/${id}`, change)).status).toBe(200)
  expect((await mine('PATCH', `/notes/${id}`, change)).code).toBe('edited_meanwhile')
  expect((await mine('DELETE', `/notes/${id}`)).status).toBe(204)
  expect(await seen()).toEqual([])
  await mine('POST', `/notes/${id}/restore`)
  expect(await seen('?from=2026-05-02&to=2026-05-02')).toEqual(['2026-05-02 大促'])
  const guide = await person('guide')
  expect((await guide('POST', '/notes', { day: '2026-05-01', text: 'x' })).status).toBe(403)
})
