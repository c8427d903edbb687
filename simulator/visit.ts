// A visit: pages looked at on the web or in the mini-program, perhaps a link shared.
import { PRODUCTS, type Product } from './brand.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { identifiersOf, idsOf, sensorsRecord, type Trace } from './trace.ts'

const SITE = 'https://shop.example.com'

export interface Visit {
  traces: Trace[]
  /** When the last page was looked at. */
  endedAt: number
  seen: Product[]
  sharedAs?: { shareId: string; depth: number }
}

export const taste = (person: Person, random: Random): Product => {
  const liked = PRODUCTS.filter((p) => p.category === person.favourite)
  return random.pick(liked.length > 0 && random.chance(0.6) ? liked : PRODUCTS)
}

/** `isFirst`: the one that an advert or a friend's link led to. */
export function visitWeb(person: Person, at: number, isFirst: boolean, random: Random): Visit {
  const { number, campaign, invitedBy, state } = person
  const session = `w-${number}-${at}`
  const who = state.isMember ? idsOf(person, 'cookie', 'member') : idsOf(person, 'cookie')
  const utm =
    isFirst && (person.origin === 'advert' || person.origin === 'search')
      ? { source: campaign.source, medium: campaign.medium, campaign: campaign.campaign }
      : undefined
  const traces: Trace[] = []
  let time = at
  const tell = (name: string, path: string, title: string, properties: Record<string, unknown>) => {
    traces.push({
      way: 'client',
      at: time,
      person: number,
      event: {
        id: `${session}-${traces.length}`,
        name,
        at: new Date(time).toISOString(),
        identifiers: identifiersOf(who),
        platform: 'web',
        session_id: session,
        page: { url: SITE + path, path, title },
        ...(utm ? { utm, channel_id: campaign.channel } : {}),
        ...(isFirst && invitedBy
          ? { share: { id: invitedBy.shareId, depth: invitedBy.depth } }
          : {}),
        properties,
      },
    })
    time += random.between(6_000, 90_000)
  }
  tell('page_viewed', '/', '青禾茶事', {})
  const seen: Product[] = []
  for (let i = random.between(1, 3); i > 0; i--) {
    const item = taste(person, random)
    seen.push(item)
    tell('product_viewed', `/p/${item.sku}`, item.name, {
      sku: item.sku,
      name: item.name,
      category: item.category,
      price: item.priceFen / 100,
    })
  }
  if (random.chance(0.25))
    tell('search_performed', '/search', '搜索', { keyword: random.pick(seen).category })
  const visit: Visit = { traces, endedAt: time, seen }
  if (random.chance(person.shares)) {
    visit.sharedAs = {
      shareId: `s${number}x${at.toString(36)}`,
      depth: (invitedBy?.depth ?? 0) + 1,
    }
    tell('page_shared', `/p/${seen[0]?.sku}`, seen[0]?.name ?? '', {
      share_id: visit.sharedAs.shareId,
      share_depth: visit.sharedAs.depth,
      share_method: 'wechat_friend',
      sku: seen[0]?.sku,
    })
  }
  return visit
}

export function visitMiniProgram(
  person: Person,
  at: number,
  isFirst: boolean,
  random: Random,
): Visit {
  const { number, invitedBy, state } = person
  const traces: Trace[] = []
  let time = at
  const tell = (event: string, properties: Record<string, unknown>) => {
    traces.push({
      way: 'sensors',
      at: time,
      person: number,
      record: sensorsRecord({
        person,
        at: time,
        number: (number * 7919 + Math.floor(at / 1000) + traces.length) % 2_000_000_000,
        event,
        isMember: state.isMember,
        properties,
      }),
    })
    time += random.between(4_000, 60_000)
  }
  const lineage =
    isFirst && invitedBy
      ? { $share_distinct_id: invitedBy.shareId, $share_depth: invitedBy.depth }
      : {}
  tell('$MPLaunch', { $scene: isFirst && invitedBy ? '1007' : '1089', ...lineage })
  tell('$MPViewScreen', { $url_path: 'pages/home/index', $title: '首页' })
  const seen: Product[] = []
  for (let i = random.between(1, 4); i > 0; i--) {
    const item = taste(person, random)
    seen.push(item)
    tell('product_viewed', {
      $url_path: 'pages/product/detail',
      sku: item.sku,
      name: item.name,
      category: item.category,
      price: item.priceFen / 100,
    })
  }
  if (state.isMember && random.chance(0.2)) tell('checked_in', { points: 5 })
  const visit: Visit = { traces, endedAt: time, seen }
  if (random.chance(person.shares)) {
    visit.sharedAs = {
      shareId: `s${number}x${at.toString(36)}`,
      depth: (invitedBy?.depth ?? 0) + 1,
    }
    tell('page_shared', {
      share_id: visit.sharedAs.shareId,
      share_depth: visit.sharedAs.depth,
      share_method: 'mini_program_card',
      sku: seen[0]?.sku,
    })
  }
  return visit
}
