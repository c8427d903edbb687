// Whom a round's touches concern, and what happens to what could not be looked at.
import type { Touched } from '../collect/index.ts'
import { AppError } from '../platform/errors.ts'
import { EVERY_KEY, type StateChange } from '../profile/index.ts'
import { addAll, type Crowd, nobody } from './crowd.ts'
import type { Telling } from './store.ts'

/** What failed is tried again after so long, and looks at everybody then. */
export const PATIENCE_MS = 30_000

/** What happened since the last round: nodes by event, customers by what changed of their record. */
export interface Touches {
  byName: ReadonlyMap<string, readonly Touched[]>
  byKey: ReadonlyMap<string, Changed>
}

/** Customers under a key: whoever is in both is told of. */
type Changed = Record<Telling, Set<number>>

export const touchesOf = (
  touched: readonly Touched[],
  changed: readonly StateChange[],
): Touches => ({ byName: Map.groupBy(touched, (t) => t.event), byKey: customersByKey(changed) })

interface Needs {
  needsEvents: readonly string[]
  needsKeys: readonly string[]
}

/** Touches of no name concern everything. */
const namesFor = ({ needsEvents }: Needs) => ['', ...needsEvents]
const keysFor = ({ needsKeys }: Needs, strangers: boolean) => [
  ...(strangers ? [EVERY_KEY] : []),
  ...needsKeys,
]

/** @param strangers whether who is new, or gone, may matter when no event says so */
export function crowdOf(kept: Needs, { byName, byKey }: Touches, strangers = true): Crowd {
  const crowd = nobody()
  for (const name of namesFor(kept))
    for (const { historical, nodes } of byName.get(name) ?? [])
      addAll(crowd, historical ? 'silent' : 'told', nodes)
  for (const key of keysFor(kept, strangers))
    for (const how of ['told', 'silent'] as const) addAll(crowd, how, byKey.get(key)?.[how] ?? [])
  return crowd
}

/** The same for whom the same touches concern. */
export const touchedBy = (kept: Needs, { byName, byKey }: Touches, strangers = true): string =>
  JSON.stringify([
    namesFor(kept)
      .filter((name) => byName.has(name))
      .sort(),
    keysFor(kept, strangers)
      .filter((key) => byKey.has(key))
      .sort(),
  ])

/** Under each key, under any key of its kind (as rules ask for it), and under "everything". */
function customersByKey(changed: readonly StateChange[]): Map<string, Changed> {
  const byKey = new Map<string, Changed>()
  for (const { customerId, intoId, keys, historical } of changed)
    for (const key of keys)
      for (const name of key === EVERY_KEY ? [key] : [key, `${key.split('\x1f')[0]}\x1f*`]) {
        const customers = byKey.get(name) ?? { told: new Set(), silent: new Set() }
        const these = customers[historical ? 'silent' : 'told'].add(customerId)
        if (intoId !== null) these.add(intoId)
        byKey.set(name, customers)
      }
  return byKey
}

/** A store that does not answer holds up everything: the round is tried again as a whole. */
export function isOfStores(error: unknown): boolean {
  if (error instanceof AppError && error.status === 503) return true
  // SQLSTATEs have five characters.
  return /^[0-9A-Z]{5}$/.test((error as { code?: string })?.code ?? '')
}
