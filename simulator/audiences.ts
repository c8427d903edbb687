// Whom the brand looks after: a few audiences out of the grading kit, kept true from now on, and one
// private pool with what it is for.
import { STAFF } from './brand.ts'
import { ask, type Door } from './sender.ts'
import { DAY } from './world.ts'

const KIT = [
  { template: 'stage_first_order_pending', name: '新客待首单', label: '客户阶段' },
  { template: 'stage_new', name: '首购新客', label: '客户阶段' },
  { template: 'stage_repurchase_due', name: '待复购', label: '客户阶段' },
  { template: 'stage_slipping', name: '即将流失', label: '客户阶段' },
  { template: 'top_contribution', name: '贡献最高的 20%', label: '价值分层' },
] as const
const FRIENDS = {
  name: '企微好友',
  label: '私域池',
  rule: { kind: 'friend', state: 'friend', window: { kind: 'ever' } },
} as const

interface Item {
  id: string
  name: string
  state: string
}

/** Told before: a start that was cut off makes what is missing. */
export async function openAudiences(door: Door, now: number): Promise<void> {
  const { items } = await ask<{ items: Item[] }>(door, 'GET', '/audiences?limit=200')
  const there = new Map(items.map((one) => [one.name, one]))
  for (const { template, name, label } of KIT) {
    const { rule } = await ask<{ rule: object }>(
      door,
      'POST',
      `/audience-templates/${template}/rule`,
      { body: { parameters: {} } },
    )
    await keep(door, there, { name, label, rule })
  }
  await openPool(door, await keep(door, there, FRIENDS), now)
}

async function keep(
  door: Door,
  there: ReadonlyMap<string, Item>,
  { name, label, rule }: { name: string; label: string; rule: object },
): Promise<string> {
  const found = there.get(name)
  const { id } =
    found ??
    (await ask<{ id: string }>(door, 'POST', '/audiences', {
      body: { name, labels: [label], rule },
    }))
  if (found?.state !== 'live') await ask(door, 'POST', `/audiences/${id}/go-live`, { body: {} })
  return id
}

const POOL = '企微好友池'

async function openPool(door: Door, audience: string, now: number): Promise<void> {
  const { items } = await ask<{ items: Item[] }>(door, 'GET', '/pools')
  const found = items.find(({ name }) => name === POOL)
  const { items: staff } = await ask<{ items: { id: string; code: string }[] }>(
    door,
    'GET',
    '/staff?limit=200',
  )
  const owner = staff.find(({ code }) => code === STAFF[0]?.id)
  if (!owner) throw new Error('nobody of the brand can own its pool')
  const dayAfter = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10)
  const { id } =
    found ??
    (await ask<{ id: string }>(door, 'POST', '/pools', {
      body: {
        name: POOL,
        description: '加了导购企微的客户',
        audience_id: audience,
        carriers: ['wecom_friend', 'wecom_group'],
        owner_id: owner.id,
        why_come: '新茶优先品鉴，会员价',
        why_stay: '懂茶的导购随时答疑，每月一次品鉴会',
        behaviour: {
          kind: 'orders',
          of: 'count',
          window: { kind: 'last', span: { n: 90, unit: 'day' } },
          where: {},
          is: { op: 'gte', value: 2 },
        },
        behaviour_text: '90 天内复购',
        short_objective: {
          text: '一个月内可触达的好友到 1,000 位',
          measure: 'reachable',
          target: 1_000,
          until: dayAfter(30),
        },
        long_objective: {
          text: '半年内有 300 位好友复购',
          measure: 'attained',
          target: 300,
          until: dayAfter(180),
        },
      },
    }))
  if (found?.state !== 'live')
    await ask(door, 'POST', `/pools/${id}/state`, { body: { state: 'live' } })
}
