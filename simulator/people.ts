// What the brand's people did with its customers: families that both sides told of, and the key opinion
// customers they win and keep.
import { type Random, randomOf } from './random.ts'
import { ask, type Door } from './sender.ts'
import type { Trace } from './trace.ts'
import { DAY, type Plan } from './world.ts'

const KINDS = { spouse: 6, parent: 4, sibling: 2, grandparent: 1 }

/** Whoever became a member, in the order of joining. */
export const membersIn = (traces: readonly Trace[]): string[] =>
  traces.flatMap((t) =>
    'event' in t && t.event.name === 'member_joined'
      ? (t.event.identifiers.find(({ namespace }) => namespace === 'member_id')?.value ?? [])
      : [],
  )

/** A few members brought somebody of the family; most links both agreed to. */
export async function linkFamilies(
  door: Door,
  plan: Plan,
  members: readonly string[],
): Promise<void> {
  for (const [i, member] of members.entries()) {
    const random = randomOf(plan.seed, 'family', member)
    const other = members[i + 1]
    if (!other || !random.chance(0.05)) continue
    const [one, two] = [await customerOf(door, member), await customerOf(door, other)]
    if (one === undefined || two === undefined || one === two) continue
    await ask(door, 'POST', `/customers/${one}/family`, {
      body: {
        other_id: two,
        kind: random.weighted(KINDS),
        agreed: true,
        other_agreed: random.chance(0.85),
        evidence: { note: '入会时一起登记' },
      },
      // Told before: a start that was cut off tells the same again.
      passes: [409],
    })
  }
}

/** Undefined when nobody has this number. */
export async function customerOf(door: Door, member: string): Promise<number | undefined> {
  const { items } = await ask<{ items: { id: number }[] }>(
    door,
    'GET',
    `/customers?namespace=member_id&value=${member}&limit=1`,
  )
  return items[0]?.id
}

const NEXT = {
  discovered: ['私聊了解她的喝茶习惯', '约一次到店品鉴'],
  invited: ['发 KOC 邀请函', '拉进品鉴官群'],
  trained: ['讲一次新茶卖点', '教她用分享链接'],
  tasked: ['收春茶评测一篇', '跟进她带来的三位朋友'],
  rewarded: ['寄新茶样', '年度品鉴会留座'],
} as const
type Stage = keyof typeof NEXT
const WAY = Object.keys(NEXT) as Stage[]
const PATIENCE_MS = 20_000

/** Scores are reckoned, the best finds taken in, and some of them moved on. */
export async function winKocs(door: Door, plan: Plan, now: number): Promise<void> {
  if ((await ask<{ items: unknown[] }>(door, 'GET', '/insight/koc?limit=1')).items.length > 0)
    return
  await ask(door, 'POST', '/insight/super-users/reckon')
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const { run, counts } = await ask<{
      run: { finished_at: string | null } | null
      counts: Record<string, number>
    }>(door, 'POST', '/insight/super-users', { body: {} })
    // Reckoned, and there to be asked for.
    if (run?.finished_at && (counts.super ?? 0) > 0) break
    // Without scores nobody is found; the brand lives on all the same.
    if (Date.now() > until) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const { items } = await ask<{ items: { customer_id: number; origin: string }[] }>(
    door,
    'GET',
    '/insight/koc/found?limit=24',
  )
  for (const [origin, some] of Map.groupBy(items, (one) => one.origin))
    await ask(door, 'POST', '/insight/koc', {
      body: { customers: some.map(({ customer_id }) => customer_id), origin },
    })
  const { items: kocs } = await ask<{ items: { id: string; customer_id: number }[] }>(
    door,
    'GET',
    '/insight/koc?limit=100',
  )
  const { items: owners } = await ask<{ items: { id: string }[] }>(door, 'GET', '/tasks/owners')
  const byPlace = items.map((one) => kocs.find((koc) => koc.customer_id === one.customer_id))
  for (const [place, koc] of byPlace.entries())
    if (koc) await moveOn(door, koc.id, { random: randomOf(plan.seed, 'koc', place), now, owners })
}

async function moveOn(
  door: Door,
  id: string,
  given: { random: Random; now: number; owners: readonly { id: string }[] },
): Promise<void> {
  const { random, now, owners } = given
  const owner = owners.length > 0 && random.chance(0.7) ? random.pick(owners).id : null
  const last = random.weighted({ 0: 8, 1: 6, 2: 4, 3: 4, 4: 2 })
  for (let at = 0; at <= Number(last); at++) {
    const stage = WAY[at] as Stage
    const isLast = at === Number(last)
    if (!isLast && at === 0) continue
    const day = new Date(now + 8 * 3_600_000 + random.between(-3, 10) * DAY)
    await ask(door, 'POST', '/insight/koc/change', {
      body: {
        ids: [id],
        stage,
        ...(isLast && {
          owner_id: owner,
          next_step: random.pick(NEXT[stage]),
          next_on: day.toISOString().slice(0, 10),
        }),
      },
    })
  }
}
