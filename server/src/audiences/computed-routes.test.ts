import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Api, addPerson, keyOf, signInAs, testApi } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { applyRelations, catchUp } from '../profile/index.ts'
import type { Definition } from './computed.ts'
import { roundOf } from './round.ts'
import { routes } from './routes.ts'
import { happen, know, newCustomers } from './testing.ts'

let ctx: TestCtx
let api: Api
let key: string
let ids: number[]
const DAY = 86_400_000

const spent: Definition = {
  ...{ kind: 'order_figure', of: 'amount_fen', where: {} },
  window: { kind: 'last', span: { n: 90, unit: 'day' } },
}
const formula = (name: string): Definition => ({
  kind: 'formula',
  formula: {
    kind: 'divide',
    left: { kind: 'attribute', name },
    right: { kind: 'number', value: 100 },
  },
})

/** Of ten customers the n-th bought n times for n × 1,000 fen each, last n days ago; the first never. */
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
  ids = await newCustomers(ctx, 10)
  await catchUp(ctx)
  const now = Date.now()
  await happen(
    ctx,
    ids.flatMap((customer, n) =>
      Array.from({ length: n }, (_, k) => ({
        ...{ customer, name: 'order_paid', at: now - (n + k) * DAY, revenueFen: n * 1_000 },
        props: { commerce_order: crypto.randomUUID(), lines: [] },
      })),
    ),
  )
})

type Said = Record<string, unknown> & { id: string; version: number; items: { id: string }[] }
const ask = async (method: string, url: string, body?: object, as: object = { key }) => {
  const answer = await api.call(method, url, { ...as, ...(body && { body }) })
  const error = answer.body.error as unknown as { code: string; details?: object } | undefined
  return {
    status: answer.status,
    said: answer.body as unknown as Said,
    code: error?.code,
    details: error?.details,
  }
}
let made = 0
const make = async (definition: Definition = spent, more: object = {}) => {
  const name = `figure_${++made}`
  return ask('POST', '/computed-attributes', { name, label: `Figure ${made}`, definition, ...more })
}
const loggedOf = async (id: string) => {
  const { rows } = await sql<{ action: string }>`select action from audit_log
    where tenant_id = ${ctx.tenantId} and object_id = ${id} order by position`.execute(ctx.pg)
  return rows.map((r) => r.action)
}

describe('a computed attribute', () => {
  test('is made, reckoned, worded anew, paused, resumed and taken away, and each is told', async () => {
    const { status, said } = await make(spent, { note: 'first' })
    expect([status, said.state, said.version, said.building]).toEqual([201, 'live', 1, true])
    expect(said.as_of).toBeNull()
    await roundOf(ctx)
    const { said: kept } = await ask('GET', `/computed-attributes/${said.id}`)
    expect(kept).toMatchObject({ building: false, customers: 9, failure: null, used_by: 0 })
    expect(kept.as_of).not.toBeNull()
    const url = `/computed-attributes/${said.id}`
    const edited = await ask('PATCH', url, { version: 1, label: 'Spent', note: 'a better name' })
    expect(edited.said).toMatchObject({ label: 'Spent', version: 2, definition: spent })
    const late = await ask('PATCH', url, { version: 1, label: 'Other' })
    expect([late.status, late.code, late.details]).toEqual([
      409,
      'edited_meanwhile',
      { version: 2 },
    ])
    expect((await ask('POST', `${url}/pause`)).said.state).toBe('paused')
    expect((await ask('POST', `${url}/pause`)).code).toBe('wrong_state')
    expect((await ask('POST', `${url}/resume`)).said.state).toBe('live')
    expect((await ask('DELETE', url)).status).toBe(204)
    expect((await ask('GET', url)).status).toBe(404)
    expect(await loggedOf(said.id)).toEqual(
      ['created', 'changed', 'paused', 'resumed', 'deleted'].map((s) => `computed_attribute.${s}`),
    )
  })

  test('keeps every wording, with its formula as it is written and why it was worded so', async () => {
    const { said } = await make(formula('points'), { note: 'in hundreds' })
    await ask('PATCH', `/computed-attributes/${said.id}`, {
      version: 1,
      definition: formula('level'),
      note: 'by level',
    })
    const { said: versions } = await ask('GET', `/computed-attributes/${said.id}/versions`)
    expect(versions.items).toMatchObject([
      { version: 2, formula_text: 'level ÷ 100', note: 'by level', in_force: true },
      { version: 1, formula_text: 'points ÷ 100', note: 'in hundreds', in_force: false },
    ])
  })

  test('that others read says who, and is not taken away', async () => {
    const { said: read } = await make()
    const name = String(read.name)
    const { said: reader } = await make(formula(name))
    const { said: audience } = await ask('POST', '/audiences', {
      name: 'big spenders',
      rule: { kind: 'attribute', name, is: { op: 'gt', value: 5_000 } },
    })
    const { said: uses } = await ask('GET', `/computed-attributes/${read.id}/uses`)
    expect(uses.items).toEqual([
      { kind: 'audience', id: audience.id, name: 'big spenders' },
      { kind: 'computed_attribute', id: reader.id, name: reader.label },
    ])
    expect((await ask('DELETE', `/computed-attributes/${read.id}`)).code).toBe('attribute_in_use')
    const both = await ask('POST', '/computed-attributes/batch', {
      ids: [read.id, reader.id],
      step: 'delete',
    })
    expect(both.said).toEqual({
      changed: 1,
      refused: [{ id: read.id, code: 'attribute_in_use' }],
    })
  })

  test('that asks for an audience keeps it from being archived, and the audience says so', async () => {
    const { said: audience } = await ask('POST', '/audiences', {
      ...{ name: 'loyal', rule: { kind: 'tags', match: 'any', tags: ['loyal'] } },
    })
    const { said } = await make({
      kind: 'cases',
      cases: [{ when: { kind: 'audience', audience: audience.id, is: 'in' }, value: 'loyal' }],
    })
    const { said: uses } = await ask('GET', `/audiences/${audience.id}/uses`)
    expect(uses.items).toEqual([
      { kind: 'computed_attribute', id: said.id, name: said.label, state: 'live' },
    ])
    expect((await ask('GET', `/audiences/${audience.id}`)).said.used_by).toBe(1)
    expect((await ask('DELETE', `/audiences/${audience.id}`)).code).toBe('audience_in_use')
    await ask('DELETE', `/computed-attributes/${said.id}`)
    expect((await ask('DELETE', `/audiences/${audience.id}`)).status).toBe(204)
  })

  test('is found by its words and its state', async () => {
    const { said } = await make(spent, { label: '近 90 天消费额', description: '含退款' })
    await ask('POST', `/computed-attributes/${said.id}/pause`)
    const found = async (query: string) =>
      (await ask('GET', `/computed-attributes?${query}`)).said.items.map((one) => one.id)
    expect(await found('q=90%20天')).toEqual([said.id])
    expect(await found('q=退款&state=paused')).toEqual([said.id])
    expect(await found('q=退款&state=live')).toEqual([])
  })

  test('is read by who may read audiences, changed by who may write them, and by no other brand', async () => {
    const { said } = await make()
    const url = `/computed-attributes/${said.id}`
    const analyst = { key: await keyOf(ctx, 'analyst') }
    expect((await ask('GET', url, undefined, analyst)).status).toBe(200)
    expect((await ask('PATCH', url, { version: 1, label: 'X' }, analyst)).status).toBe(403)
    expect((await ask('POST', '/audience-templates/rfm', WORDS, analyst)).status).toBe(403)
    const other = { key: await keyOf(await testCtx(), 'owner') }
    for (const [method, path, body] of [
      ['GET', url, undefined],
      ['PATCH', url, { version: 1, label: 'X' }],
      ['DELETE', url, undefined],
      ['POST', `${url}/pause`, undefined],
      ...['versions', 'uses', 'cut-offs'].map((what) => ['GET', `${url}/${what}`] as const),
    ] as const)
      expect((await ask(method, path, body, other)).status, `${method} ${path}`).toBe(404)
    const batch = { ids: [said.id], step: 'pause' }
    expect((await ask('POST', '/computed-attributes/batch', batch, other)).said).toEqual({
      changed: 0,
      refused: [{ id: said.id, code: 'computed_attribute_not_found' }],
    })
  })

  test('of a name that means something already, or sensitive data, is refused', async () => {
    const named = (name: string) =>
      ask('POST', '/computed-attributes', { name, label: 'X', definition: spent })
    await ask('POST', '/computed-attributes', { name: 'twice', label: 'X', definition: spent })
    expect((await named('twice')).code).toBe('attribute_exists')
    expect((await named('birthday')).code).toBe('attribute_exists')
    expect((await named('id_number')).code).toBe('sensitive_attribute')
    expect((await named('two words')).status).toBe(400)
  })
})

describe('before it is saved', () => {
  test('a definition is checked, and each problem has its place', async () => {
    const bins: Definition = { kind: 'bins', of: spent, cuts: [5, 5], labels: ['a', 'b'] }
    const { said } = await ask('POST', '/computed-attributes/check', { definition: bins })
    expect(said.problems).toMatchObject([
      { path: ['labels'], code: 'labels_not_matching', values: { count: 2, needed: 3 } },
      { path: ['cuts'], code: 'cuts_not_rising' },
    ])
    const refused = await ask('POST', '/computed-attributes/preview', { definition: bins })
    expect([refused.status, refused.code]).toEqual([400, 'bad_rule'])
    expect((await make(bins)).code).toBe('bad_rule')
  })

  test('a formula is read as it is written, and told where it cannot be', async () => {
    const read = await ask('POST', '/computed-attributes/formula', { text: 'a/or(b,1)' })
    expect(read.said.text).toBe('a ÷ or(b, 1)')
    const refused = await ask('POST', '/computed-attributes/formula', { text: 'a / (b' })
    expect([refused.status, refused.code, refused.details]).toEqual([
      ...[400, 'formula_bracket'],
      { at: 6, found: '' },
    ])
  })

  test('its values are counted, and a few customers shown with theirs', async () => {
    const { said } = await ask('POST', '/computed-attributes/preview', { definition: spent })
    expect(said).toMatchObject({
      ...{ customers: 9, everybody: 10, others: 0, cuts: null, cuts_taken_at: null },
      numbers: { min: 1_000, max: 81_000 },
    })
    const sample = said.sample as { customer: { id: number }; value: number }[]
    expect(sample).toHaveLength(9)
    for (const { customer, value } of sample)
      expect(value).toBe(ids.indexOf(customer.id) ** 2 * 1_000)
  })

  test('texts and days are counted by value and by month', async () => {
    const of = async (definition: Definition) =>
      (await ask('POST', '/computed-attributes/preview', { definition })).said
    const bins: Definition = {
      ...{ kind: 'bins', of: spent, cuts: [10_000, 50_000] },
      labels: ['low', 'mid', 'high'],
    }
    expect((await of(bins)).bars).toMatchObject([
      { label: 'mid', customers: 4 },
      { label: 'low', customers: 3 },
      { label: 'high', customers: 2 },
    ])
    const last = await of({ kind: 'order_day', which: 'last', window: { kind: 'ever' }, where: {} })
    const bars = last.bars as { label: string; customers: number }[]
    expect(bars.reduce((sum, b) => sum + b.customers, 0)).toBe(9)
    for (const { label } of bars) expect(label).toMatch(/^\d{4}-\d\d$/)
  })

  test('who sees a part of the customers is told of that part', async () => {
    const mine = ids[4] ?? 0
    await applyRelations(ctx, [
      {
        ...{ node: mine, staffId: 'wang', state: 'friend', storeId: null, channelId: null },
        ...{ source: 'wecom', addedAt: new Date('2026-01-01'), endedAt: null },
      },
    ])
    await know(ctx, [{ customer: mine, kind: 'friend', key: 'wang', value: 'friend' }])
    await catchUp(ctx)
    const wang = {
      session: await signInAs(
        api,
        await addPerson(ctx, 'operator', { kind: 'own', ids: ['wang'] }),
      ),
    }
    const { said } = await ask('POST', '/computed-attributes/preview', { definition: spent }, wang)
    expect(said).toMatchObject({ customers: 1, everybody: 1, sample: [{ value: 16_000 }] })
    const { said: list } = await ask('GET', '/computed-attributes', undefined, wang)
    for (const one of list.items) expect(one).toMatchObject({ customers: null })
    const { said: rfm } = await ask('GET', '/audience-templates/rfm', undefined, wang)
    expect(rfm.cells).toMatchObject([{ customers: 1 }])
  })
})

const word = (label: string) => ({ label, description: `${label} score` })
const WORDS = { words: { r: word('R'), f: word('F'), m: word('M') } }

describe('RFM of the grading kit', () => {
  interface Now {
    attributes: { score: string; name: string; id: string | null }[]
    cuts: Record<string, number[]> | null
    taken_at: string | null
    again_at: string | null
    buyers: number | null
    cells: { r: number; f: number; m: number; customers: number }[]
  }
  const look = async () => (await ask('GET', '/audience-templates/rfm')).said as unknown as Now

  test('is shown before it is made; made once, all three scores go by one cutting', async () => {
    const before = await look()
    expect(before).toMatchObject({ taken_at: null, again_at: null, buyers: 9 })
    expect(before.attributes.map((a) => a.id)).toEqual([null, null, null])
    expect(before.cells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(9)
    const first = await ask('POST', '/audience-templates/rfm', { ...WORDS, days: 180 })
    expect(first.said.attributes).toMatchObject(
      ['r', 'f', 'm'].map((score) => ({
        ...{ name: `rfm_${score}`, group: 'RFM', version: 1 },
        definition: { output: score, window: { span: { n: 180, unit: 'day' } } },
      })),
    )
    const again = await ask('POST', '/audience-templates/rfm', { ...WORDS, days: 30 })
    expect(again.said.attributes).toEqual(first.said.attributes)
    await roundOf(ctx)
    const after = await look()
    expect(after.cells).toEqual(before.cells)
    expect(after.taken_at).not.toBeNull()
    expect(new Date(after.again_at ?? 0).getTime()).toBeGreaterThan(Date.now())
    for (const { id } of after.attributes) {
      const { said } = await ask('GET', `/computed-attributes/${id}/cut-offs`)
      expect(said.items).toMatchObject([{ taken_at: after.taken_at, cuts: after.cuts, buyers: 9 }])
    }
  })

  test('another label cuts nothing anew, another stretch of time does', async () => {
    const { attributes, taken_at } = await look()
    const url = `/computed-attributes/${attributes[1]?.id}`
    const { said } = await ask('GET', url)
    await ask('PATCH', url, { version: said.version, label: 'Frequency' })
    await roundOf(ctx)
    const cutOffs = async () => (await ask('GET', `${url}/cut-offs`)).said.items
    expect(await cutOffs()).toMatchObject([{ taken_at }])
    await ask('PATCH', url, {
      version: Number(said.version) + 1,
      definition: { ...(said.definition as object), window: { kind: 'ever' } },
    })
    await roundOf(ctx)
    expect(await cutOffs()).toHaveLength(2)
  })

  test('makes the one that is missing like the two that are there, and its templates say they read it', async () => {
    const { attributes } = await look()
    await ask('DELETE', `/computed-attributes/${attributes[2]?.id}`)
    await roundOf(ctx)
    await ask('POST', '/audience-templates/rfm', { ...WORDS, days: 30 })
    const { attributes: now } = await look()
    const { said } = await ask('GET', `/computed-attributes/${now[2]?.id}`)
    expect(said.definition).toMatchObject({ output: 'm', window: { span: { n: 180 } } })
    const { said: uses } = await ask('GET', `/computed-attributes/${now[2]?.id}/uses`)
    expect(uses.items).toContainEqual({
      ...{ kind: 'template', id: 'rfm_champions', name: 'rfm_champions' },
    })
  })

  test('is refused whole where a name means something else', async () => {
    const own = await testCtx()
    const as = { key: await keyOf(own, 'owner') }
    const taken = { name: 'rfm_m', label: 'Mine', definition: spent }
    await ask('POST', '/computed-attributes', taken, as)
    expect((await ask('POST', '/audience-templates/rfm', WORDS, as)).code).toBe('attribute_exists')
    const { said } = await ask('GET', '/computed-attributes', undefined, as)
    expect(said.items).toMatchObject([{ name: 'rfm_m' }])
    const { said: now } = await ask('GET', '/audience-templates/rfm', undefined, as)
    expect(now).toMatchObject({ cuts: null, cells: [], buyers: null })
  })
})
