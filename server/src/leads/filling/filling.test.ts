import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { mergeCustomers, unmerge, useMergePolicy } from '../../identity/index.ts'
import { held, ledgerFaults } from '../../membership/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { saveDefinition } from '../../profile/definitions.ts'
import { applyAttributes, consentStates, customersByIds } from '../../profile/index.ts'
import { couponBatch } from '../../promotion/testing.ts'
import { publishForm, saveForm, setFormState } from '../forms/forms.ts'
import { getForm, versionsOf } from '../forms/queries.ts'
import {
  again,
  consentText,
  countOf,
  draftOf,
  field,
  publishedForm,
  signedIn,
  visitor,
} from '../testing.ts'
import type { Filler } from './found.ts'
import { forgetUnsent, openForm, saveAnswers } from './runs.ts'
import { submitForm } from './submit.ts'

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
const asked = async (form: { code: string }, filler: Filler) =>
  (await openForm(ctx, form.code, filler)).questions
    .filter((q) => !q.is_answered)
    .map((q) => q.attribute)
const say = (
  form: { code: string },
  filler: Filler,
  answers: Record<string, unknown>,
  version = 1,
) => saveAnswers(ctx, form.code, filler, { version, answers })
const send = (
  form: { code: string },
  filler: Filler,
  more: { version?: number; agreed?: string } = {},
) => submitForm(ctx, form.code, filler, { version: 1, agreed: '2026-1', page: '/m/x/f/y', ...more })

test('only what the brand does not know is asked, and what she answered is not asked again', async () => {
  const form = await publishedForm(ctx)
  expect(await asked(form, visitor())).toEqual(['name', 'city', 'phone'])
  const she = await signedIn(ctx)
  await applyAttributes(ctx, [
    {
      ...{ node: she.node, source: 'crm', at: Date.now() - 1000, eventId: crypto.randomUUID() },
      ...{ op: 'set', name: 'city', value: '杭州' },
    },
  ])
  expect(await asked(form, she)).toEqual(['name'])
  await say(form, she, { name: '林晓' })
  expect(await asked(form, she)).toEqual([])
  // On another device she goes on where she stopped.
  expect(await asked(form, await again(ctx, she))).toEqual([])
})

test('what she answered is nobody’s word before she sends it; then it is hers, with its source and consent', async () => {
  const form = await publishedForm(ctx)
  const she = await signedIn(ctx)
  await say(form, she, { name: ' 林晓 ', city: null })
  const before = await customersByIds(ctx, [she.node])
  expect(before[0]?.attributes).toEqual({})
  expect(await countOf(ctx, 'consent_entry')).toBe(0)
  const { isNew } = await send(form, she)
  expect(isNew).toBe(true)
  const { rows } =
    await sql`select name, value, source from attribute where tenant_id = ${ctx.tenantId} and node_id = ${she.node}`.execute(
      ctx.pg,
    )
  expect(rows).toEqual([{ name: 'name', value: '林晓', source: `form:${form.code}` }])
  expect((await consentStates(ctx, [she.node], 'marketing', 'all')).get(she.node)?.state).toBe(
    'given',
  )
  const { rows: entries } = await sql<{ text_version: string; source: string; evidence: object }>`
    select text_version, source, evidence from consent_entry where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  expect(entries).toEqual([
    {
      ...{ text_version: '2026-1', source: `form:${form.code}` },
      evidence: { form: `${form.id} v1`, page: '/m/x/f/y' },
    },
  ])
})

test('nothing is half-written: what is missing, not agreed to or of another version is refused whole', async () => {
  const form = await publishedForm(ctx, { reward: { kind: 'points', points: 30 } })
  const she = await signedIn(ctx)
  expect(await code(send(form, visitor()))).toBe('sign_in_first')
  expect(await code(send(form, she))).toBe('answers_missing')
  await say(form, she, { name: '林晓' })
  expect(await code(send(form, she, { agreed: 'another' }))).toBe('consent_changed')
  expect(await code(send(form, she, { version: 2 }))).toBe('form_changed')
  expect(await code(send({ code: 'nowhere' }, she))).toBe('form_not_found')
  for (const table of ['lead', 'form_submission', 'consent_entry', 'ledger_transaction'] as const)
    expect(await countOf(ctx, table)).toBe(0)
})

test('an answer that is none is refused with its question', async () => {
  await saveDefinition(ctx, {
    ...{ name: 'skin', label: '肤质', labelEn: '', type: 'choice', choices: ['干', '油'] },
    ...{ valueLabels: [], group: '', dataClass: 'personal', isMasked: false, description: '' },
    ...{ sourcePriority: ['operator'], isArchived: false, version: 0 },
  })
  const form = await publishedForm(ctx, {
    fields: [
      ...[field('skin'), field('email'), field('birthday', { required: false })],
      ...[field('nickname', { options: ['A', 'B'] }), field('phone')],
    ],
  })
  const she = await signedIn(ctx)
  for (const answers of [
    ...[{ skin: '混合' }, { skin: null }, { email: 'nobody' }, { birthday: '2026-02-30' }],
    ...[
      { nickname: 'C' },
      { phone: '13800000000' },
      { city: '杭州' },
      { skin: 3 },
      { email: '' },
      { nickname: 'a\0' },
    ],
  ])
    expect(await code(say(form, she, answers)), JSON.stringify(answers)).toBe('bad_answer')
  await say(form, she, { skin: '干', email: 'lin@example.com', birthday: null, nickname: 'B' })
  expect(await asked(form, she)).toEqual([])
})

test('sixty-four that are sent at once are one submission, one lead and one reward', async () => {
  const form = await publishedForm(ctx, { reward: { kind: 'points', points: 30 } })
  const she = await signedIn(ctx)
  await say(form, she, { name: '林晓' })
  const devices = await Promise.all([she, again(ctx, she), again(ctx, she)])
  const sent = await Promise.all(
    Array.from({ length: 64 }, (_, i) => send(form, devices[i % devices.length] ?? she)),
  )
  expect(sent.filter((one) => one.isNew)).toHaveLength(1)
  expect(new Set(sent.map((one) => one.submission.id)).size).toBe(1)
  expect([await countOf(ctx, 'lead'), await countOf(ctx, 'form_submission')]).toEqual([1, 1])
  expect((await held(ctx, she.node)).active).toBe(30)
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('two records that are found to be one person send a form once; what both had sent before stays', async () => {
  const form = await publishedForm(ctx, { reward: { kind: 'points', points: 30 } })
  const other = await publishedForm(ctx)
  const [one, two] = [await signedIn(ctx), await signedIn(ctx)]
  for (const she of [one, two]) {
    await say(form, she, { name: '林晓' })
    await send(form, she)
  }
  await say(other, one, { name: '林晓' })
  await send(other, one)
  const { mergeId } = await mergeCustomers(ctx, one.node, two.node, 'the same person')
  const whole = await again(ctx, two)
  expect((await send(other, whole)).isNew).toBe(false)
  expect(await countOf(ctx, 'lead')).toBe(3)
  // Apart again, the second has not sent the other form.
  await unmerge(ctx, mergeId, 'a mistake')
  const apart = await again(ctx, two)
  expect((await send(other, apart)).isNew).toBe(true)
  expect(await countOf(ctx, 'lead')).toBe(4)
})

test('a coupon that has run out keeps nobody from leaving her details, and she is told', async () => {
  const batch = await couponBatch(ctx, { quantity: 1 })
  const form = await publishedForm(ctx, {
    reward: { kind: 'coupon', batch_id: batch.id, label: '体验券' },
  })
  const people = await Promise.all(Array.from({ length: 8 }, () => signedIn(ctx)))
  const sent = await Promise.all(
    people.map(async (she) => {
      await say(form, she, { name: '林晓' })
      return (await send(form, she)).submission
    }),
  )
  expect(sent.filter((one) => one.reward_coupon !== null)).toHaveLength(1)
  expect(sent.filter((one) => one.reward_refused === 'batch_empty')).toHaveLength(7)
  expect(await countOf(ctx, 'lead')).toBe(8)
})

test('a form that is published again asks anew by its new version, and the old one stays readable', async () => {
  const form = await publishedForm(ctx)
  const she = await signedIn(ctx)
  await say(form, she, { name: '林晓' })
  const before = await getForm(ctx, form.id)
  const draft = draftOf({ fields: [field('name'), field('birthday'), field('phone')] })
  const saved = await saveForm(ctx, form.id, { ...before, draft })
  expect(await asked(form, she)).toEqual(['city'])
  await publishForm(ctx, form.id, saved.draft_revision)
  expect(await code(say(form, she, { birthday: '1990-01-01' }))).toBe('form_changed')
  expect(await asked(form, she)).toEqual(['birthday'])
  await say(form, she, { birthday: '1990-01-01' }, 2)
  await send(form, she, { version: 2 })
  const versions = await versionsOf(ctx, form.id)
  expect(versions.map((v) => v.content.fields.map((f) => f.attribute))).toEqual([
    ['name', 'birthday', 'phone'],
    ['name', 'city', 'phone'],
  ])
})

test('a stopped form takes no answers; who has sent it still sees that she has', async () => {
  const form = await publishedForm(ctx)
  const she = await signedIn(ctx)
  await say(form, she, { name: '林晓' })
  await send(form, she)
  await setFormState(ctx, form.id, 'stopped')
  expect(await code(openForm(ctx, form.code, visitor()))).toBe('form_closed')
  expect((await openForm(ctx, form.code, she)).submission).toBeDefined()
})

test('another person at the same browser sees nothing of what the first has answered', async () => {
  const form = await publishedForm(ctx)
  const one = await signedIn(ctx)
  await say(form, one, { name: '林晓' })
  const two = { ...(await signedIn(ctx)), sessionId: one.sessionId }
  expect(await asked(form, two)).toEqual(['name', 'city'])
})

test('what a visitor answered and never sent is forgotten after thirty days', async () => {
  const form = await publishedForm(ctx)
  const she = visitor()
  await say(form, she, { name: '林晓' })
  const later = (days: number) => ({
    ...ctx,
    now: () => new Date(Date.now() + days * 86_400_000),
  })
  await forgetUnsent(later(29))
  expect(await asked(form, she)).toEqual(['city', 'phone'])
  await forgetUnsent(later(31))
  expect(await asked(form, she)).toEqual(['name', 'city', 'phone'])
})

test('a form of another brand is not there', async () => {
  const form = await publishedForm(ctx)
  const other = await testCtx()
  await newCustomer(other)
  expect(await code(openForm(other, form.code, visitor()))).toBe('form_not_found')
  expect(await code(getForm(other, form.id))).toBe('lead_form_not_found')
})
