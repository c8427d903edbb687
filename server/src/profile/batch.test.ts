import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { hearOnly } from '../collect/index.ts'
import { keyOf, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { changeTagsOf, tagsOfCustomer } from './customer-tags.ts'
import { routes } from './routes.ts'
import { TAG_RULE_CONSUMER, useTagRuleSignals } from './tag-rules.ts'

useTagRuleSignals((ctx, names) => hearOnly(ctx, TAG_RULE_CONSUMER, names))

interface Named {
  id: string
  name: string
  archived: boolean
}
async function brand() {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'owner')
  const call = (method: string, url: string, body?: object, with_ = key) =>
    api.call(method, url, { key: with_, ...(body && { body }) })
  const ask = async (method: string, url: string, body?: object) => {
    const answer = await call(method, url, body)
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const made = async (url: string, body: object) => String((await ask('POST', url, body)).id)
  const tag = (name: string, group_id: string | null = null) => made('/tags', { name, group_id })
  const list = async (url: string) => (await ask('GET', url)).items as unknown as Named[]
  return { ctx, ask, call, made, tag, list }
}

test('many tags go to a group together; one that is not the brand’s is said', async () => {
  const { ask, made, tag, list } = await brand()
  const group = await made('/tag-groups', { name: '偏好' })
  const [tea, coffee] = [await tag('茶', group), await tag('咖啡')]
  const foreign = await (await brand()).tag('水')
  expect(
    await ask('POST', '/tags/batch', { ids: [tea, coffee, foreign], set: { group_id: group } }),
  ).toEqual({ changed: 1, refused: [{ id: foreign, code: 'tag_not_found' }] })
  await ask('POST', '/tags/batch', { ids: [tea, coffee], set: { archived: true } })
  expect(await list('/tags')).toMatchObject([
    { name: '咖啡', group_id: group, archived: true },
    { name: '茶', group_id: group, archived: true },
  ])
})

test('many tags become one: nobody holds it twice, and every old name leads to it', async () => {
  const { ctx, ask, tag, list } = await brand()
  const [a, b, into] = [await tag('爱茶'), await tag('喜茶'), await tag('茶客')]
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id) select ${ctx.tenantId}::uuid, n, n
    from nextval('customer_id_seq') as n returning id`.execute(ctx.pg)
  const id = rows[0]?.id ?? 0
  const change = { remove: [], reason: '', expiresAt: null }
  await changeTagsOf(ctx, id, { ...change, add: ['爱茶', '喜茶'] })
  const merged = await ask('POST', '/tags/batch/merge', { ids: [a, b], into })
  expect(merged).toMatchObject({ name: '茶客', aliases: ['喜茶', '爱茶'] })
  expect((await tagsOfCustomer(ctx, id)).map((t) => t.tag)).toEqual(['茶客'])
  expect(await list('/tags')).toHaveLength(1)
})

test('groups of tags stand in the brand’s order, and a new one comes last', async () => {
  const { ask, call, made, list } = await brand()
  const [a, b] = [
    await made('/tag-groups', { name: '甲' }),
    await made('/tag-groups', { name: '乙' }),
  ]
  const names = async () => (await list('/tag-groups')).map((g) => g.name)
  expect(await names()).toEqual(['甲', '乙'])
  await ask('PUT', '/tag-groups/order', { ids: [b, a] })
  await made('/tag-groups', { name: '丙' })
  expect(await names()).toEqual(['乙', '甲', '丙'])
  // Somebody made a group meanwhile: this order says nothing of it.
  const stale = await call('PUT', '/tag-groups/order', { ids: [a, b] })
  expect(stale.body.error).toMatchObject({ code: 'edited_meanwhile' })
  expect((await call('PUT', '/tag-groups/order', { ids: [a, b, randomUUIDv7()] })).status).toBe(404)
  expect(await ask('POST', '/tag-groups/batch', { ids: [a, b], set: { archived: true } })).toEqual({
    changed: 2,
    refused: [],
  })
})

test('rules are switched on together, but for the one that would close their circle', async () => {
  const { ask, made, tag, list } = await brand()
  await tag('一')
  await tag('二')
  const rule = (name: string, seen: string, given: string) =>
    made('/tag-rules', {
      name,
      event_name: 'tag_added',
      conditions: [{ property: 'tag', op: 'is', value: seen }],
      tag: given,
      on: false,
    })
  const there = await rule('去', '一', '二')
  const back = await rule('回', '二', '一')
  expect(await ask('POST', '/tag-rules/batch', { ids: [there, back], set: { on: true } })).toEqual({
    changed: 1,
    refused: [{ id: back, code: 'rule_circle' }],
  })
  expect(await list('/tag-rules')).toMatchObject([
    { id: back, on: false },
    { id: there, on: true, version: 2 },
  ])
  expect(await ask('POST', '/tag-rules/batch/remove', { ids: [there, back] })).toEqual({
    changed: 2,
    refused: [],
  })
  expect(await list('/tag-rules')).toEqual([])
})

test('attributes get a group together and keep all else; only personal ones are masked', async () => {
  const { ask, call, list } = await brand()
  const define = (name: string, data_class: string) =>
    ask('PUT', `/attribute-definitions/${name}`, {
      label: name,
      type: 'text',
      data_class,
      masked: false,
      group: '旧',
      label_en: `${name} in English`,
      value_labels: [{ value: '1', label: '一', label_en: 'One' }],
    })
  await define('skin', 'public')
  await define('hobby', 'personal')
  const set = { group: '画像', source_priority: ['crm', 'operator'] }
  const body = { names: ['skin', 'hobby', 'gender', 'nobody'], set }
  expect(await ask('POST', '/attribute-definitions/batch', body)).toEqual({
    changed: 3,
    refused: [{ id: 'nobody', code: 'attribute_definition_not_found' }],
  })
  const masked = await ask('POST', '/attribute-definitions/batch', {
    names: ['skin', 'hobby'],
    set: { masked: true },
  })
  expect(masked).toEqual({ changed: 1, refused: [{ id: 'skin', code: 'not_personal' }] })
  const all = await list('/attribute-definitions')
  expect(all.find((d) => d.name === 'gender')).toMatchObject({ group: '画像', version: 1 })
  expect(all.find((d) => d.name === 'hobby')).toMatchObject({
    ...set,
    label: 'hobby',
    label_en: 'hobby in English',
    value_labels: [{ value: '1', label: '一', label_en: 'One' }],
    masked: true,
    version: 3,
  })
  const nothing = await call('POST', '/attribute-definitions/batch', { names: ['skin'], set: {} })
  expect(nothing.status).toBe(400)
})

test('a value has one name, and a brand names the codes of its own data', async () => {
  const { ask, call, list } = await brand()
  const named = { value: 'dry', label: '干性', label_en: 'Dry' }
  const body = { label: '肤质', type: 'text', data_class: 'public', masked: false }
  const twice = { ...body, value_labels: [named, { ...named, label: '干' }] }
  expect((await call('PUT', '/attribute-definitions/skin', twice)).status).toBe(400)
  await ask('PUT', '/attribute-definitions/skin', { ...body, value_labels: [named] })
  const attributes = await list('/attribute-definitions')
  expect(attributes.find((a) => a.name === 'skin')).toMatchObject({
    value_labels: [named],
  })
  expect(attributes.find((a) => a.name === 'gender')).toMatchObject({
    value_labels: expect.arrayContaining([{ value: '女', label: '女', label_en: 'Female' }]),
  })
})

test('purposes are retired and taken back together', async () => {
  const { ctx, ask, call } = await brand()
  const retire = (purposes: string[], retired: boolean) =>
    ask('POST', '/consent-purposes/batch', { purposes, set: { retired } })
  expect(await retire(['chat_archive', 'minors', 'nope'], true)).toEqual({
    changed: 2,
    refused: [{ id: 'nope', code: 'consent_purpose_not_found' }],
  })
  expect(await retire(['chat_archive', 'minors'], true)).toEqual({ changed: 0, refused: [] })
  expect(await retire(['minors'], false)).toEqual({ changed: 1, refused: [] })
  const { items } = await ask('GET', '/consent-purposes')
  expect(items).toContainEqual(expect.objectContaining({ purpose: 'chat_archive', retired: true }))
  const analyst = await keyOf(ctx, 'analyst')
  const body = { purposes: ['minors'], set: { retired: true } }
  expect((await call('POST', '/consent-purposes/batch', body, analyst)).status).toBe(403)
})
