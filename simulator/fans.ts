// Fans: customers who are no members yet rise by what they do; leaving contact details gives them the year card to try.
import { PACK_BATCH } from './activities.ts'
import { ask, type Door } from './sender.ts'
import { YEAR_CARD } from './services.ts'
import { type Named, named } from './storefront.ts'

const LEVELS = [
  { code: 'passer', name: '路过', name_en: 'Passing by', needs: [] },
  {
    ...{ code: 'follower', name: '常客', name_en: 'Regular' },
    needs: [{ by: 'growth', at_least: 20 }],
  },
  { code: 'friend', name: '知音', name_en: 'Friend', needs: [{ by: 'growth', at_least: 60 }] },
]
const EVENTS = [
  { event: 'search_performed', growth: 4, per_day: 3 },
  { event: 'page_shared', growth: 15, per_day: 2 },
]
const PACK = {
  ...{ kind: 'coupon_pack', name: '入会礼券包', name_en: 'A coupon pack on entry' },
  holders: [
    { holder: 'level', holder_code: 'silver_leaf' },
    { holder: 'card', holder_code: YEAR_CARD },
  ],
}
const SHARERS = {
  ...{ kind: 'exclusive_access', name: '新茶试饮报名', name_en: 'Trying new teas first' },
  ...{ args: { what: '新茶试饮报名' } },
  holders: [{ holder: 'fan', holder_code: 'friend' }],
}

interface Programme {
  programme: { revision: number; trial_plan: string | null } & Record<string, unknown>
}

/** Told before: a start that was cut off makes what is missing. */
export async function winFans(door: Door): Promise<void> {
  const { items } = await ask<{ items: object[] }>(door, 'GET', '/membership/levels/fan')
  if (items.length === 0)
    await ask(door, 'POST', '/membership/levels/fan', {
      body: {
        rules: {
          ...{ window: { kind: 'rolling', months: 3 }, term: { kind: 'months', months: 3 } },
          ...{ grace_days: 0, downgrade: 'to_qualified', levels: LEVELS },
          growth: { per_yuan: 0, per_order: 0, events: EVENTS },
        },
        ...{ note: '按近 3 个月的搜索和分享', version: 0 },
      },
    })
  const batch = (await named(door, '/coupon-batches', PACK_BATCH)) as Named
  for (const [code, benefit] of [
    ['entry_pack', { ...PACK, args: { batches: [batch.id] } }],
    ['new_teas', SHARERS],
  ] as const)
    await ask(door, 'PUT', `/membership/benefits/${code}`, {
      ...{ body: { ...benefit, revision: 0 }, passes: [409] },
    })
  const { programme } = await ask<Programme>(door, 'GET', '/membership/programme')
  if (programme.trial_plan === null) {
    const { name, terms_version, terms_text, joining, join_event, revision } = programme
    await ask(door, 'PUT', '/membership/programme', {
      body: {
        ...{ name, terms_version, terms_text, joining, join_event, revision },
        trial_plan: YEAR_CARD,
      },
    })
  }
}
