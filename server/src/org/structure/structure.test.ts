import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { type Api, addPerson, keyOf, signInAs, testApi } from '../testing.ts'
import { readStructureFile } from './import-rows.ts'

interface Brand {
  ctx: TestCtx
  api: Api
  /** Answers the body, or throws what was refused. */
  ask(method: string, url: string, body?: object): Promise<Record<string, unknown>>
  refused(method: string, url: string, body?: object): Promise<{ code: string; details?: unknown }>
}
async function brand(): Promise<Brand> {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const call = (method: string, url: string, body?: object) =>
    api.call(method, url, { key, ...(body && { body }) })
  return {
    ctx,
    api,
    async ask(method, url, body) {
      const answer = await call(method, url, body)
      if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`)
      return answer.body
    },
    async refused(method, url, body) {
      const answer = await call(method, url, body)
      expect(answer.status, answer.text).toBeGreaterThanOrEqual(400)
      return answer.body.error as unknown as { code: string; details?: unknown }
    },
  }
}
/** 华东 > 上海 with store SH01, and store HZ01 directly in 华东. */
async function withTree() {
  const b = await brand()
  const region = async (code: string, name: string, parent_id?: string) =>
    (await b.ask('POST', '/regions', { code, name, parent_id })).id as string
  const store = async (code: string, region_id?: string) =>
    (await b.ask('POST', '/stores', { code, name: `${code}店`, region_id })).id as string
  const east = await region('east', '华东')
  const shanghai = await region('sh', '上海', east)
  return {
    ...b,
    east,
    shanghai,
    sh01: await store('SH01', shanghai),
    hz01: await store('HZ01', east),
  }
}
const codes = (page: Record<string, unknown>) =>
  (page.items as { code: string }[]).map((item) => item.code)

test('regions hang in a tree and stores in regions, each known by its code', async () => {
  const { ask, refused, east, shanghai, sh01 } = await withTree()
  expect(await ask('GET', '/regions')).toMatchObject({
    items: [
      { code: 'east', parent_id: null, stores: 1 },
      { code: 'sh', parent_id: east, stores: 1 },
    ],
  })
  expect(codes(await ask('GET', `/stores?region_id=${east}`))).toEqual(['HZ01', 'SH01'])
  expect(codes(await ask('GET', `/stores?region_id=${shanghai}`))).toEqual(['SH01'])
  expect(codes(await ask('GET', '/stores?region_id=none'))).toEqual([])
  expect(codes(await ask('GET', '/stores?q=hz'))).toEqual(['HZ01'])
  expect((await refused('POST', '/stores', { code: 'SH01', name: '又一家' })).code).toBe(
    'store_code_taken',
  )
  expect((await refused('POST', '/regions', { code: 'sh', name: '又一个' })).code).toBe(
    'region_code_taken',
  )
  const closed = await ask('PATCH', `/stores/${sh01}`, { closed_on: '2020-01-01', revision: 1 })
  expect(closed).toMatchObject({ code: 'SH01', closed_on: '2020-01-01', revision: 2 })
  expect(codes(await ask('GET', '/stores?open=true'))).toEqual(['HZ01'])
  expect((await refused('PATCH', `/stores/${sh01}`, { opened_on: '2021-01-01' })).code).toBe(
    'closed_before_opened',
  )
})

test('a tree stays a tree, also when two regions are moved below each other at once', async () => {
  const { ask, refused, api, ctx, east, shanghai } = await withTree()
  expect((await refused('PATCH', `/regions/${east}`, { parent_id: shanghai })).code).toBe(
    'region_below_itself',
  )
  const north = (await ask('POST', '/regions', { code: 'north', name: '华北' })).id as string
  const key = await keyOf(ctx, 'owner')
  const move = (id: string, parent_id: string) =>
    api.call('PATCH', `/regions/${id}`, { key, body: { parent_id } })
  const answers = await Promise.all([move(east, north), move(north, east)])
  expect(answers.map((a) => a.status).sort()).toEqual([200, 400])
})

test('what is still named is not removed, and an empty one is', async () => {
  const { ask, refused, east, sh01, shanghai } = await withTree()
  expect(await refused('DELETE', `/regions/${east}`)).toMatchObject({
    code: 'region_not_empty',
    details: { regions: 1, stores: 1 },
  })
  await ask('POST', '/staff', { code: 'wang', name: '王', store_id: sh01 })
  expect((await refused('DELETE', `/stores/${sh01}`)).code).toBe('store_in_use')
  const other = (await ask('POST', '/stores', { code: 'X', name: '录错了' })).id as string
  await ask('DELETE', `/stores/${other}`)
  expect((await refused('GET', `/stores/${other}`)).code).toBe('store_not_found')
  await ask('PATCH', `/stores/${sh01}`, { region_id: null })
  await ask('DELETE', `/regions/${shanghai}`)
  expect(codes(await ask('GET', '/regions'))).toEqual(['east'])
})

test('who moves and leaves keeps a history, and comes back under the same code', async () => {
  const { ask, refused, sh01, hz01, east } = await withTree()
  const wang = (await ask('POST', '/staff', {
    ...{ code: 'wang', name: '王小美', store_id: sh01, title: '导购', wecom_user_id: 'WangXM' },
    at: '2026-01-01T00:00:00Z',
  })) as unknown as { id: string }
  const url = `/staff/${wang.id}`
  const moved = await ask('POST', `${url}/move`, {
    ...{ store_id: hz01, title: '店长', reason: '支援新店', revision: 1 },
    at: '2026-02-01T00:00:00Z',
  })
  expect(moved).toMatchObject({
    revision: 2,
    post: { title: '店长', store: { code: 'HZ01' }, region: null, to: null },
  })
  expect((await refused('POST', `${url}/move`, { store_id: hz01, title: '店长' })).code).toBe(
    'same_post',
  )
  const early = { region_id: east, at: '2026-01-15T00:00:00Z' }
  expect((await refused('POST', `${url}/move`, early)).code).toBe('before_present_post')
  const late = { region_id: east, at: '2999-01-01T00:00:00Z' }
  expect((await refused('POST', `${url}/move`, late)).code).toBe('not_yet')
  const both = { region_id: east, store_id: sh01 }
  expect((await refused('POST', `${url}/move`, both)).code).toBe('two_places')

  expect(await ask('POST', `${url}/leave`, { reason: '离职' })).toMatchObject({ state: 'left' })
  expect((await refused('POST', `${url}/leave`, {})).code).toBe('staff_left')
  expect((await refused('POST', `${url}/move`, { store_id: sh01 })).code).toBe('staff_left')
  await ask('POST', `${url}/return`, { region_id: east, title: '督导' })
  expect((await refused('POST', `${url}/return`, {})).code).toBe('staff_present')
  const posts = await ask('GET', `${url}/posts`)
  expect(posts.items).toMatchObject([
    { title: '督导', region: { code: 'east' }, store: null, ended_by: null },
    { title: '店长', store: { code: 'HZ01' }, ended_by: 'left', reason: '离职' },
    {
      ...{ title: '导购', store: { code: 'SH01' }, ended_by: 'moved', reason: '支援新店' },
      ...{ from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
    },
  ])
  expect(codes(await ask('GET', `/staff?region_id=${east}`))).toEqual(['wang'])
  expect(codes(await ask('GET', `/staff?store_id=${hz01}`))).toEqual([])
})

test('of two operators who move one staff member at once, the second is told what it is now', async () => {
  const { ask, api, ctx, sh01, hz01, east } = await withTree()
  const { id } = (await ask('POST', '/staff', {
    code: 'wang',
    name: '王',
    store_id: sh01,
  })) as unknown as { id: string }
  const key = await keyOf(ctx, 'owner')
  const move = (place: object) =>
    api.call('POST', `/staff/${id}/move`, { key, body: { ...place, title: '导购', revision: 1 } })
  const answers = await Promise.all([move({ store_id: hz01 }), move({ region_id: east })])
  const winner = answers.find((a) => a.status === 200)
  const loser = answers.find((a) => a.status === 409)
  expect(loser?.body.error).toMatchObject({
    code: 'edited_meanwhile',
    details: { present: winner?.body },
  })
  const posts = (await ask('GET', `/staff/${id}/posts`)) as unknown as { items: { to: unknown }[] }
  expect(posts.items.map((post) => post.to === null)).toEqual([true, false])
})

test('a sign-in and a WeCom account are one person’s, and the sign-in ends when they leave', async () => {
  const { ask, refused, api, ctx, sh01 } = await withTree()
  const person = await addPerson(ctx, 'guide', { kind: 'own', ids: ['wang'] })
  const wang = (await ask('POST', '/staff', {
    ...{ code: 'wang', name: '王', store_id: sh01, wecom_user_id: 'w', user_id: person.id },
  })) as unknown as { id: string }
  expect(wang).toMatchObject({ user: { id: person.id } })
  const li = { code: 'li', name: '李' }
  expect((await refused('POST', '/staff', { ...li, wecom_user_id: 'w' })).code).toBe(
    'wecom_user_taken',
  )
  expect((await refused('POST', '/staff', { ...li, user_id: person.id })).code).toBe(
    'sign_in_taken',
  )
  const stranger = await addPerson(await testCtx(), 'guide')
  expect((await refused('POST', '/staff', { ...li, user_id: stranger.id })).code).toBe(
    'unknown_user',
  )
  const session = await signInAs(api, person)
  expect((await api.call('GET', '/staff', { session })).status).toBe(200)
  await ask('POST', `/staff/${wang.id}/leave`, {})
  expect((await api.call('GET', '/staff', { session })).status).toBe(401)
})

test('who has a data scope sees the stores and staff in it, and no telephone numbers', async () => {
  const { ask, api, ctx, sh01, hz01, shanghai } = await withTree()
  const staff = async (code: string, place: object) =>
    ask('POST', '/staff', { code, name: code, phone: '13800138000', ...place })
  await staff('wang', { store_id: sh01 })
  await staff('li', { store_id: hz01 })
  await staff('zhao', { region_id: shanghai })
  const seenBy = async (kind: 'region' | 'store' | 'own', ids: string[]) => {
    const session = await signInAs(api, await addPerson(ctx, 'guide', { kind, ids }))
    const [regions, stores, people] = await Promise.all(
      ['/regions', '/stores', '/staff'].map((url) => api.call('GET', url, { session })),
    )
    expect(people?.text).not.toContain('13800138000')
    return [regions, stores, people].map((page) => codes(page?.body ?? {}))
  }
  expect(await seenBy('region', ['east'])).toEqual([
    ['east', 'sh'],
    ['HZ01', 'SH01'],
    ['li', 'wang', 'zhao'],
  ])
  expect(await seenBy('region', ['sh'])).toEqual([['sh'], ['SH01'], ['wang', 'zhao']])
  expect(await seenBy('store', ['HZ01'])).toEqual([['east'], ['HZ01'], ['li']])
  expect(await seenBy('own', ['wang'])).toEqual([[], ['SH01'], ['wang']])
})

test('a data scope names regions that are there', async () => {
  const { ask, refused } = await withTree()
  const invite = (ids: string[]) => ({
    ...{ email: `${crypto.randomUUID()}@example.com`, name: '督导', role: 'operator' },
    scope: { kind: 'region', ids },
  })
  expect((await refused('POST', '/users', invite(['sh', 'shh']))).code).toBe('unknown_region')
  const made = (await ask('POST', '/users', invite(['sh']))) as { user: { id: string } }
  const change = { scope: { kind: 'region', ids: ['nowhere'] } }
  expect((await refused('PATCH', `/users/${made.user.id}`, change)).code).toBe('unknown_region')
})

test('codes that data speaks of and nobody has declared are listed until somebody declares them', async () => {
  const { ask, ctx } = await withTree()
  await sql`insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from generate_series(1, 3) n`.execute(ctx.pg)
  await sql`insert into relation (tenant_id, node_id, staff_id, state, store_id, source, added_at)
    values (${ctx.tenantId}, 1, 'wang', 'friend', 'SH01', 'wecom', now()),
      (${ctx.tenantId}, 2, 'wang', 'friend', 'SH99', 'wecom', now()),
      (${ctx.tenantId}, 3, 'li', 'friend', null, 'wecom', now())`.execute(ctx.pg)
  expect(await ask('GET', '/org/unknown-codes?kind=store')).toMatchObject({
    items: [{ code: 'SH99', relations: 1, events: 0, last_at: null }],
  })
  const staff = () => ask('GET', '/org/unknown-codes?kind=staff')
  expect(await staff()).toMatchObject({ items: [{ code: 'wang', relations: 2 }, { code: 'li' }] })
  await ask('POST', '/staff', { code: 'wang', name: '王' })
  expect(codes(await staff())).toEqual(['li'])
})

const STAFF_FILE = `工号,姓名,企微账号,门店,岗位,入职日期
wang,王小美,WangXM,SH01,导购,2026/1/5
li,李雷,,HZ01,店长,
zhao,赵四,WangXM,SH01,导购,
,无名,,SH01,,
wang,又是王,,SH01,,
sun,孙,,NONE,,
qian,钱,,SH01,导购,2999-01-01
wu,吴,,SH01,导购,5月1日`

test('a file brings the structure in, says what is wrong with a row, and doubles nothing', async () => {
  const { ask, ctx } = await brand()
  const bring = (kind: string, csv: string) => ask('POST', '/org/import', { kind, csv })
  expect(
    await bring(
      'regions',
      '编码,名称,上级\nsh,上海,east\neast,华东,\nx,谁知道,nowhere\ny,更下面,x\n',
    ),
  ).toMatchObject({
    ...{ rows: 4, created: 2, changed: 0 },
    rejected: [
      { row: 4, code: 'unknown_region', cells: ['x', '谁知道', 'nowhere'] },
      { row: 5, code: 'unknown_region' },
    ],
  })
  expect(await bring('regions', 'code,name,parent\neast,华东,sh')).toMatchObject({
    changed: 0,
    rejected: [{ code: 'region_below_itself' }],
  })
  const stores =
    '编码,名称,大区,类型,开业日期\nSH01,一店,sh,直营,2020-5-1\nHZ01,二店,east,加盟,\nB,坏,sh,超市,'
  expect(await bring('stores', stores)).toMatchObject({
    created: 2,
    rejected: [{ row: 4, code: 'bad_kind' }],
  })
  expect(await bring('stores', stores)).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
  expect(await bring('stores', 'code,name\nSH01,旗舰店')).toMatchObject({ changed: 1 })
  expect(await ask('GET', '/stores?q=SH01')).toMatchObject({
    items: [{ name: '旗舰店', kind: 'direct', region: { code: 'sh' }, opened_on: '2020-05-01' }],
  })
  const first = await bring('staff', STAFF_FILE)
  expect(first).toMatchObject({ rows: 8, created: 2 })
  expect((first.rejected as { row: number; code: string }[]).map((r) => [r.row, r.code])).toEqual([
    [4, 'wecom_user_taken'],
    [5, 'value_missing'],
    [6, 'repeated_code'],
    [7, 'unknown_store'],
    [8, 'not_yet'],
    [9, 'bad_date'],
  ])
  expect(await bring('staff', STAFF_FILE)).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
  expect(await bring('staff', 'code,name,store\nwang,王小美,HZ01')).toMatchObject({ changed: 1 })
  const [li, wang] = ((await ask('GET', '/staff')) as unknown as { items: { id: string }[] }).items
  expect([li, wang]).toMatchObject([
    { code: 'li', post: { title: '店长' } },
    { code: 'wang', revision: 2, post: { store: { code: 'HZ01' }, title: '导购' } },
  ])
  const posts = await ask('GET', `/staff/${wang?.id}/posts`)
  // The day begins at midnight in Shanghai.
  expect(posts.items).toMatchObject([{ to: null }, { from: '2026-01-04T16:00:00.000Z' }])
  await ask('POST', `/staff/${wang?.id}/leave`, {})
  expect(await bring('staff', 'code,name\nwang,王')).toMatchObject({
    rejected: [{ code: 'staff_left' }],
  })
  const { rows } = await ctx.stores.pg.pool.query(
    `select count(*)::int as n from audit_log where tenant_id = $1 and action = 'org.imported'`,
    [ctx.tenantId],
  )
  expect(rows[0]).toEqual({ n: 9 })
})

test('a file without codes or names is refused as a whole', () => {
  expect(() => readStructureFile({ kind: 'stores', csv: 'name,address\na,b' })).toThrow('code')
  expect(() => readStructureFile({ kind: 'stores', csv: 'code,name\n"a,b' })).toThrow()
  expect(readStructureFile({ kind: 'regions', csv: '\uFEFF编码;名称\n a ; b ' })).toMatchObject([
    { row: 2, values: { code: 'a', name: 'b' } },
  ])
})

test('another brand’s regions, stores and staff are not there', async () => {
  const { sh01, east, ask } = await withTree()
  const { id } = (await ask('POST', '/staff', { code: 'wang', name: '王' })) as unknown as {
    id: string
  }
  const stranger = await brand()
  for (const [method, url, body] of [
    ['GET', `/stores/${sh01}`],
    ['PATCH', `/stores/${sh01}`, { name: 'mine' }],
    ['DELETE', `/stores/${sh01}`],
    ['PATCH', `/regions/${east}`, { name: 'mine' }],
    ['DELETE', `/regions/${east}`],
    ['GET', `/staff/${id}`],
    ['GET', `/staff/${id}/posts`],
    ['PATCH', `/staff/${id}`, { name: 'mine' }],
    ['POST', `/staff/${id}/move`, {}],
    ['POST', `/staff/${id}/leave`, {}],
    ['POST', `/staff/${id}/return`, {}],
  ] as const)
    expect((await stranger.refused(method, url, body)).code, url).toMatch(/_not_found$/)
  expect(
    (await stranger.refused('POST', '/staff', { code: 'a', name: 'a', store_id: sh01 })).code,
  ).toBe('unknown_store')
  expect(
    (await stranger.refused('POST', '/stores', { code: 'a', name: 'a', region_id: east })).code,
  ).toBe('unknown_region')
  await stranger.ask('POST', '/stores', { code: 'SH01', name: '同一个编码' })
})
