import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { useOwnNames } from '../desk/index.ts'
import { keyOf, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { codeNames, listCodes, nameCodes } from './code-names.ts'
import { routes } from './routes.ts'

const channel = (code: string, name: string) => ({ kind: 'channel' as const, code, name })

test('codes that came with events are listed, the commonest first, and show their names once named', async () => {
  const ctx = await testCtx()
  await testCollector(ctx).submit(
    submission(ctx, [
      ...['CH-A', 'CH-B', 'CH-B'].map((channel_id) =>
        draft({ name: 'page_viewed', links: { channel_id } }),
      ),
      draft({ name: 'wecom_friend_requested', props: { hook: 'sample' } }),
    ]),
  )
  await nameCodes(ctx, { names: [channel('CH-B', '小红书'), channel('CH-Z', '还没有数据')] })
  expect((await listCodes(ctx, 'channel')).items.map((c) => [c.code, c.name, c.seen])).toEqual([
    ['CH-B', '小红书', 2],
    ['CH-A', null, 1],
    ['CH-Z', '还没有数据', 0],
  ])
  expect((await listCodes(ctx, 'hook')).items).toMatchObject([{ code: 'sample', name: null }])
})

test('an empty name takes one away, and every change says what stood there', async () => {
  const ctx = await testCtx()
  await nameCodes(ctx, { names: [channel('CH-A', '一'), channel('CH-B', '二')] })
  await nameCodes(ctx, { names: [channel('CH-A', ''), channel('CH-B', '三')] })
  expect(await codeNames(ctx)).toEqual([channel('CH-B', '三')])
  const { rows } = await sql<{ details: { before: unknown; after: unknown } }>`
    select details from audit_log where tenant_id = ${ctx.tenantId} and action = 'codes.named'
    order by position`.execute(ctx.pg)
  expect(rows[1]?.details.before).toEqual([channel('CH-A', '一'), channel('CH-B', '二')])
})

test('an activity or a form is called as it is there, until the brand names its code', async () => {
  const ctx = await testCtx()
  useOwnNames([async () => [channel('form-1', '新客登记 · 台卡'), channel('form-2', '直播间')]])
  onTestFinished(() => useOwnNames([]))
  await nameCodes(ctx, { names: [channel('form-2', '春季直播')] })
  expect(await codeNames(ctx)).toEqual([
    channel('form-2', '春季直播'),
    channel('form-1', '新客登记 · 台卡'),
  ])
  await testCollector(ctx).submit(
    submission(ctx, [draft({ name: 'page_viewed', links: { channel_id: 'form-1' } })]),
  )
  expect((await listCodes(ctx, 'channel')).items).toMatchObject([
    { code: 'form-1', name: '新客登记 · 台卡', seen: 1, updated_by: null },
    { code: 'form-2', name: '春季直播' },
  ])
})

test('another brand has names of its own', async () => {
  const [one, other] = [await testCtx(), await testCtx()]
  await nameCodes(one, { names: [channel('CH-A', '一')] })
  expect(await codeNames(other)).toEqual([])
})

test('operators name codes, analysts read them, and a code twice is refused', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes(ctx)] })
  const operator = await keyOf(ctx, 'operator')
  const analyst = await keyOf(ctx, 'analyst')
  const names = [channel('CH-A', '一')]
  const put = (key: string, body: object) => api.call('PUT', '/tracking/codes', { key, body })
  expect((await put(analyst, { names })).status).toBe(403)
  expect((await put(operator, { names })).status).toBe(204)
  expect((await put(operator, { names: [...names, ...names] })).body).toMatchObject({
    error: { code: 'code_twice' },
  })
  const read = await api.call('GET', '/tracking/codes?kind=channel', { key: analyst })
  expect(read.body).toMatchObject({ items: [{ code: 'CH-A', name: '一' }], is_cut: false })
})
