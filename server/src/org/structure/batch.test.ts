import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testCtx } from '../../platform/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from '../testing.ts'

async function brand() {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const ask = async (method: string, url: string, body?: object) => {
    const answer = await api.call(method, url, { key, ...(body && { body }) })
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const made = async (url: string, body: object) => String((await ask('POST', url, body)).id)
  const region = await made('/regions', { code: 'east', name: '华东' })
  const store = (code: string, more: object = {}) =>
    made('/stores', { code, name: `${code}店`, ...more })
  const audited = async (action: string) => {
    const { rows } = await sql<{ id: string }>`select object_id as id from audit_log
      where tenant_id = ${ctx.tenantId} and action = ${action} order by object_id`.execute(ctx.pg)
    return rows.map((row) => row.id)
  }
  return { ctx, api, ask, made, region, store, audited }
}

test('many stores move to a region together, and only those that moved are counted and audited', async () => {
  const { ask, region, store, audited } = await brand()
  const there = await store('A', { region_id: region })
  const [one, two] = [await store('B'), await store('C')]
  const answer = await ask('POST', '/stores/batch', {
    ids: [there, one, two, one],
    set: { region_id: region },
  })
  expect(answer).toEqual({ changed: 2, refused: [] })
  expect(await audited('store.changed')).toEqual([one, two].sort())
  const { items } = await ask('GET', `/stores?region_id=${region}`)
  expect(items).toHaveLength(3)
})

test('stores close together, but for one that opens later and one of another brand', async () => {
  const { ask, store } = await brand()
  const stranger = await brand()
  const foreign = await stranger.store('F')
  const [old, young] = [
    await store('OLD', { opened_on: '2020-01-01' }),
    await store('YOUNG', { opened_on: '2026-01-01' }),
  ]
  const closed = await ask('POST', '/stores/batch', {
    ids: [old, young, foreign],
    set: { closed_on: '2025-01-01' },
  })
  expect(closed).toEqual({
    changed: 1,
    refused: [
      { id: young, code: 'closed_before_opened' },
      { id: foreign, code: 'store_not_found' },
    ],
  })
  expect(await ask('GET', `/stores/${old}`)).toMatchObject({ closed_on: '2025-01-01', revision: 2 })
  expect(await stranger.ask('GET', `/stores/${foreign}`)).toMatchObject({ closed_on: null })
  await ask('POST', '/stores/batch', { ids: [old], set: { closed_on: null } })
  expect(await ask('GET', `/stores/${old}`)).toMatchObject({ closed_on: null })
})

test('of stores removed together, those somebody works in stay', async () => {
  const { ask, made, store } = await brand()
  const [empty, used] = [await store('EMPTY'), await store('USED')]
  await made('/staff', { code: 'w', name: '王', store_id: used })
  expect(await ask('POST', '/stores/batch/remove', { ids: [empty, used] })).toEqual({
    changed: 1,
    refused: [{ id: used, code: 'store_in_use' }],
  })
})

test('people move together, each keeping their title; who has left or is there already stays', async () => {
  const { ask, made, store, audited } = await brand()
  const [from, to] = [await store('FROM'), await store('TO')]
  const staff = (code: string, store_id: string) =>
    made('/staff', { code, name: code, store_id, title: `${code} 导购` })
  const [one, two, gone, there] = [
    await staff('one', from),
    await staff('two', from),
    await staff('gone', from),
    await staff('there', to),
  ]
  await ask('POST', `/staff/${gone}/leave`, {})
  const unknown = randomUUIDv7()
  const answer = await ask('POST', '/staff/batch/move', {
    ids: [one, two, gone, there, unknown],
    store_id: to,
    reason: '合并门店',
  })
  expect(answer).toEqual({
    changed: 2,
    refused: [
      { id: gone, code: 'staff_left' },
      { id: there, code: 'same_post' },
      { id: unknown, code: 'staff_not_found' },
    ],
  })
  const { items } = await ask('GET', `/staff/${one}/posts`)
  expect(items).toMatchObject([
    { store: { id: to }, title: 'one 导购', to: null },
    { store: { id: from }, ended_by: 'moved', reason: '合并门店' },
  ])
  expect(await audited('staff.moved')).toEqual([one, two].sort())
})

test('people leave together and their sign-ins end; an owner’s sign-in stays', async () => {
  const { ctx, api, ask, made, store } = await brand()
  const shop = await store('S')
  const [guide, boss] = [await addPerson(ctx, 'guide'), await addPerson(ctx, 'owner')]
  const [one, two] = [
    await made('/staff', { code: 'a', name: 'a', store_id: shop, user_id: guide.id }),
    await made('/staff', { code: 'b', name: 'b', store_id: shop, user_id: boss.id }),
  ]
  expect(await ask('POST', '/staff/batch/leave', { ids: [one, two], reason: '闭店' })).toEqual({
    changed: 2,
    refused: [],
  })
  expect(await ask('GET', `/users/${guide.id}`)).toMatchObject({ state: 'disabled' })
  expect(await ask('GET', `/users/${boss.id}`)).toMatchObject({ state: 'active' })
  expect(await ask('GET', `/staff/${one}`)).toMatchObject({ state: 'left' })
  const again = await ask('POST', '/staff/batch/leave', { ids: [one] })
  expect(again).toEqual({ changed: 0, refused: [{ id: one, code: 'staff_left' }] })
  const session = await signInAs(api, boss, ctx)
  expect((await api.call('GET', '/stores', { session })).status).toBe(200)
})

test('roles are given to many at once, but for those beyond one’s own and the last owner', async () => {
  const { ctx, api, ask } = await brand()
  const owner = await addPerson(ctx, 'owner')
  const [one, two] = [await addPerson(ctx, 'guide'), await addPerson(ctx, 'analyst')]
  const ids = [one.id, two.id, owner.id]
  expect(await ask('POST', '/users/batch', { ids, set: { role: 'operator' } })).toEqual({
    changed: 2,
    refused: [{ id: owner.id, code: 'last_owner' }],
  })
  const key = await keyOf(ctx, 'admin')
  const byAdmin = await api.call('POST', '/users/batch', {
    key,
    body: { ids, set: { disabled: true } },
  })
  expect(byAdmin.body).toEqual({
    changed: 2,
    refused: [{ id: owner.id, code: 'beyond_own_role' }],
  })
  expect(await ask('GET', `/users/${one.id}`)).toMatchObject({
    role: 'operator',
    state: 'disabled',
  })
  await ask('POST', '/users/batch', { ids: [one.id], set: { disabled: false } })
  expect(await ask('GET', `/users/${one.id}`)).toMatchObject({ state: 'active' })
})

test('of two owners who are taken out together one stays', async () => {
  const { ctx, ask } = await brand()
  const [one, two] = [await addPerson(ctx, 'owner'), await addPerson(ctx, 'owner')]
  const answer = await ask('POST', '/users/batch', {
    ids: [one.id, two.id],
    set: { role: 'admin' },
  })
  expect(answer).toEqual({ changed: 1, refused: [{ id: two.id, code: 'last_owner' }] })
})

test('who may not manage the structure changes nothing together either', async () => {
  const { ctx, api, store } = await brand()
  const key = await keyOf(ctx, 'analyst')
  const answer = await api.call('POST', '/stores/batch/remove', {
    key,
    body: { ids: [await store('A')] },
  })
  expect(answer.status).toBe(403)
})

test('codes that data speaks of become stores together; those declared already or unusable are said', async () => {
  const { ask, region, store, audited } = await brand()
  await store('OLD')
  const tooLong = 'x'.repeat(101)
  expect(
    await ask('POST', '/stores/batch/declare', {
      codes: ['SH01', 'SH02', 'OLD', ' SH03', tooLong],
      set: { kind: 'franchise', region_id: region },
    }),
  ).toEqual({
    changed: 2,
    refused: [
      { id: 'OLD', code: 'store_code_taken' },
      { id: ' SH03', code: 'code_unusable' },
      { id: tooLong, code: 'code_unusable' },
    ],
  })
  const { items } = await ask('GET', `/stores?region_id=${region}`)
  expect(items).toMatchObject([
    { code: 'SH01', name: 'SH01', kind: 'franchise' },
    { code: 'SH02', name: 'SH02', kind: 'franchise' },
  ])
  expect(await audited('store.created')).toHaveLength(3)
})

test('codes become staff together, with a post at the same store from now on', async () => {
  const { ask, store, api, ctx } = await brand()
  const [here, elsewhere] = [await store('A'), await (await brand()).store('B')]
  expect(
    await ask('POST', '/staff/batch/declare', {
      codes: ['wang', 'li'],
      set: { store_id: here, title: '导购' },
    }),
  ).toEqual({ changed: 2, refused: [] })
  const { items } = await ask('GET', `/staff?store_id=${here}`)
  expect(items).toMatchObject([
    { code: 'li', state: 'active', post: { title: '导购', store: { code: 'A' }, to: null } },
    { code: 'wang', name: 'wang' },
  ])
  const declare = async (role: 'owner' | 'analyst', store_id: string) =>
    api.call('POST', '/staff/batch/declare', {
      key: await keyOf(ctx, role),
      body: { codes: ['zhao'], set: { store_id } },
    })
  expect((await declare('owner', elsewhere)).status, 'another brand’s store').toBe(400)
  expect((await declare('analyst', here)).status).toBe(403)
})
