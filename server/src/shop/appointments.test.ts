// Appointments as a customer meets them: from what is offered to her own list, over the shop's routes.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Service } from '../appointments/services/services.ts'
import { addStaff, addStore, liveService, openDaily } from '../appointments/testing.ts'
import { useMergePolicy } from '../identity/index.ts'
import { consentPolicy } from '../profile/index.ts'
import { codeOf, type Made, newPhone, openTestShop, ShopBrowser } from './testing.ts'

let at: Made
let service: Service
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  at = await openTestShop()
  await addStore(at.ctx, 's1')
  for (const staff of ['an', 'bo']) await addStaff(at.ctx, staff, 's1')
  await openDaily(at.ctx, 's1', '00:00', '24:00', ['an', 'bo'])
  service = await liveService(at.ctx, { name: '肌肤检测', cancel_minutes: 0, per_customer: 3 })
})
afterAll(() => at.api.app.close())

interface Slot {
  starts_at: string
  staff_ids: string[]
}
async function slots(browser: ShopBrowser): Promise<Slot[]> {
  const { body } = await browser.ask(
    'GET',
    `/appointment-services/${service.id}/slots?store_id=s1&days=3`,
  )
  return (body.days as unknown as { slots: Slot[] }[]).flatMap((day) => day.slots)
}
async function someone() {
  const browser = new ShopBrowser(at)
  await browser.signIn(newPhone())
  return browser
}

test('a visitor sees what is offered; a customer books it, moves it, cancels it; nobody else sees it', async () => {
  const visitor = new ShopBrowser(at)
  await visitor.begin()
  const offered = await visitor.ask('GET', `/appointment-services/${service.id}`)
  expect(offered.body).toMatchObject({
    name: '肌肤检测',
    stores: [{ id: 's1', staff: [{ id: 'an' }, { id: 'bo' }] }],
  })
  const free = await slots(visitor)
  const wanted = {
    ...{ key: randomUUID(), service_id: service.id, store_id: 's1', staff_id: 'an' },
    starts_at: free[5]?.starts_at ?? '',
  }
  expect(codeOf(await visitor.ask('POST', '/appointments', wanted))).toBe('sign_in_first')

  const she = await someone()
  const made = await she.ask('POST', '/appointments', wanted)
  expect([made.status, made.body.state]).toEqual([201, 'booked'])
  expect((await she.ask('POST', '/appointments', wanted)).status).toBe(200)
  const id = String(made.body.id)
  const gone = (await slots(visitor)).find(({ starts_at }) => starts_at === wanted.starts_at)
  expect(gone?.staff_ids).toEqual(['bo'])

  const other = await someone()
  const hers = { ...wanted, key: randomUUID() }
  expect(codeOf(await other.ask('POST', '/appointments', hers))).toBe('slot_full')
  // The same words as a key by somebody else are another request.
  expect((await other.ask('POST', '/appointments', { ...wanted, staff_id: 'bo' })).status).toBe(201)
  for (const path of [`/appointments/${id}`, `/appointments/${id}/cancel`])
    expect(codeOf(await other.ask(path.endsWith('cancel') ? 'POST' : 'GET', path)), path).toBe(
      'appointment_not_found',
    )

  const moved = await she.ask('POST', `/appointments/${id}/reschedule`, {
    ...{ store_id: 's1', staff_id: null, starts_at: free[9]?.starts_at },
  })
  expect(moved.body).toMatchObject({ starts_at: free[9]?.starts_at, state: 'booked' })
  const cancelled = await she.ask('POST', `/appointments/${id}/cancel`)
  expect(cancelled.body).toMatchObject({ state: 'cancelled', changeable_until: null })
  const list = await she.ask('GET', '/appointments')
  expect(list.body.items).toMatchObject([{ id, state: 'cancelled' }])
  const { body } = await she.ask('GET', '/messages')
  const kinds = (body.items as unknown as { kind: string; link: string | null }[]).map(
    ({ kind, link }) => [kind, link],
  )
  expect(kinds.slice(0, 2)).toEqual([
    ['appointment_moved', `/appointments/${id}`],
    ['appointment_booked', `/appointments/${id}`],
  ])
})
