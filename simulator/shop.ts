// What the brand's own systems know beside its customers: goods, what they cost, what was spent.
import { CAMPAIGNS, CODE_NAMES, PRODUCTS, REGIONS, STAFF, STORES } from './brand.ts'
import { wallClock } from './order.ts'
import { type Found, foundOutside } from './outside.ts'
import { namespaces } from './person.ts'
import { randomOf } from './random.ts'
import { type Door, importFile, importStructure, nameCodes, send } from './sender.ts'
import { DAY, type Plan } from './world.ts'

const yuan = (fen: number) => (fen / 100).toFixed(2)

export async function openShop(door: Door, plan: Plan): Promise<void> {
  const opened = wallClock(plan.start - 30 * DAY).slice(0, 10)
  await importStructure(
    door,
    'regions',
    Object.entries(REGIONS).map(([code, name]) => ({ code, name })),
  )
  await importStructure(
    door,
    'stores',
    STORES.map((s) => ({
      code: s.id,
      name: s.name,
      region: s.region,
      kind: 'direct',
      opened_on: opened,
    })),
  )
  await importStructure(
    door,
    'staff',
    STAFF.map((s) => ({
      code: s.id,
      name: s.name,
      store: s.storeId,
      title: '导购',
      from: opened,
    })),
  )
  await nameCodes(door, CODE_NAMES)
  await bringOutside(door, plan, foundOutside(plan))
  await importFile(
    door,
    'products',
    'erp',
    PRODUCTS.map((p) => ({
      sku: p.sku,
      name: p.name,
      category: p.category,
      price: yuan(p.priceFen),
      currency: 'CNY',
    })),
  )
  await importFile(
    door,
    'cost_prices',
    'erp',
    PRODUCTS.map((p) => ({ sku: p.sku, from: opened, price: yuan(p.costFen), currency: 'CNY' })),
  )
}

/** A list of accounts on a public platform: what a colleague thought of each, and tags. */
async function bringOutside(door: Door, plan: Plan, found: readonly Found[]): Promise<void> {
  const at = plan.start - 10 * DAY
  await send(
    door,
    found.map(({ account, score }, person) => ({
      way: 'profile',
      at,
      person,
      customer: {
        id: `outside-${account}`,
        at: new Date(at).toISOString(),
        identifiers: [{ namespace: namespaces.xiaohongshu, value: account }],
        source: 'xiaohongshu',
        attributes: { outside_score: score },
        consents: [],
      },
    })),
  )
  await importFile(
    door,
    'tags',
    'xiaohongshu',
    found.flatMap(({ account, tags }) =>
      tags.map((tag) => ({
        [`identifiers.${namespaces.xiaohongshu}`]: account,
        tags: tag,
        at: wallClock(at),
      })),
    ),
  )
}

/** What adverts cost each day, by channel, up to the day that is running. */
export async function bookCosts(door: Door, plan: Plan, until: number): Promise<void> {
  const rows: Record<string, string>[] = []
  for (let day = 0; plan.start + (day + 1) * DAY <= until; day++) {
    const date = wallClock(plan.start + day * DAY).slice(0, 10)
    for (const { channel, campaign } of CAMPAIGNS) {
      const random = randomOf(plan.seed, 'cost', channel, day)
      const fen = Math.round((plan.customers / plan.days) * random.lognormal(420, 0.3))
      rows.push({
        id: `${channel}-${date}`,
        date,
        kind: 'media',
        amount: yuan(fen),
        currency: 'CNY',
        channel_id: channel,
        note: campaign,
      })
    }
  }
  if (rows.length > 0) await importFile(door, 'costs', 'media', rows)
}
