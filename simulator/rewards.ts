// The reward shop: something near for who has just joined, something to read, something dear that many want; what
// some of the members with points have had of it, and what one of them gave back.
import { bannerPicture } from './pictures.ts'
import { addPicture, ask, type Door } from './sender.ts'

interface Named {
  id: string
  name: string
}
const REWARDS = [
  {
    ...{ name: '黄山毛峰 50g', name_en: 'Huangshan Maofeng 50g', kind: 'product' },
    ...{ args: { sku: 'QH-MF-50' }, points: 600, cash_fen: 0, unit_cost_fen: 3_400 },
    ...{ stock: 60, per_customer: 1, period: 'month', position: 2 },
    description: '到店出示提货码领取，也可以寄给您。',
  },
  {
    ...{ name: '凤凰单丛 鸭屎香 80g', name_en: 'Fenghuang Dancong 80g', kind: 'product' },
    ...{ args: { sku: 'QH-FHDC-80' }, points: 800, cash_fen: 6_800, unit_cost_fen: 6_800 },
    ...{ stock: 30, per_customer: 1, period: 'month', position: 3, is_highlight: true },
    description: '积分加钱换购，银叶、金叶会员专享。',
    levels: ['silver_leaf', 'gold_leaf'],
  },
  {
    ...{ name: '储值金 5 元', name_en: '¥5 of stored value', kind: 'stored_value' },
    ...{ args: { fen: 500, days: 90 }, points: 300, unit_cost_fen: 500, position: 1 },
    ...{ per_customer: 2, period: 'month', description: '兑换后立即到账，90 天内可用。' },
  },
  {
    ...{ name: '青禾年卡体验', name_en: 'The Qinghe year card', kind: 'card', points: 1_800 },
    ...{ args: { plan: 'year_card' }, unit_cost_fen: 3_000, stock: 20, is_highlight: true },
    ...{ per_customer: 1, period: 'year', position: 5 },
    description: '兑换后立即生效，一年内全场 9.2 折。',
  },
] as const
const NOTES = `绿茶：水温 80–85℃，一次 3 克，第一泡 40 秒。水太烫，鲜味就没了。
乌龙：沸水，高冲低斟，前三泡都在 15 秒内出汤。
普洱熟茶：先醒一遍，再用沸水，后面每泡多闷 5 秒。
白茶：老白茶适合煮，5 克配 600 毫升，煮沸后小火两分钟。
记住一句话：茶淡了加时间，茶浓了减投茶，别去动水温。`
/** Something to read and look at, opened once, and given back within a week. */
const CONTENTS = [
  {
    ...{ name: '茶艺师的冲泡笔记', name_en: "A tea master's brewing notes", points: 150 },
    ...{ position: 4, levels: [] as string[], shown: '绿茶', text: NOTES },
    description: '六大茶类的水温、投茶量和出汤时间，附两段老茶客的经验。',
  },
  {
    ...{ name: '春茶山场手记', name_en: 'Notes from the tea hills', points: 200, position: 6 },
    ...{ levels: ['gold_leaf'], shown: '白茶' },
    description: '金叶会员专享：制茶师走过的三座山，什么土出什么味。',
    text: `武夷正岩：砂砾土，排水好，茶汤里有一股石头的清气。
凤庆古树：红土厚，叶子肥，泡到第八道还有甜。
桐木关：竹林多雾，松烟香来自当地的马尾松。
喝之前先闻干茶，喝完再闻杯底，山场的差别就在杯底。`,
  },
]
const COUPON = {
  ...{ name: '会员专享券', name_en: "A members' coupon", kind: 'coupon', points: 100 },
  ...{ unit_cost_fen: 0, per_customer: 1, period: 'month', position: 0 },
  description: '兑换后在“优惠券”里查看，下单时自动抵扣。',
}

/** Told again it makes what is missing. @param batch whose offer points are exchanged for */
export async function openRewards(
  door: Door,
  { customers, batch, home }: { customers: readonly number[]; batch: string; home: string },
): Promise<void> {
  const { items } = await ask<{ items: Named[] }>(door, 'GET', '/rewards')
  const made: (Named & { points: number; cash_fen: number })[] = []
  const coupons = await couponsFor(door, batch)
  const contents = await Promise.all(CONTENTS.map((one) => contentOf(door, one)))
  for (const reward of [...REWARDS, ...contents, { ...COUPON, args: { batch: coupons } }])
    made.push(
      (items.find(({ name }) => name === reward.name) as (typeof made)[number] | undefined) ??
        (await ask(door, 'POST', '/rewards', { body: { ...reward, state: 'live' } })),
    )
  // The dearest to who has most, so that each kind is had; whoever may not have it has none of it.
  const takers = await richest(door, customers.slice(0, REDEEMING))
  const dearest = made.toSorted((one, other) => other.points - one.points)
  for (const [place, customer] of takers.entries()) {
    const reward = dearest[Math.floor((place * dearest.length) / takers.length)]
    if (!reward) continue
    const { id } = await ask<{ id?: string }>(door, 'POST', `/rewards/${reward.id}/redeem`, {
      body: {
        ...{ key: `opening-${customer}`, customer_id: customer, expected_points: reward.points },
        ...{ expected_due_fen: reward.cash_fen, storefront: home },
      },
      passes: [409],
    })
    // The last of those who opened the notes had opened the wrong one.
    const next = dearest[Math.floor(((place + 1) * dearest.length) / takers.length)]
    if (id !== undefined && reward.name === CONTENTS[0]?.name && next !== reward)
      await ask(door, 'POST', `/reward-redemptions/${id}/return`, {
        ...{ body: { reason: '误触打开，客户要求退回' }, passes: [409] },
      })
  }
}
const REDEEMING = 28

/** By what they have in points, most first. */
async function richest(door: Door, customers: readonly number[]): Promise<number[]> {
  const accounts = await Promise.all(
    customers.map(async (customer) => ({
      customer,
      ...(await ask<{ spendable: number }>(door, 'GET', `/customers/${customer}/points`)),
    })),
  )
  return accounts
    .toSorted((one, other) => other.spendable - one.spendable)
    .map(({ customer }) => customer)
}

const contentOf = async (
  door: Door,
  { shown, text, ...content }: (typeof CONTENTS)[number],
): Promise<{ name: string } & Record<string, unknown>> => ({
  ...{ ...content, kind: 'content', per_customer: 1, period: 'ever' },
  args: {
    refund_days: 7,
    parts: [
      {
        ...{ kind: 'picture', alt: content.name },
        picture_id: await addPicture(
          door,
          `${content.name}.png`,
          bannerPicture(content.name, '青禾茶事', shown),
        ),
      },
      { kind: 'text', text },
    ],
  },
})

/** A batch of its own, worth what the members' is worth. */
async function couponsFor(door: Door, batch: string): Promise<string> {
  const { items } = await ask<{ items: Named[] }>(door, 'GET', '/coupon-batches?limit=200')
  const found = items.find(({ name }) => name === EXCHANGED)
  if (found) return found.id
  const { offer_id } = await ask<{ offer_id: string }>(door, 'GET', `/coupon-batches/${batch}`)
  const { id } = await ask<Named>(door, 'POST', '/coupon-batches', {
    body: { name: EXCHANGED, offer_id, kind: 'personal', quantity: 500, valid_hours: 720 },
  })
  return id
}
const EXCHANGED = '积分兑换券'
