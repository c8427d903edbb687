// Brands with a database of their own: whoever projects elsewhere writes into another event store.
import { randomUUIDv7 } from 'node:crypto'
import { pino } from 'pino'
import { resolve } from '../identity/index.ts'
import { sql as ch } from '../platform/ch.ts'
import { type Ctx, inTx, SYSTEM } from '../platform/ctx.ts'
import type { PgStore } from '../platform/pg.ts'
import { rememberJobs, testStores } from '../platform/testing.ts'
import { applyAttributes } from './attributes.ts'
import { recordConsents } from './consent-store.ts'
import { momentText } from './state.ts'
import { forgetStateChanges, peekStateChanges, type StateChange } from './state-changes.ts'
import { wrongStates } from './state-check.ts'
import { applyTags } from './tags.ts'

export async function stateBrands(database: PgStore) {
  const { ch } = await testStores()
  return {
    async brand(): Promise<Ctx> {
      const tenantId = randomUUIDv7()
      await database.pool.query(
        `insert into tenant (id, name, timezone, currency) values ($1, 'Test', 'Asia/Shanghai', 'CNY')`,
        [tenantId],
      )
      return {
        pg: database.db,
        ch,
        jobs: rememberJobs(),
        tenantId,
        actor: SYSTEM,
        now: () => new Date(),
        log: pino({ level: 'silent' }),
      }
    },
  }
}

export interface Given {
  ids?: Record<string, string>
  attributes?: Record<string, unknown>
  tags?: string[]
  at?: Date
}

/** A customer as events would make it. */
export function customer(ctx: Ctx, given: Given = {}): Promise<number> {
  const ids = given.ids ?? { anonymous: randomUUIDv7() }
  const at = given.at ?? new Date()
  return inTx(ctx, async (ctx) => {
    const { resolutions } = await resolve(ctx, [
      {
        at: at.getTime(),
        intent: 'observe',
        identifiers: Object.entries(ids).map(([namespace, value]) => ({ namespace, value })),
        isVerified: true,
        source: 'test',
        reason: 'seen',
      },
    ])
    const node = resolutions[0]?.node ?? 0
    await say(ctx, node, given.attributes ?? {}, at)
    await applyTags(
      ctx,
      (given.tags ?? []).map((tag) => ({ node, tag, source: 'crm', at })),
    )
    return node
  })
}

export const say = (
  ctx: Ctx,
  node: number,
  attributes: Record<string, unknown>,
  at = new Date(),
  source = 'crm',
) =>
  applyAttributes(
    ctx,
    Object.entries(attributes).map(([name, value]) => ({
      node,
      source,
      at: at.getTime(),
      eventId: randomUUIDv7(),
      op: value === null ? ('unset' as const) : ('set' as const),
      name,
      value,
    })),
  )

export const consent = (
  ctx: Ctx,
  node: number,
  channel: 'all' | 'sms' | 'mail',
  state: 'given' | 'withdrawn',
  at = new Date(),
) =>
  inTx(ctx, (ctx) =>
    recordConsents(ctx, [
      {
        node,
        purpose: 'marketing',
        channel,
        state,
        textVersion: null,
        source: 'test',
        isClaimed: false,
        evidence: {},
        at,
      },
    ]),
  )

/** What stands in the event store: 'kind/key' → what the row says, empty parts left out. */
export async function stateOf(ctx: Ctx, id: number): Promise<Record<string, unknown>> {
  const rows = await ctx.ch.rows<{
    customer_id: number
    name: string
    type: string
    text: string
    number: number
    at: string | null
    list: string[]
    since: string
  }>(
    ctx.tenantId,
    ch`select customer_id, concat(kind, '/', key) as name, type, text, number, toString(at) as at, list, toString(since) as since
       from customer_state final order by name`,
  )
  return Object.fromEntries(
    rows
      .filter((r) => r.customer_id === id)
      .map(({ name, customer_id, ...row }) => [
        name,
        Object.fromEntries(
          Object.entries(row).filter(
            ([, v]) => v !== '' && v !== 0 && v !== null && !(Array.isArray(v) && v.length === 0),
          ),
        ),
      ]),
  )
}

export const written = (at: Date) => momentText(at.getTime())

/** Counts what a brand has written: what is stored is fewer, since the engine puts versions together. */
export function countingInserts(ctx: Ctx): { ctx: Ctx; rows: () => number } {
  let rows = 0
  const insert: Ctx['ch']['insert'] = (given) => {
    if (given.table === 'customer_state')
      rows += given.body
        .toString()
        .split('\n')
        .filter((l) => l.includes(ctx.tenantId)).length
    return ctx.ch.insert(given)
  }
  return { ctx: { ...ctx, ch: { ...ctx.ch, insert } }, rows: () => rows }
}

export async function takeChanges(ctx: Ctx): Promise<Omit<StateChange, 'position'>[]> {
  const changes = await peekStateChanges(ctx, 1_000)
  await forgetStateChanges(ctx, changes)
  return changes.map(({ position, ...change }) => change)
}

/** What the check would find of this brand. */
export async function wrongRows(ctx: Ctx): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const part of wrongStates(ctx)) found.push(...part.wrong)
  return found
}
