import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { mergeCustomers, unmerge, useMergePolicy } from '../identity/index.ts'
import { type Api, keyOf, testApi } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { routes } from './index.ts'
import { consentPolicy } from './policy.ts'

useMergePolicy(consentPolicy)
const ctx = await testCtx()
const api: Api = await testApi(ctx, { domains: [routes] })
const key = await keyOf(ctx, 'owner')

async function newCustomer(): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into customer (tenant_id, id, canonical_id)
    select ${ctx.tenantId}::uuid, n, n from nextval('customer_id_seq') as n returning id`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}
interface Link {
  id: string
  customer_id: number
  is: string
  state: string
  waits_for: { this_side: string | null; other_side: string | null }
}
const link = (id: number, body: object) =>
  api.call('POST', `/customers/${id}/family`, { key, body })
async function family(id: number): Promise<Link[]> {
  const { body } = await api.call('GET', `/customers/${id}/family`, { key })
  return body.items as unknown as Link[]
}
const codeOf = (answer: { body: unknown }) =>
  (answer.body as { error: { code: string } }).error.code

describe('a family link', () => {
  test('is seen from both sides, and counts once both have agreed', async () => {
    const [mother, daughter] = [await newCustomer(), await newCustomer()]
    await link(mother, { other_id: daughter, kind: 'parent', agreed: true })
    expect(await family(mother)).toMatchObject([
      {
        customer_id: daughter,
        is: 'child',
        state: 'pending',
        waits_for: { this_side: null, other_side: 'person' },
      },
    ])
    const [seen] = await family(daughter)
    expect(seen).toMatchObject({ customer_id: mother, is: 'parent', state: 'pending' })
    await api.call('POST', `/customers/${daughter}/family/${seen?.id}/agree`, { key, body: {} })
    expect(await family(mother)).toMatchObject([{ state: 'confirmed' }])
  })

  test('with a minor needs the guardian by name', async () => {
    const [father, son] = [await newCustomer(), await newCustomer()]
    const body = {
      other_id: son,
      kind: 'parent',
      other_minor: true,
      agreed: true,
      other_agreed: true,
    }
    expect(codeOf(await link(father, body))).toBe('guardian_not_named')
    const linked = await link(father, { ...body, other_agreed: false })
    const [one] = linked.body.items as unknown as Link[]
    expect(one?.waits_for.other_side).toBe('guardian')
    const agree = (evidence: object) =>
      api.call('POST', `/customers/${son}/family/${one?.id}/agree`, { key, body: { evidence } })
    expect(codeOf(await agree({}))).toBe('guardian_not_named')
    expect((await agree({ guardian: 'the father, at the till' })).status).toBe(200)
    expect(await family(son)).toMatchObject([{ state: 'confirmed', is: 'parent' }])
  })

  test('follows a merge of one side, and is back where it was when that is taken back', async () => {
    const [a, b, other] = [await newCustomer(), await newCustomer(), await newCustomer()]
    await link(b, { other_id: other, kind: 'spouse', agreed: true, other_agreed: true })
    const merged = await mergeCustomers(ctx, a, b, 'test')
    expect(await family(other)).toMatchObject([{ customer_id: merged.customerId, is: 'spouse' }])
    expect(await family(a)).toHaveLength(1)
    await unmerge(ctx, merged.mergeId, 'test')
    expect([await family(a), await family(b)]).toMatchObject([[], [{ customer_id: other }]])
  })

  test('between two who turn out to be one person is none while they are one', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    await link(a, { other_id: b, kind: 'sibling', agreed: true, other_agreed: true })
    const merged = await mergeCustomers(ctx, a, b, 'test')
    expect(await family(a)).toEqual([])
    await unmerge(ctx, merged.mergeId, 'test')
    expect(await family(a)).toMatchObject([{ is: 'sibling', customer_id: b }])
  })

  test('is made once, however many make it at the same moment; ended, it can be made again', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    const answers = await Promise.all([
      link(a, { other_id: b, kind: 'spouse' }),
      link(b, { other_id: a, kind: 'spouse' }),
      link(a, { other_id: b, kind: 'sibling' }),
    ])
    expect(answers.map((x) => x.status).sort()).toEqual([200, 409, 409])
    const [one] = await family(a)
    const end = () =>
      api.call('POST', `/customers/${b}/family/${one?.id}/end`, {
        key,
        body: { reason: 'asked to' },
      })
    expect((await end()).status).toBe(200)
    expect(codeOf(await end())).toBe('link_ended')
    expect((await link(a, { other_id: b, kind: 'spouse' })).status).toBe(200)
  })

  test('is refused with herself, with nobody, and by a minor as guardian', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    expect(codeOf(await link(a, { other_id: a, kind: 'spouse' }))).toBe('own_family')
    expect(codeOf(await link(a, { other_id: 4_000_000_000, kind: 'spouse' }))).toBe(
      'customer_not_found',
    )
    expect(codeOf(await link(a, { other_id: b, kind: 'guardian', minor: true }))).toBe(
      'minor_guardian',
    )
    const answer = await api.call('POST', `/customers/${a}/family/${randomUUIDv7()}/end`, {
      key,
      body: {},
    })
    expect(codeOf(answer)).toBe('family_link_not_found')
  })
})
