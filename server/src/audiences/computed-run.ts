// One run of one computed attribute: what its definition says now, of everybody or of those who were
// touched, against what stands. Only differences are written; what stands is never written again.
import { sql } from 'kysely'
import { sql as ch } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { as } from '../platform/sql.ts'
import { computedValues, countComputed } from '../profile/index.ts'
import type { Definition } from './computed.ts'
import { dayNumber } from './computed-days.ts'
import { tomorrow, turnsDaily, watchOf } from './computed-needs.ts'
import { cutOffsFor } from './computed-rfm.ts'
import { compileValues, type ValueReading } from './computed-sql.ts'
import { definitionOf, endComputed, type Reckoned, reckonedOf } from './computed-store.ts'
import {
  cut,
  differences,
  type Part,
  putValues,
  stretches,
  type Value,
  WRITTEN,
} from './computed-write.ts'
import { addEverybody, bitmapOf, type Crowd, groupsOf, idsOf, MOST_AT_ONCE } from './crowd.ts'
import { addCrossed, addHeard, movingCustomers, settlingOf, wakeAfter } from './due.ts'
import { CUSTOMER } from './event-sql.ts'
import { membersOf } from './history-sql.ts'
import type { Clock } from './windows.ts'

/** Customers asked about in one statement. */
const ASKED = 250_000
const LAST_ID = 4_294_967_295
const SLOW = { maxSeconds: 300 }

export interface Reckoning {
  /** Values that came or became others, and values that went. */
  set: number
  gone: number
}

/**
 * Under the brand's turn (see `round.ts`): nobody else writes its values meanwhile. Each set of
 * customers is committed apart; a run that dies is begun again and finds most of it done.
 */
export async function reckon(ctx: Ctx, id: string, crowd: Crowd): Promise<Reckoning> {
  const one = await reckonedOf(ctx, id)
  const none = { set: 0, gone: 0 }
  if (one.state === 'deleted') {
    const parts = (await stretches(ctx, WRITTEN)).map((of) => ({ of, values: [] }))
    const done = await write(ctx, one, ctx.now(), parts)
    await endComputed(ctx, one)
    return done
  }
  if (one.state !== 'live') return none
  const definition = definitionOf(one)
  // Never back, whatever another machine's clock says: history is read by it.
  const now = Math.max(ctx.now().getTime(), one.evaluatedAt?.getTime() ?? 0)
  const clock: Clock = { now, timezone: one.timezone }
  const rule = watchOf(definition)
  const settling = await settlingOf(ctx, 'computed_attribute', one)
  if (one.build || settling === 'now') addEverybody(crowd, 'silent')
  const isNewDay =
    turnsDaily(definition) &&
    (one.crossedAt === null ||
      dayNumber({ ...clock, now: one.crossedAt.getTime() }) !== dayNumber(clock))
  if (isNewDay) addEverybody(crowd, 'silent')
  const cutting =
    definition.kind === 'rfm' ? await cutOffsFor(ctx, one, definition, clock) : undefined
  if (cutting?.isNew) addEverybody(crowd, 'silent')
  const isDue = await addCrossed(ctx, one, rule, clock, crowd)
  const heard = await addHeard(ctx, one, crowd)
  const reading: ValueReading = { clock, membersOf, ...(cutting && { cuts: cutting.cuts }) }
  const touched = new Set([...crowd.told, ...crowd.silent])
  const isWhole = crowd.everybody !== undefined || one.isWhole || touched.size > MOST_AT_ONCE
  const groups = isWhole ? undefined : await groupsOf(ctx, touched)
  const nodes = groups && [...groups.customers].flatMap((c) => groups.nodes.get(c) ?? [c])
  const done = groups
    ? await reckonSome(ctx, one, definition, reading, [...groups.customers], nodes ?? [])
    : await reckonAll(ctx, one, definition, reading)
  const turns = [
    await wakeAfter(ctx, one, rule, clock, [{ ...(nodes && { nodes }) }], isDue),
    turnsDaily(definition) ? new Date(tomorrow(clock)) : null,
    cutting?.again ?? null,
  ].filter((turn) => turn !== null)
  const wakeAt = turns.length === 0 ? null : new Date(Math.min(...turns.map(Number)))
  const at = new Date(now)
  const counted = isWhole ? await countComputed(ctx, one.name) : null
  // It may have been given another wording meanwhile: then its build stays due.
  await sql`update computed_attribute set evaluated_at = ${at}, wake_at = ${one.isClocked ? wakeAt : null},
      crossed_at = ${isDue || isNewDay ? at : one.crossedAt}, heard = ${JSON.stringify(heard)}::jsonb, failed_at = null, failure = null,
      changed_at = ${done.set + done.gone > 0 ? at : sql.ref('changed_at')},
      customers = coalesce(${counted}::bigint, customers),
      build = case when definition_version = ${one.definitionVersion} and build is not distinct from ${one.build} then null else build end,
      settles_after = case when definition_version = ${one.definitionVersion} and ${settling === 'now'} then null else settles_after end,
      settles_batch = case when ${settling === 'now'} then null else settles_batch end
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  return done
}

async function valuesOf(ctx: Ctx, definition: Definition, reading: ValueReading): Promise<Value[]> {
  const rows = await ctx.ch.rows<{ c: number; v: string }>(
    ctx.tenantId,
    ch`select c, v from (${compileValues(definition, reading)}) order by c`,
    SLOW,
  )
  return rows.map((r) => ({ customer: Number(r.c), value: JSON.parse(r.v) as unknown }))
}

async function reckonSome(
  ctx: Ctx,
  one: Reckoned,
  definition: Definition,
  reading: ValueReading,
  customers: readonly number[],
  nodes: readonly number[],
): Promise<Reckoning> {
  if (customers.length === 0) return { set: 0, gone: 0 }
  const only = ch`customer_id in ${idsOf(nodes)}`
  const values = await valuesOf(ctx, definition, {
    ...reading,
    only,
    customers: bitmapOf(customers),
  })
  const byCustomer = new Map(values.map((v) => [v.customer, v]))
  const sets: Part[] = []
  for (let i = 0; i < customers.length; i += WRITTEN) {
    const ids = customers.slice(i, i + WRITTEN)
    sets.push({ of: { ids }, values: ids.flatMap((id) => byCustomer.get(id) ?? []) })
  }
  return write(ctx, one, new Date(reading.clock.now), sets)
}

/** A stretch of customers after the other, so that memory holds no more than one of them. */
async function* everybodysParts(
  ctx: Ctx,
  definition: Definition,
  reading: ValueReading,
): AsyncGenerator<Part> {
  for (const { from, to } of await stretches(ctx, ASKED)) {
    const isOnly = from === 0 && to === undefined
    const only = ch`${CUSTOMER} between ${as('UInt32', from)} and ${as('UInt32', (to ?? LAST_ID + 1) - 1)}`
    const values = await valuesOf(ctx, definition, { ...reading, ...(!isOnly && { only }) })
    const mine = values.filter((v) => v.customer >= from && (to === undefined || v.customer < to))
    yield* cut(mine, from, to)
  }
}

async function reckonAll(
  ctx: Ctx,
  one: Reckoned,
  definition: Definition,
  reading: ValueReading,
): Promise<Reckoning> {
  const total: Reckoning = { set: 0, gone: 0 }
  for await (const part of everybodysParts(ctx, definition, reading)) {
    const done = await write(ctx, one, new Date(reading.clock.now), [part])
    total.set += done.set
    total.gone += done.gone
  }
  return total
}

/** Nodes whose value is not what a whole reckoning would give; for `homefield check`. */
export async function* differencesOf(ctx: Ctx, one: Reckoned): AsyncGenerator<number> {
  const definition = definitionOf(one)
  const clock = { now: ctx.now().getTime(), timezone: one.timezone }
  const cutting =
    definition.kind === 'rfm' ? await cutOffsFor(ctx, one, definition, clock) : undefined
  const reading = { clock, membersOf, ...(cutting && { cuts: cutting.cuts }) }
  const moving = new Set(await movingCustomers(ctx))
  for await (const part of everybodysParts(ctx, definition, reading)) {
    const stored = await computedValues(ctx, one.name, part.of)
    for (const { node } of differences(part.values, stored)) if (!moving.has(node)) yield node
  }
}

async function write(
  ctx: Ctx,
  one: Reckoned,
  at: Date,
  parts: readonly Part[],
): Promise<Reckoning> {
  const total: Reckoning = { set: 0, gone: 0 }
  for (const part of parts)
    await inTx(ctx, async (ctx) => {
      const { set, gone, more } = await putValues(ctx, one.name, at, part)
      if (set === 0 && gone === 0) return
      await sql`update computed_attribute set customers = greatest(0, customers + ${more})
        where tenant_id = ${ctx.tenantId} and id = ${one.id}`.execute(ctx.pg)
      total.set += set
      total.gone += gone
    })
  return total
}
