// Whom a run looks at, and whether those who react are told of what it finds.
import { joinedNodes } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { as, type Sql, sql } from '../platform/sql.ts'
import type { Telling } from './store.ts'

/** Past so many, looking at everybody is not slower. */
export const MOST_AT_ONCE = 50_000

/** Customers to look at anew, by any of their nodes; or everybody. */
export interface Crowd {
  told: Set<number>
  silent: Set<number>
  everybody: Telling | undefined
}

export const nobody = (): Crowd => ({ told: new Set(), silent: new Set(), everybody: undefined })

export const isEmpty = (crowd: Crowd) =>
  crowd.everybody === undefined && crowd.told.size === 0 && crowd.silent.size === 0

export function addAll(crowd: Crowd, how: Telling, nodes: Iterable<number>): void {
  for (const node of nodes) crowd[how].add(node)
}

/** Once told, told: a change that anybody is to hear of is no silent one. */
export function addEverybody(crowd: Crowd, how: Telling): void {
  if (crowd.everybody !== 'told') crowd.everybody = how
}

/** One look at some customers; absent parts mean everybody. */
export interface Some {
  telling: Telling
  /** Whose answer counts. */
  customers?: readonly number[]
  /** All their nodes: whose rows are read. */
  nodes?: readonly number[]
}

/**
 * The looks a crowd takes, one after the other; nobody is in two. Whom only history touched changes
 * without a word; of a silent look at everybody, whoever was touched just now is still told of.
 */
export async function looksOf(
  ctx: Ctx,
  crowd: Crowd,
  isWhole: boolean,
  known?: KnownGroups,
): Promise<Some[]> {
  if (isEmpty(crowd)) return []
  const told = await groupsOf(ctx, crowd.told, known)
  const silent = await groupsOf(ctx, crowd.silent, known)
  for (const customer of told.customers) silent.customers.delete(customer)
  const isMany = told.customers.size + silent.customers.size > MOST_AT_ONCE
  const restricted = (how: Telling, groups: Groups): Some[] => {
    if (groups.customers.size === 0) return []
    const customers = [...groups.customers]
    if (isWhole || isMany) return [{ telling: how, customers }]
    const nodes = customers.flatMap((c) => groups.nodes.get(c) ?? c)
    return [{ telling: how, customers, nodes }]
  }
  if (crowd.everybody === 'silent') return [...restricted('told', told), { telling: 'silent' }]
  const first = restricted('silent', silent)
  if (crowd.everybody === 'told') return [...first, { telling: 'told' }]
  // On a rule that ranks, each moves the others.
  if (isWhole)
    return told.customers.size > 0 ? [...first, { telling: 'told' }] : [{ telling: 'silent' }]
  return [...first, ...restricted('told', told)]
}

export interface Groups {
  customers: Set<number>
  nodes: ReadonlyMap<number, readonly number[]>
}

/**
 * What has been read of groups: asked once for all that one round looks at. Whose group changes meanwhile
 * is passed over (`movingCustomers`) until the next round.
 */
export interface KnownGroups {
  asked: Set<number>
  canonical: Map<number, number>
  /** Of customers with more than one. */
  nodes: Map<number, number[]>
}

export const knownGroups = (): KnownGroups => ({
  ...{ asked: new Set(), canonical: new Map(), nodes: new Map() },
})

/** A node that is nobody's any more stands for itself: she has to leave. */
export async function groupsOf(
  ctx: Ctx,
  given: ReadonlySet<number>,
  known: KnownGroups = knownGroups(),
): Promise<Groups> {
  const unasked = [...given].filter((node) => !known.asked.has(node))
  for (const { id, canonical_id } of await joinedNodes(ctx, unasked)) {
    if (known.canonical.has(id)) continue
    known.canonical.set(id, canonical_id)
    known.nodes.set(canonical_id, [...(known.nodes.get(canonical_id) ?? [canonical_id]), id])
  }
  for (const node of unasked) known.asked.add(node)
  const customers = new Set<number>()
  for (const node of given) customers.add(known.canonical.get(node) ?? node)
  return { customers, nodes: known.nodes }
}

export const bitmapOf = (customers: Iterable<number>): Sql => sql`bitmapBuild(${idsOf(customers)})`

/** As bytes that the engine reads as they are: ten thousand literals cost it more than the answer does. */
export function idsOf(ids: Iterable<number>): Sql {
  const bytes = Buffer.from(Uint32Array.from(ids).buffer).toString('base64')
  return sql`reinterpret(base64Decode(${as('String', bytes)}), 'Array(UInt32)')`
}
