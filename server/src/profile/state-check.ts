// What `homefield check` asks of `customer_state`: it says what PostgreSQL knows, row by row.
import { sql } from 'kysely'
import { nodesOf } from '../identity/index.ts'
import { as, sql as ch } from '../platform/ch.ts'
import { type Compared, noteDifferences } from '../platform/check.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { describe } from './describe.ts'
import { projectCustomers, projectTenants } from './projection.ts'
import { lockProjection } from './projection-lock.ts'
import {
  digestOf,
  hashOf,
  type StateKind,
  type StateRow,
  type StateType,
  stateKey,
  stateRows,
  valuesText,
} from './state.ts'
import { forgetWritten } from './state-store.ts'
import { customersOf, tenants } from './tenants.ts'

/** Every one reads what the event store holds between their numbers, in one statement. */
const AT_ONCE = 10_000
const DESCRIBED = 2_000
const LAST_ID = 4_294_967_295

type Keyed<T> = Map<number, Map<string, T>>

/** Every customer of every brand made anew and compared, row by row, with both stores. */
export async function compareState(ctx: Ctx): Promise<Compared> {
  await projectCustomers(ctx)
  const found = noteDifferences()
  let compared = 0
  for (const tenantId of await tenants(ctx))
    for await (const part of wrongStates({ ...ctx, tenantId })) {
      compared += part.compared
      for (const [customer, keys] of part.wrong)
        for (const key of keys) {
          const [kind = '', ...rest] = key.split('\x1f')
          found.add({ customer, kind, key: rest.join('\x1f') })
        }
    }
  return found.outOf(compared)
}

/** Writes what is wrong anew, and only that. */
export async function rebuildState(ctx: Ctx): Promise<void> {
  await projectCustomers(ctx)
  for (const tenantId of await tenants(ctx)) await rebuildBrandState({ ...ctx, tenantId })
}

export async function rebuildBrandState(ctx: Ctx): Promise<void> {
  for await (const { wrong } of wrongStates(ctx))
    if (wrong.size > 0)
      await inTx(ctx, async (ctx) => {
        await lockProjection(ctx)
        await forgetWritten(ctx, wrong)
        await projectTenants(ctx, new Map([[ctx.tenantId, [...wrong.keys()]]]))
      })
}

/** Rows that are missing, too many or other than they should be, by customer, in the order of numbers. */
export async function* wrongStates(
  ctx: Ctx,
): AsyncGenerator<{ compared: number; wrong: Map<number, string[]> }> {
  let from = 0
  for await (const ids of customersOf(ctx, AT_ONCE)) {
    const last = ids.at(-1) ?? from
    yield await wrongBetween(ctx, from, last, ids)
    from = last + 1
  }
  yield await wrongBetween(ctx, from, LAST_ID, [])
}

async function wrongBetween(ctx: Ctx, from: number, to: number, ids: readonly number[]) {
  const { rows: should, digests } = await described(ctx, ids)
  const written = await writtenBetween(ctx, from, to)
  const remembered = await rememberedBetween(ctx, from, to)
  const wrong = new Map<number, string[]>()
  let compared = 0
  for (const id of new Set([...should.keys(), ...written.keys(), ...remembered.keys()])) {
    const rows = should.get(id) ?? new Map<string, StateRow>()
    compared += rows.size
    const keys = new Set([
      ...rows.keys(),
      ...(written.get(id)?.keys() ?? []),
      ...(remembered.get(id)?.state.keys() ?? []),
    ])
    const differing = [...keys].filter((key) => {
      const [row, there] = [rows.get(key), written.get(id)?.get(key)]
      return (
        (row && valuesText(row)) !== (there && valuesText(there)) ||
        (row && hashOf(row)) !== remembered.get(id)?.state.get(key)
      )
    })
    if (differing.length === 0 && digests.get(id) !== remembered.get(id)?.digest)
      differing.push(stateKey('customer', ''))
    if (differing.length > 0) wrong.set(id, differing)
  }
  return { compared, wrong }
}

async function described(ctx: Ctx, ids: readonly number[]) {
  const rows: Keyed<StateRow> = new Map()
  const digests = new Map<number, number>()
  for (let i = 0; i < ids.length; i += DESCRIBED)
    for (const one of await describe(ctx, await nodesOf(ctx, ids.slice(i, i + DESCRIBED)))) {
      const made = stateRows(one.facts)
      rows.set(one.id, new Map(made.map((row) => [row.name, row])))
      digests.set(one.id, digestOf(made, one.nodes).digest)
    }
  return { rows, digests }
}

interface Written {
  customer_id: number
  kind: StateKind
  key: string
  type: StateType
  text: string
  number: number
  at_ms: string | null
  list: string[]
  since_ms: string
}

async function writtenBetween(ctx: Ctx, from: number, to: number): Promise<Keyed<StateRow>> {
  const rows: Keyed<StateRow> = new Map()
  for (const r of await ctx.ch.rows<Written>(
    ctx.tenantId,
    ch`select customer_id, kind, key, type, text, number, toUnixTimestamp64Milli(at) as at_ms, list,
         toUnixTimestamp64Milli(since) as since_ms
       from customer_state final prewhere customer_id between ${as('UInt32', from)} and ${as('UInt32', to)}`,
    { maxSeconds: 300 },
  )) {
    const { customer_id, kind, key, at_ms, since_ms, ...row } = r
    const at = at_ms === null ? null : Number(at_ms)
    const one = rows.get(customer_id) ?? new Map<string, StateRow>()
    const name = stateKey(kind, key)
    rows.set(customer_id, one.set(name, { ...row, name, at, since: Number(since_ms) }))
  }
  return rows
}

async function rememberedBetween(ctx: Ctx, from: number, to: number) {
  const { rows } = await sql<{
    customer_id: number
    digest: number
    state: Record<string, number>
  }>`
    select customer_id, digest, state from customer_state
    where tenant_id = ${ctx.tenantId} and customer_id between ${from} and ${to}`.execute(ctx.pg)
  return new Map(
    rows.map(({ customer_id, digest, state }) => [
      customer_id,
      { digest, state: new Map(Object.entries(state)) },
    ]),
  )
}
