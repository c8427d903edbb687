import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Api, addPerson, keyOf, signInAs, testApi } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { routes } from './routes.ts'
import type { Rule } from './rule.ts'
import { newCustomers } from './testing.ts'

let ctx: TestCtx
let api: Api
let key: string

const vip: Rule = { kind: 'tags', match: 'any', tags: ['vip'] }
const gold: Rule = { kind: 'tags', match: 'any', tags: ['gold'] }

beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
})

interface Said {
  id: string
  revision: number
  state: string
  rule_version: number
  [name: string]: unknown
}
const ask = async (method: string, url: string, body?: object, as: object = { key }) => {
  const answer = await api.call(method, url, { ...as, ...(body && { body }) })
  return {
    status: answer.status,
    said: answer.body as unknown as Said,
    code: (answer.body.error as unknown as { code: string } | undefined)?.code,
  }
}
let made = 0
const make = async (rule: Rule = vip, more: object = {}) =>
  (await ask('POST', '/audiences', { name: `audience ${++made}`, rule, ...more })).said
const loggedOf = async (id: string) => {
  const { rows } = await sql<{ action: string }>`select action from audit_log
    where tenant_id = ${ctx.tenantId} and object_id = ${id} order by position`.execute(ctx.pg)
  return rows.map((r) => r.action)
}

describe('an audience', () => {
  test('is made as a draft, goes live, is paused, resumed, put away and taken back', async () => {
    const { id, state, rule_version } = await make()
    expect([state, rule_version]).toEqual(['draft', 1])
    const step = async (url: string, body = {}) => {
      const { status, said, code } = await ask('POST', `/audiences/${id}/${url}`, body)
      return [status, code ?? said.state]
    }
    expect(await step('pause')).toEqual([409, 'audience_not_so'])
    expect(await step('go-live')).toEqual([200, 'live'])
    expect(await step('go-live')).toEqual([409, 'audience_not_so'])
    expect(await step('pause')).toEqual([200, 'paused'])
    expect(await step('resume', { tell: true })).toEqual([200, 'live'])
    const { rows } = await sql<{ build: string }>`select build from audience
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    expect(rows).toEqual([{ build: 'told' }])
    expect((await ask('DELETE', `/audiences/${id}`)).status).toBe(204)
    expect((await ask('DELETE', `/audiences/${id}`)).code).toBe('audience_not_so')
    expect((await ask('PATCH', `/audiences/${id}`, { revision: 5, name: 'other' })).code).toMatch(
      /edited_meanwhile|audience_archived/,
    )
    expect(await step('take-back')).toEqual([200, 'paused'])
    expect(await loggedOf(id)).toEqual([
      ...['audience.created', 'audience.went_live', 'audience.paused', 'audience.resumed'],
      ...['audience.archived', 'audience.taken_back'],
    ])
  })

  test('is not changed by who has not seen the last change', async () => {
    const { id, revision } = await make()
    const first = await ask('PATCH', `/audiences/${id}`, { revision, description: 'one' })
    expect(first.said).toMatchObject({ description: 'one', revision: revision + 1 })
    const second = await ask('PATCH', `/audiences/${id}`, { revision, description: 'two' })
    expect([second.status, second.code]).toEqual([409, 'edited_meanwhile'])
    const both = await Promise.all(
      ['a', 'b'].map((description) =>
        ask('PATCH', `/audiences/${id}`, { revision: revision + 1, description }),
      ),
    )
    expect(both.map((b) => b.status).sort()).toEqual([200, 409])
  })

  test('has every wording of its rule, and can go back to one', async () => {
    const { id, revision } = await make(vip, { note: 'first' })
    const same = await ask('PATCH', `/audiences/${id}`, { revision, rule: vip, note: 'again' })
    expect(same.said.rule_version).toBe(1)
    const { said } = await ask('PATCH', `/audiences/${id}`, {
      ...{ revision: revision + 1, rule: gold, note: 'wider' },
    })
    expect(said).toMatchObject({ rule_version: 2, rule: gold })
    await ask('POST', `/audiences/${id}/rules/1/restore`, { revision: said.revision })
    const { said: versions } = await ask('GET', `/audiences/${id}/rules`)
    expect(versions.items).toMatchObject([
      { version: 3, rule: vip, in_force: true },
      { version: 2, rule: gold, in_force: false, note: 'wider' },
      { version: 1, rule: vip, note: 'first' },
    ])
    const none = await ask('POST', `/audiences/${id}/rules/9/restore`, { revision: 4 })
    expect([none.status, none.code]).toEqual([404, 'audience_rule_not_found'])
  })

  test('that is live is built anew when its rule changes, told only if somebody says so', async () => {
    const { id } = await make()
    await ask('POST', `/audiences/${id}/go-live`, {})
    await sql`update audience set build = null where id = ${id}`.execute(ctx.pg)
    const { said } = await ask('GET', `/audiences/${id}`)
    await ask('PATCH', `/audiences/${id}`, { revision: said.revision, description: 'x' })
    expect((await ask('GET', `/audiences/${id}`)).said.building).toBe(false)
    await ask('PATCH', `/audiences/${id}`, { revision: said.revision + 1, rule: gold })
    const { rows } = await sql<{ build: string; needs_keys: string[] }>`
      select build, needs_keys from audience where id = ${id}`.execute(ctx.pg)
    expect(rows).toEqual([{ build: 'silent', needs_keys: ['tag\x1fgold'] }])
  })

  test('has a name of its own among those that are not archived', async () => {
    const one = await make(vip, { name: 'Same' })
    const two = await ask('POST', '/audiences', { name: 'same', rule: vip })
    expect([two.status, two.code]).toEqual([409, 'audience_name_taken'])
    const other = await make()
    const renamed = await ask('PATCH', `/audiences/${other.id}`, { revision: 1, name: 'SAME' })
    expect([renamed.status, renamed.code]).toEqual([409, 'audience_name_taken'])
    await ask('DELETE', `/audiences/${one.id}`)
    expect((await ask('POST', '/audiences', { name: 'same', rule: vip })).status).toBe(201)
    const back = await ask('POST', `/audiences/${one.id}/take-back`, {})
    expect([back.status, back.code]).toEqual([409, 'audience_name_taken'])
  })

  test('that others refer to is not archived, and never leads back to itself', async () => {
    const base = await make()
    const above = await make({ kind: 'audience', audience: base.id, is: 'in' })
    expect((await ask('GET', `/audiences/${base.id}`)).said.used_by).toBe(1)
    expect((await ask('GET', `/audiences/${base.id}/uses`)).said.items).toMatchObject([
      { kind: 'audience', id: above.id },
    ])
    const refused = await ask('DELETE', `/audiences/${base.id}`)
    expect([refused.status, refused.code]).toEqual([409, 'audience_in_use'])
    const circle = await ask('PATCH', `/audiences/${base.id}`, {
      ...{ revision: 1, rule: { kind: 'audience', audience: above.id, is: 'not_in' } },
    })
    expect([circle.status, circle.code]).toEqual([400, 'bad_rule'])
    const both = await ask('POST', '/audiences/batch', {
      ...{ ids: [base.id, above.id], set: { step: 'archive' } },
    })
    expect(both.said).toMatchObject({ changed: 2, refused: [] })
  })

  test('is copied as a draft with the same rule', async () => {
    const { id } = await make(gold, { folder: 'spring', labels: ['a'] })
    await ask('POST', `/audiences/${id}/go-live`, {})
    const { status, said } = await ask('POST', `/audiences/${id}/copy`, { name: 'the copy' })
    expect([status, said]).toMatchObject([
      201,
      { state: 'draft', rule: gold, folder: 'spring', labels: ['a'], size: 0 },
    ])
  })

  test('is found by words, state and folder, page by page', async () => {
    const own = await testCtx()
    const as = { key: await keyOf(own, 'owner') }
    for (const n of [3, 1, 2])
      await ask('POST', '/audiences', { name: `n${n}`, rule: vip, folder: n === 1 ? 'f' : '' }, as)
    const names = async (query: string) => {
      const found: unknown[] = []
      let cursor = ''
      do {
        const { said } = await ask('GET', `/audiences?${query}${cursor}`, undefined, as)
        found.push(...(said.items as { name: string }[]).map((a) => a.name))
        cursor = said.next_cursor ? `&cursor=${said.next_cursor}` : ''
      } while (cursor)
      return found
    }
    expect(await names('sort=name&limit=1')).toEqual(['n1', 'n2', 'n3'])
    expect(await names('limit=2')).toEqual(['n2', 'n1', 'n3'])
    expect(await names('sort=size&limit=2')).toHaveLength(3)
    expect(await names('q=N2')).toEqual(['n2'])
    expect(await names('folder=f')).toEqual(['n1'])
    expect(await names('state=live')).toEqual([])
    expect(await names('kind=static')).toEqual([])
  })

  test('of another brand is not there', async () => {
    const { id } = await make()
    const as = { key: await keyOf(await testCtx(), 'owner') }
    for (const [method, url, body] of [
      ['GET', `/audiences/${id}`, undefined],
      ['PATCH', `/audiences/${id}`, { revision: 1, name: 'x' }],
      ['DELETE', `/audiences/${id}`, undefined],
      ['POST', `/audiences/${id}/go-live`, {}],
      ['POST', `/audiences/${id}/copy`, { name: 'x' }],
      ['GET', `/audiences/${id}/rules`, undefined],
      ['GET', `/audiences/${id}/uses`, undefined],
      ['POST', `/audiences/${id}/rules/1/restore`, { revision: 1 }],
    ] as const) {
      const { status } = await ask(method, url, body, as)
      expect([method, url, status]).toEqual([method, url, 404])
    }
    const batch = await ask('POST', '/audiences/batch', { ids: [id], set: { folder: 'x' } }, as)
    expect(batch.said).toMatchObject({ changed: 0, refused: [{ code: 'audience_not_found' }] })
    const { said } = await ask('GET', '/audiences', undefined, as)
    expect(said.items).toEqual([])
  })

  test('is read by analysts and guides, and changed by neither, nor from within a scope', async () => {
    const { id } = await make()
    for (const [role, scope] of [
      ['analyst', undefined],
      ['guide', { kind: 'own', ids: ['g1'] }],
      ['operator', { kind: 'store', ids: ['s1'] }],
    ] as const) {
      const as = { session: await signInAs(api, await addPerson(ctx, role, scope)) }
      expect((await ask('GET', `/audiences/${id}`, undefined, as)).status).toBe(200)
      const { status } = await ask('PATCH', `/audiences/${id}`, { revision: 1, name: 'x' }, as)
      expect([role, status]).toEqual([role, 403])
    }
  })
})

describe('a list filled by hand', () => {
  const bring = async (value: string, customer: number) => {
    await sql`insert into identifier (tenant_id, namespace, value, node_id, customer_id, is_unique, is_weak, is_verified, source, first_seen_at, bound_at)
      values (${ctx.tenantId}, 'phone', ${value}, ${customer}, ${customer}, false, false, true, 'test', now(), now())`.execute(
      ctx.pg,
    )
  }

  test('takes identifiers, says which it does not know, and counts nobody twice', async () => {
    const [a = 0, b = 0, c = 0] = await newCustomers(ctx, 3)
    await bring('+8613800000001', a)
    await bring('+8613800000002', b)
    const { said: list } = await ask('POST', '/audiences', { name: 'guests', kind: 'static' })
    expect(list).toMatchObject({ state: 'live', rule: null })
    const put = async (body: object) => (await ask('PUT', `/audiences/${list.id}/list`, body)).said
    expect(
      await put({
        text: `namespace,value\nphone,138 0000 0001\nphone,13800000002\nphone,13800000009\ncustomer,${c}\n`,
      }),
    ).toEqual({
      ...{ given: 4, added: 3, removed: 0, already: 0 },
      unknown: [{ namespace: 'phone', value: '13800000009' }],
    })
    expect(await put({ text: '13800000001\n', namespace: 'phone' })).toMatchObject({
      ...{ added: 0, already: 1, unknown: [] },
    })
    expect((await ask('GET', `/audiences/${list.id}`)).said.size).toBe(3)
    expect(
      await put({ mode: 'remove', identifiers: [{ namespace: 'customer', value: String(c) }] }),
    ).toMatchObject({ removed: 1, already: 0 })
    expect(
      await put({ mode: 'replace', identifiers: [{ namespace: 'customer', value: String(c) }] }),
    ).toMatchObject({ added: 1, removed: 2 })
    const { said: inside } = await ask('GET', `/audiences/${list.id}`)
    expect(inside).toMatchObject({ size: 1, week: { entered: 4, left: 3 } })
    const { said: copy } = await ask('POST', `/audiences/${list.id}/copy`, { name: 'guests too' })
    expect(copy).toMatchObject({ kind: 'static', state: 'live', size: 1 })
    expect(await loggedOf(list.id)).toHaveLength(5)
  })

  test('is refused lines that say no kind, and is no rule', async () => {
    const { said: list } = await ask('POST', '/audiences', { name: 'x1', kind: 'static' })
    const unread = await ask('PUT', `/audiences/${list.id}/list`, { text: '13800000001' })
    expect([unread.status, unread.code]).toEqual([400, 'list_unreadable'])
    const paused = await ask('POST', `/audiences/${list.id}/pause`, {})
    expect([paused.status, paused.code]).toEqual([409, 'list_has_no_rule'])
    const ruled = await make()
    const filled = await ask('PUT', `/audiences/${ruled.id}/list`, { identifiers: [] })
    expect([filled.status, filled.code]).toEqual([409, 'audience_has_rule'])
  })

  test('filled by two at once holds what both brought', async () => {
    const { said: list } = await ask('POST', '/audiences', { name: 'x2', kind: 'static' })
    const ids = await newCustomers(ctx, 8)
    const answers = await Promise.all(
      ids.map((id) =>
        ask('PUT', `/audiences/${list.id}/list`, {
          identifiers: [{ namespace: 'customer', value: String(id) }],
        }),
      ),
    )
    expect(answers.map((a) => a.said.added)).toEqual(ids.map(() => 1))
    expect((await ask('GET', `/audiences/${list.id}`)).said).toMatchObject({ size: 8, version: 8 })
  })
})
