// A lead form as a visitor meets it, over the shop's routes.
import { beforeAll, expect, test } from 'vitest'
import { useMergePolicy } from '../identity/index.ts'
import { listLeads } from '../leads/pipeline/queries.ts'
import { consentText, publishedForm } from '../leads/testing.ts'
import { held } from '../membership/testing.ts'
import { useMessageSecrets } from '../messages/index.ts'
import { testSecrets } from '../org/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { codeOf, lastCode, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
let code: string
beforeAll(async () => {
  useMessageSecrets(testSecrets)
  useMergePolicy(consentPolicy)
  at = await openTestShop()
  await consentText(at.ctx)
  code = (await publishedForm(at.ctx, { reward: { kind: 'points', points: 50 } })).code
})
type Seen = {
  version: number
  signed_in: boolean
  questions: { attribute: string; reason: string; is_answered: boolean }[]
  sent: { points: number | null } | null
}
const seen = (answer: { body: object }) => answer.body as unknown as Seen
const left = (answer: { body: object }) =>
  seen(answer).questions.flatMap((q) => (q.is_answered ? [] : q.attribute))

test('a visitor answers, proves her phone and sends: one customer, one lead, one reward', async () => {
  const browser = new ShopBrowser(at)
  expect((await browser.ask('POST', `/forms/${code}/open`)).status).toBe(401)
  await browser.begin()
  const opened = await browser.ask('POST', `/forms/${code}/open`)
  expect(left(opened)).toEqual(['name', 'city', 'phone'])
  expect(opened.body).toMatchObject({ reward: { kind: 'points', points: 50 }, signed_in: false })
  await browser.ask('PUT', `/forms/${code}/answers`, { version: 1, answers: { name: '林晓' } })
  const skipped = await browser.ask('PUT', `/forms/${code}/answers`, {
    version: 1,
    answers: { city: null },
  })
  expect(left(skipped)).toEqual(['phone'])
  const sending = { version: 1, agreed: '2026-1' }
  expect(codeOf(await browser.ask('POST', `/forms/${code}/submit`, sending))).toBe('sign_in_first')
  const phone = newPhone()
  await browser.code(phone)
  await browser.enter(phone, await lastCode(at.ctx))
  expect(left(await browser.ask('POST', `/forms/${code}/open`))).toEqual([])
  const sent = await browser.ask('POST', `/forms/${code}/submit`, sending)
  expect(seen(sent).sent).toMatchObject({ points: 50 })
  expect(await browser.ask('POST', `/forms/${code}/submit`, sending)).toMatchObject({ status: 200 })
  const { body } = await browser.me()
  const id = Number(body.customer_id)
  expect((await held(at.ctx, id)).active).toBe(50)
  const leads = (await listLeads(at.ctx, { limit: 10 })).items
  expect(leads.map((lead) => lead.customer_id)).toEqual([id])

  // Another form asks her only what this one did not bring.
  const other = await publishedForm(at.ctx)
  expect(left(await browser.ask('POST', `/forms/${other.code}/open`))).toEqual(['city'])
})

test('an address that is no form’s, or another brand’s, is not there', async () => {
  const browser = new ShopBrowser(at)
  await browser.begin()
  expect(codeOf(await browser.ask('POST', '/forms/nowhere/open'))).toBe('form_not_found')
  const other = await openTestShop()
  const stranger = new ShopBrowser(other)
  await stranger.begin()
  expect(codeOf(await stranger.ask('POST', `/forms/${code}/open`))).toBe('form_not_found')
})
