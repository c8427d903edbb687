// What a chapter of the story is: what is sent, what an operator does in between, what must be so.
import type { Api, CustomerView, EventView } from '../harness/api.ts'
import type { Sending } from '../harness/deliver.ts'
import type { Sight } from './look.ts'
import type { Keys } from './requests.ts'

export interface Words {
  zh: string
  en: string
}
export interface Fact extends Words {
  isSo: boolean
  /** What was found instead. */
  found?: string
}

export interface Chapter {
  title: Words
  /** Sent first, in any order, while one of two servers is killed. */
  first(keys: Keys, random: () => number): Sending[]
  /** What an operator does once all of that is answered. */
  between?(api: Api): Promise<Fact[]>
  /** Sent then, in any order, while the other server is killed. */
  later?(keys: Keys, random: () => number): Sending[]
  facts(api: Api): Promise<Fact[]>
  /** What an operator then sees in the console. */
  sights?(): Sight[]
}

export const fact = (zh: string, en: string, isSo: boolean, found?: unknown): Fact => ({
  zh,
  en,
  isSo,
  ...(found === undefined
    ? {}
    : { found: typeof found === 'string' ? found : JSON.stringify(found) }),
})

/** Events that our own domains record in answer to others; clients never sent them. */
const OWN = new Set([
  'order_paid',
  'order_refunded',
  'order_cancelled',
  'customer_merged',
  'customer_unmerged',
])

export const sentEvents = async (api: Api, customer: CustomerView): Promise<EventView[]> =>
  (await api.eventsOf(customer.id)).filter((e) => !OWN.has(e.name))

/** "3 viewed, 1 paid": names and how often, in the order of names. */
export function tally(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, n]) => `${n} ${name}`)
    .join(', ')
}

export const identifiersOf = (customer: CustomerView | undefined): string =>
  (customer?.identifiers ?? [])
    .map((i) => `${i.namespace}=${i.value}`)
    .sort()
    .join(' ')

export async function eventually<T>(
  look: () => Promise<T>,
  isRight: (seen: T) => boolean,
  // A busy machine is late, not wrong.
  withinMs = 300_000,
): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    const seen = await look()
    if (isRight(seen) || Date.now() > until) return seen
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
