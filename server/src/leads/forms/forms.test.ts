import { beforeEach, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { couponBatch } from '../../promotion/testing.ts'
import { openForm, saveAnswers } from '../filling/runs.ts'
import { submitForm } from '../filling/submit.ts'
import { consentText, draftOf, field, publishedForm, signedIn, visitor } from '../testing.ts'
import { addChannel, changeChannel } from './channels.ts'
import { copyForm, createForm, publishForm, saveForm } from './forms.ts'
import { getForm, listForms } from './queries.ts'

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
  await consentText(ctx)
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const make = (more: Parameters<typeof draftOf>[0]) => createForm(ctx, '体验官招募', draftOf(more))

test('a form asks what the brand has a place for, and nothing sensitive', async () => {
  const refused = [
    ['field_unknown', { fields: [field('nowhere')] }],
    ['field_sensitive', { fields: [field('id_card')] }],
    ['field_twice', { fields: [field('city'), field('city')] }],
    ['options_differ', { fields: [field('gender', { options: ['猫'] })] }],
    ['options_differ', { fields: [field('birthday', { options: ['1990'] })] }],
    ['unknown_purpose', { consent: { purpose: 'nothing', version: '1' } }],
    ['unknown_consent_text', { consent: { purpose: 'marketing', version: 'x' } }],
    ['unknown_staff', { owners: { staff_id: 'nobody', store_id: null } }],
    ['unknown_store', { owners: { staff_id: null, store_id: 'nowhere' } }],
  ] as const
  for (const [why, more] of refused) expect(await code(make(more as never)), why).toBe(why)
  const other = await testCtx()
  const theirs = await couponBatch(other)
  const reward = { kind: 'coupon', batch_id: theirs.id, label: '券' } as const
  expect(await code(make({ reward }))).toBe('coupon_batch_not_found')
})

test('a draft may lack things; it is published whole', async () => {
  const form = await make({ title: '', consent: null, fields: [field('city', { reason: '' })] })
  expect(form.gaps).toEqual(['title', 'phone', 'consent', 'reason:city'])
  expect(await code(publishForm(ctx, form.id, form.draft_revision))).toBe('form_incomplete')
  const saved = await saveForm(ctx, form.id, { ...form, draft: draftOf() })
  expect(await code(publishForm(ctx, form.id, form.draft_revision))).toBe('edited_meanwhile')
  const live = await publishForm(ctx, form.id, saved.draft_revision)
  expect(live).toMatchObject({ state: 'live', version: 1, has_changes: false, gaps: [] })
})

test('two who edit at once do not overwrite each other', async () => {
  const form = await make({})
  const both = await Promise.all(
    ['a', 'b'].map((title) => code(saveForm(ctx, form.id, { ...form, draft: draftOf({ title }) }))),
  )
  expect(both.sort()).toEqual(['done', 'edited_meanwhile'])
})

test('a copy has the questions, not the channels', async () => {
  const { id } = await publishedForm(ctx)
  const copy = await copyForm(ctx, id, '再来一次')
  expect(copy).toMatchObject({ name: '再来一次', state: 'draft', channels: [] })
  expect(copy.draft).toEqual((await getForm(ctx, id)).draft)
})

test('each channel has an address of its own that never changes, and a name of its own', async () => {
  const { id, channel, code: address } = await publishedForm(ctx)
  const given = { name: '公众号菜单', is_open: true, staff_id: null, store_id: null }
  expect(await code(addChannel(ctx, id, { ...given, name: '门店台卡' }))).toBe('channel_exists')
  const both = await Promise.all([1, 2].map(() => code(addChannel(ctx, id, given))))
  expect(both.sort()).toEqual(['channel_exists', 'done'])
  const { channels } = await changeChannel(ctx, id, channel, {
    ...{ name: '收银台', is_open: false, staff_id: null, store_id: null },
  })
  expect(channels.map((one) => one.name)).toEqual(['收银台', '公众号菜单'])
  expect(channels[0]?.code).toBe(address)
  expect(await code(openForm(ctx, address, visitor()))).toBe('form_closed')
})

test('its funnel counts by channel: opened by browsers, sent by customers', async () => {
  const form = await publishedForm(ctx)
  const { channels } = await addChannel(ctx, form.id, {
    ...{ name: '公众号菜单', is_open: true, staff_id: null, store_id: null },
  })
  const second = { code: channels[1]?.code ?? '' }
  await openForm(ctx, form.code, visitor())
  const she = await signedIn(ctx)
  await openForm(ctx, form.code, she)
  await openForm(ctx, form.code, she)
  await saveAnswers(ctx, second.code, she, { version: 1, answers: { name: '林晓' } })
  await submitForm(ctx, second.code, she, { version: 1, agreed: '2026-1', page: '' })
  const figures = (await getForm(ctx, form.id)).channels.map(
    ({ name, opened, started, submitted }) => ({
      ...{ name, opened, started, submitted },
    }),
  )
  expect(figures).toEqual([
    { name: '门店台卡', opened: 2, started: 0, submitted: 0 },
    { name: '公众号菜单', opened: 1, started: 1, submitted: 1 },
  ])
  const { items } = await listForms(ctx, { limit: 10 })
  expect(items).toMatchObject([{ channels: 2, opened: 3, started: 1, submitted: 1, won: 0 }])
})
