import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Signal } from '../../collect/index.ts'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import { NewStore } from '../../org/structure/shapes.ts'
import { createStaff } from '../../org/structure/staff.ts'
import { createStore } from '../../org/structure/stores.ts'
import { type Api, addPerson, signInAs, testApi } from '../../org/testing.ts'
import { everyPersonalData } from '../../personal-data.ts'
import type { Ctx, Scope } from '../../platform/ctx.ts'
import { inTx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { applyRelations } from '../../profile/index.ts'
import { saveAnswers } from '../filling/runs.ts'
import { submitForm } from '../filling/submit.ts'
import { routes } from '../routes.ts'
import { consentText, publishedForm, signedIn } from '../testing.ts'
import { assignLeads, moveLead, noteOnLead, planLead } from './follow.ts'
import { getLead, listLeads } from './queries.ts'
import { winBySignals } from './won.ts'

let ctx: TestCtx
beforeEach(async () => {
  useMergePolicy({ staysAlone: async () => [] })
  ctx = await testCtx()
  await consentText(ctx)
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
/** Somebody leaves her details. */
async function leaves(form: { code: string }, she?: Awaited<ReturnType<typeof signedIn>>) {
  const filler = she ?? (await signedIn(ctx))
  await saveAnswers(ctx, form.code, filler, { version: 1, answers: { name: '林晓' } })
  await submitForm(ctx, form.code, filler, { version: 1, agreed: '2026-1', page: '' })
  return filler
}
const all = async (of: Ctx = ctx, filter: Parameters<typeof listLeads>[1] = { limit: 100 }) =>
  (await listLeads(of, filter)).items
async function only() {
  const [lead] = await all()
  if (!lead) throw new Error('there is no lead')
  return lead
}
async function store(name: string, guides: string[]): Promise<void> {
  const { id } = await createStore(ctx, NewStore.parse({ code: name, name }))
  for (const guide of guides)
    await createStaff(ctx, { code: guide, name: guide, store_id: id, title: '' })
}
const seen = (kind: Scope['kind'], ...ids: string[]): Ctx => ({
  ...ctx,
  actor: { kind: 'user', id: randomUUID(), name: 'guide', role: 'guide', scope: { kind, ids } },
})
const paid = (node: number, order: string, at = new Date()): Signal => ({
  ...{ position: 0, eventId: randomUUID(), node, name: 'order_paid', at, isVerified: true },
  ...{ source: 'commerce', protocol: 'own', platform: '', historical: false, messageId: null },
  ...{ currency: 'CNY', claimedRevenueFen: null, links: { order_id: order }, props: {} },
})
const pays = (...signals: Signal[]) => inTx(ctx, (ctx) => winBySignals(ctx, signals))

test('leads of a store go to its guides in turn, also when many come at once', async () => {
  await store('s1', ['an', 'bo', 'chen', 'ding'])
  await store('s2', ['eva'])
  const form = await publishedForm(ctx, { owners: { staff_id: null, store_id: 's1' } })
  const people = await Promise.all(Array.from({ length: 16 }, () => signedIn(ctx)))
  await Promise.all(people.map((she) => leaves(form, she)))
  const owners = Map.groupBy(await all(), (lead) => lead.staff?.code ?? '')
  expect([...owners].map(([who, leads]) => [who, leads.length]).sort()).toEqual(
    ['an', 'bo', 'chen', 'ding'].map((who) => [who, 4]),
  )
})

test('who has a guide stays with her; a channel says more than its form; else nobody has it yet', async () => {
  await store('s1', ['an', 'bo'])
  const form = await publishedForm(
    ctx,
    { owners: { staff_id: 'an', store_id: null } },
    { staff_id: 'bo' },
  )
  await leaves(form)
  expect((await only()).staff?.code).toBe('bo')
  const she = await signedIn(ctx)
  await applyRelations(ctx, [
    {
      ...{ node: she.node, staffId: 'an', state: 'friend', storeId: 's1', channelId: null },
      ...{ source: 'wecom', addedAt: new Date('2026-01-01'), endedAt: null },
    },
  ])
  await leaves(form, she)
  expect((await only()).staff?.code).toBe('an')
  await leaves(await publishedForm(ctx))
  expect(await only()).toMatchObject({ state: 'open', staff: null, store: null })
  expect(await all(ctx, { limit: 10, unowned: true })).toHaveLength(1)
})

test('people take a lead up or let it go; that it is won only her order says', async () => {
  const form = await publishedForm(ctx)
  await leaves(form)
  const lead = await only()
  const move = (to: 'following' | 'lost', revision: number) =>
    moveLead(ctx, lead.id, { to, note: '电话无人接听', revision })
  expect(await code(move('following', 9))).toBe('revision_differs')
  const both = await Promise.all([code(move('following', 1)), code(move('lost', 1))])
  expect(both.toSorted()).toEqual(['done', 'revision_differs'])
  await pays(paid(lead.customer_id ?? 0, 'o-1'))
  const won = await getLead(ctx, lead.id)
  expect(won).toMatchObject({ state: 'won', won_order_id: 'o-1', due_at: null })
  expect(await code(move('lost', won.revision))).toBe('lead_state')
  expect(await code(planLead(ctx, lead.id, { due_at: null, revision: won.revision }))).toBe(
    'lead_state',
  )
  expect(won.changes.map((change) => change.kind)).toEqual(['moved', 'moved', 'created'])
})

test('her first order after she left her details wins it, once, whichever record it came in on', async () => {
  const form = await publishedForm(ctx)
  const she = await leaves(form)
  const before = new Date(Date.now() - 86_400_000)
  const [first, second] = [new Date(Date.now() + 60_000), new Date(Date.now() + 120_000)]
  await pays(paid(she.node, 'o-0', before))
  expect((await only()).state).toBe('open')
  const other = await signedIn(ctx)
  await mergeCustomers(ctx, she.node, other.node, 'the same person')
  await pays(paid(other.node, 'o-2', second), paid(other.node, 'o-1', first))
  await pays(paid(she.node, 'o-3', second))
  expect(await only()).toMatchObject({ state: 'won', won_order_id: 'o-1' })
  const { changes } = await getLead(ctx, (await only()).id)
  expect(changes.filter((change) => change.to_state === 'won')).toHaveLength(1)
})

test('a guide sees her own leads, a shop its own, the brand all; what is out of sight is not there', async () => {
  await store('s1', ['an', 'bo'])
  await store('s2', ['eva'])
  for (const staff_id of ['an', 'bo', 'eva'])
    await leaves(await publishedForm(ctx, {}, { staff_id }))
  const owners = async (of: Ctx) => (await all(of)).map((lead) => lead.staff?.code ?? '').sort()
  expect(await owners(ctx)).toEqual(['an', 'bo', 'eva'])
  expect(await owners(seen('own', 'an'))).toEqual(['an'])
  expect(await owners(seen('store', 's1'))).toEqual(['an', 'bo'])
  const evas = (await all()).find((lead) => lead.staff?.code === 'eva')?.id ?? ''
  const an = seen('own', 'an')
  expect(await code(getLead(an, evas))).toBe('lead_not_found')
  expect(await code(noteOnLead(an, evas, 'x'))).toBe('lead_not_found')
  expect(await assignLeads(seen('store', 's1'), [evas], 'an')).toEqual({
    changed: 0,
    refused: [{ id: evas, code: 'lead_not_found' }],
  })
  // Nobody hands leads to who does not answer to them.
  expect(await code(assignLeads(seen('store', 's1'), [evas], 'eva'))).toBe('unknown_staff')
  expect(await code(getLead(await testCtx(), evas))).toBe('lead_not_found')
})

test('leads are handed on together; what is won stays with who won it', async () => {
  await store('s1', ['an'])
  await store('s2', ['eva'])
  const form = await publishedForm(ctx, { owners: { staff_id: 'an', store_id: null } })
  const [one, two] = [await leaves(form), await leaves(form)]
  await pays(paid(one.node, 'o-1'))
  const ids = (await all()).map((lead) => lead.id)
  const won = (await all(ctx, { limit: 10, state: 'won' }))[0]?.id ?? ''
  expect(await assignLeads(ctx, ids, 'eva')).toEqual({
    changed: 1,
    refused: [{ id: won, code: 'lead_state' }],
  })
  const moved = (await all()).find((lead) => lead.customer_id === two.node)
  expect(moved).toMatchObject({ staff: { code: 'eva' }, store: { code: 's2' } })
})

test('a lead is found by name, by phone and by its last digits, and when it is overdue', async () => {
  const form = await publishedForm(ctx)
  const she = await signedIn(ctx, '+8613712345678')
  await leaves(form, she)
  for (const q of ['林', '13712345678', '5678'])
    expect(await all(ctx, { limit: 10, q }), q).toHaveLength(1)
  for (const q of ['王', '1371234', '0000']) expect(await all(ctx, { limit: 10, q }), q).toEqual([])
  expect(await all(ctx, { limit: 10, overdue: true })).toEqual([])
  const later = { ...ctx, now: () => new Date(Date.now() + 25 * 3_600_000) }
  expect(await all(later, { limit: 10, overdue: true })).toHaveLength(1)
})

test('what she answered and what was written about her is in her copy, and goes with her; the counts stay', async () => {
  const form = await publishedForm(ctx)
  const she = await leaves(form)
  const lead = await only()
  await noteOnLead(ctx, lead.id, '喜欢龙井')
  const mine = everyPersonalData.filter(({ name }) => name === 'forms' || name === 'leads')
  const person = { nodes: [she.node], unlinkedId: randomUUID() } as never
  const copies = await Promise.all(mine.map((data) => data.export?.(ctx, person)))
  expect(JSON.stringify(copies)).toContain('林晓')
  expect(JSON.stringify(copies)).toContain('喜欢龙井')
  for (const data of mine) await inTx(ctx, async (ctx) => data.erase?.(ctx, person))
  const after = await getLead(ctx, lead.id)
  expect(after).toMatchObject({ customer_id: null, name: null, phone: null })
  const { rows } =
    await sql`select answers from form_submission where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(rows).toEqual([{ answers: {} }])
  expect(after.changes.map((change) => change.note)).toEqual(['', ''])
})

test('a guide works with her leads over the API, and makes no forms', async () => {
  await store('s1', ['an'])
  const form = await publishedForm(ctx, { owners: { staff_id: 'an', store_id: null } })
  await leaves(form)
  const api: Api = await testApi(ctx, { domains: [routes] })
  const session = await signInAs(api, await addPerson(ctx, 'guide', { kind: 'own', ids: ['an'] }))
  const list = await api.call('GET', '/leads?overdue=false', { session })
  const [lead] = list.body.items as unknown as { id: string; moves: string[]; revision: number }[]
  expect(lead?.moves).toEqual(['following', 'lost'])
  const moved = await api.call('POST', `/leads/${lead?.id}/move`, {
    ...{ session, body: { to: 'following', note: '', revision: lead?.revision } },
  })
  expect(moved.body).toMatchObject({ state: 'following', moves: ['lost'] })
  expect((await api.call('GET', '/lead-forms', { session })).status).toBe(403)
  await api.app.close()
})
