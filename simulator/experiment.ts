// Experiments that run: whether tea bags sell better with a sum off or a share off, or as they are; and whether members
// of the upper levels buy more with free shipping on tea ware.
import { AUTUMN } from './activities.ts'
import { ask, type Door } from './sender.ts'
import { ADDRESS, HOME, type Named, named, pay, place } from './storefront.ts'
import { DAY } from './world.ts'

const EXPERIMENT = '袋泡茶：立减还是打折'
const CATEGORY = '袋泡茶'
const ARMS = [
  {
    ...{ code: 'sum_off', name: '满 100 减 15', share: 3_300 },
    terms: { kind: 'amount', args: { off_fen: 1_500 }, needs: { fen: 10_000 } },
  },
  {
    ...{ code: 'share_off', name: '袋泡茶 85 折', share: 3_300 },
    terms: { kind: 'percentage', args: { off_bp: 1_500 } },
  },
]
const BUYERS = 12

/** Told before: a start that was cut off makes what is missing. */
export async function tryOffers(
  door: Door,
  { customers, now }: { customers: readonly number[]; now: number },
): Promise<void> {
  const activity = await named(door, '/activities', AUTUMN)
  if (!activity) return
  const { id, state } =
    (await named(door, '/offer-experiments', EXPERIMENT)) ?? (await plan(door, activity.id, now))
  if (state !== 'planned') return
  await ask(door, 'POST', `/offer-experiments/${id}/start`)
  for (const [i, customer] of customers.slice(0, BUYERS).entries()) {
    const lines = [{ sku: 'QH-CPHC-20', quantity: 2 }]
    const order = await place(
      door,
      { storefront: HOME, customer_id: customer, lines, address: null },
      `demo-tea-bags-${i}`,
    )
    // A few look at the price and think it over.
    if (order !== undefined && i % 4 !== 3) await pay(door, order)
  }
}

async function plan(door: Door, activity_id: string, now: number): Promise<Named> {
  const arms: object[] = [{ code: 'as_today', name: '维持原价', share: 3_400 }]
  for (const { terms, name, ...arm } of ARMS) {
    const { id: offer_id } =
      (await named(door, '/offers', name)) ??
      (await ask<Named>(door, 'POST', '/offers', {
        body: {
          ...{ name, source: 'offer', activity_id },
          terms: { ...terms, goods: { categories: [CATEGORY] } },
        },
      }))
    arms.push({ ...arm, name, offer_id })
  }
  return ask<Named>(door, 'POST', '/offer-experiments', {
    body: {
      ...{ name: EXPERIMENT, arms, metric: 'margin', window_days: 14, refund_days: 7 },
      hypothesis: '袋泡茶客单低，直接打折比满减更容易成交，人均毛利不低于现状。',
      ...{ planned_customers: 1_200, least_customers: 200, budget_fen: 500_000 },
      ends_at: new Date(now + 45 * DAY).toISOString(),
    },
  })
}

const TRIAL = '银叶包邮：有没有用'
const BENEFIT = {
  ...{ kind: 'free_shipping', name: '银叶包邮', name_en: 'Free shipping for Silver leaf' },
  ...{ args: {}, unit_cost_fen: 800, behaviour: 'order_paid' },
  holders: [{ holder: 'level', holder_code: 'silver_leaf' }],
}

/** Told before: a start that was cut off makes what is missing. */
export async function tryBenefits(
  door: Door,
  { customers, now }: { customers: readonly number[]; now: number },
): Promise<void> {
  await ask(door, 'PUT', '/membership/benefits/shipping_silver', {
    // 409: told before, or in the experiment already.
    ...{ body: { ...BENEFIT, revision: 0 }, passes: [409] },
  })
  const { id, state } =
    (await named(door, '/offer-experiments', TRIAL)) ??
    (await ask<Named>(door, 'POST', '/offer-experiments', {
      body: {
        ...{ name: TRIAL, metric: 'behaviour', window_days: 30, refund_days: 7 },
        hypothesis: '银叶会员拿到包邮后，30 天内再下一单的人变多，多出来的毛利盖得住运费。',
        arms: [
          { code: 'without', name: '维持现状', share: 5_000 },
          { code: 'with', name: '包邮', share: 5_000, benefit_code: 'shipping_silver' },
        ],
        ...{ planned_customers: 400, least_customers: 100, budget_fen: 300_000 },
        ends_at: new Date(now + 60 * DAY).toISOString(),
      },
    }))
  if (state !== 'planned') return
  await ask(door, 'POST', `/offer-experiments/${id}/start`)
  // Prices shown to some of them: whoever is a silver leaf is counted from now on.
  for (const customer_id of customers)
    await ask(door, 'POST', '/checkout/quote', {
      body: {
        ...{ storefront: HOME, customer_id, lines: [{ sku: 'QH-MLHC-60', quantity: 1 }] },
        address: ADDRESS,
      },
      passes: [409],
    })
}
