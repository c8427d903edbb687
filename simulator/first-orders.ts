// What comes with a first order: a form for scented tea, an appointment for old trees, a call for everybody else.
import { ask, type Door } from './sender.ts'
import { named } from './storefront.ts'

interface Settings {
  revision: number
}
interface Form {
  channels: { code: string }[]
}

/** Told before: a start that was cut off makes what is missing. Forms and appointments are there. */
export async function welcomeBuyers(door: Door): Promise<void> {
  const { revision } = await ask<Settings>(door, 'GET', '/first-order-settings')
  if (revision > 0) return
  const form = await named(door, '/lead-forms', '品鉴官招募')
  const service = await named(door, '/appointment-services', '一对一选茶')
  const channels = form ? (await ask<Form>(door, 'GET', `/lead-forms/${form.id}`)).channels : []
  const [channel] = channels
  const rules = [
    ...(channel
      ? [
          {
            ...{ id: crypto.randomUUID(), name: '花茶品鉴官', kind: 'form', target: channel.code },
            words: '填一下口味，下个月寄您一份当季花茶茶样。',
            skus: ['QH-MLHC-60'],
          },
        ]
      : []),
    ...(service
      ? [
          {
            ...{ id: crypto.randomUUID(), name: '一对一选茶', kind: 'appointment' },
            words: '茶艺师陪您试三款当季茶，按口味配茶单。',
            ...{ target: service.id, skus: ['QH-TGY-125'] },
          },
        ]
      : []),
    {
      ...{ id: crypto.randomUUID(), name: '新客回访', kind: 'guide', due_hours: 48 },
      words: '茶艺师会联系您，教您冲出最好喝的一泡。',
      instructions: '确认收货；教水温和投茶量；征得同意后加企业微信，邀请入会。',
    },
  ]
  await ask(door, 'PUT', '/first-order-settings', { body: { is_on: true, rules, revision } })
}

interface Listed {
  items: { id: string; revision: number; service: { kind: string } | null }[]
}
/** One has been given; the others wait. */
export async function giveOne(door: Door): Promise<void> {
  const { items } = await ask<Listed>(door, 'GET', '/first-orders?state=open&limit=50')
  const one = items.findLast(({ service }) => service?.kind === 'guide')
  if (one)
    await ask(door, 'POST', `/first-orders/${one.id}/move`, {
      body: { to: 'done', note: '已回访，约了周末到店试茶', revision: one.revision },
    })
}
