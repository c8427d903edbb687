// What could not become an event, with its bytes and the reason, until somebody mends it.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { pageOf, readCursor, toPage } from '../platform/page.ts'
import { guardBytes } from '../profile/index.ts'
import type { Collector } from './collector.ts'
import { type DeadLetterFilter, matching } from './dead-letter-filter.ts'
import { cleanText } from './prepare.ts'
import { decode, isProtocol, replayRequest } from './protocols/wire.ts'

export interface DeadLetter {
  protocol: string
  writeKeyId: string | null
  verified: boolean
  code: string
  reason: string
  eventName?: string | null
  ruleId?: string | null
  messageId: string | null
  raw: Buffer
}

/** @throws when it cannot be kept: then the request must not be answered as taken */
export async function keepDeadLetters(
  ctx: Ctx,
  given: DeadLetter[],
  receivedAt: number,
): Promise<void> {
  if (given.length === 0) return
  const letters = await guardBytes(ctx, given)
  await sql`insert into dead_letter (tenant_id, id, received_at, protocol, write_key_id, verified, code, reason, event_name, rule_id, message_id, raw)
    select ${ctx.tenantId}::uuid, id, ${new Date(receivedAt)}, protocol, write_key_id, verified, code, reason, event_name, rule_id, message_id, raw
    from unnest(${letters.map(() => randomUUIDv7())}::uuid[], ${letters.map((l) => l.protocol)}::text[],
      ${letters.map((l) => l.writeKeyId)}::uuid[], ${letters.map((l) => l.verified)}::boolean[],
      ${letters.map((l) => l.code)}::text[], ${letters.map((l) => cleanText(l.reason.slice(0, 1000)))}::text[],
      ${letters.map((l) => (l.eventName ? cleanText(l.eventName.slice(0, 255)) : null))}::text[],
      ${letters.map((l) => l.ruleId ?? null)}::uuid[],
      ${letters.map((l) => (l.messageId === null ? null : cleanText(l.messageId.slice(0, 1000))))}::text[],
      ${letters.map((l) => l.raw)}::bytea[])
      as d (id, protocol, write_key_id, verified, code, reason, event_name, rule_id, message_id, raw)`.execute(
    ctx.pg,
  )
}

export const DeadLetterItem = z.object({
  id: z.uuid(),
  received_at: z.iso.datetime(),
  protocol: z.string(),
  write_key_id: z.uuid().nullable(),
  code: z.string().describe('Stable reason'),
  reason: z.string(),
  event_name: z.string().nullable().describe('Known when a rule refused it'),
  rule_id: z.uuid().nullable(),
  message_id: z.string().nullable(),
  size: z.number().int().describe('Bytes kept'),
  state: z.enum(['open', 'replayed', 'discarded']),
})
export const DeadLetterPage = pageOf(DeadLetterItem)
export const DeadLetterDetail = DeadLetterItem.extend({
  raw_text: z.string().describe('As UTF-8, unreadable bytes replaced'),
  raw_base64: z.string(),
})

interface Row {
  id: string
  received_at: Date
  protocol: string
  write_key_id: string | null
  code: string
  reason: string
  event_name: string | null
  rule_id: string | null
  message_id: string | null
  size: number
  state: 'open' | 'replayed' | 'discarded'
}
const present = (row: Row) => ({
  id: row.id,
  received_at: row.received_at.toISOString(),
  protocol: row.protocol,
  write_key_id: row.write_key_id,
  code: row.code,
  reason: row.reason,
  event_name: row.event_name,
  rule_id: row.rule_id,
  message_id: row.message_id,
  size: row.size,
  state: row.state,
})
const Position = z.tuple([z.iso.datetime(), z.uuid()])

export async function listDeadLetters(
  ctx: Ctx,
  query: DeadLetterFilter & { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, Position)
  const { rows } = await sql<Row>`
    select id, received_at, protocol, write_key_id, code, reason, event_name, rule_id, message_id, length(raw) as size, state from dead_letter
    where ${matching(ctx, query)}
      ${after ? sql`and (received_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by received_at desc, id desc limit ${query.limit + 1}`.execute(ctx.pg)
  return toPage(rows, query.limit, present, (row) => [row.received_at.toISOString(), row.id])
}

/** How many a filter finds, of those that came before now. */
export async function countMatching(ctx: Ctx, filter: DeadLetterFilter) {
  const asOf = ctx.now()
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from dead_letter where ${matching(ctx, filter)} and received_at < ${asOf}`.execute(
    ctx.pg,
  )
  return { count: rows[0]?.n ?? 0, as_of: asOf.toISOString() }
}

/** How many wait, by reason. */
export async function countDeadLetters(ctx: Ctx): Promise<{ code: string; open: number }[]> {
  const { rows } = await sql<{ code: string; open: number }>`
    select code, count(*) as open from dead_letter where tenant_id = ${ctx.tenantId} and state = 'open'
    group by code order by open desc, code`.execute(ctx.pg)
  return rows
}

export async function getDeadLetter(ctx: Ctx, id: string) {
  const { rows } = await sql<Row & { raw: Buffer; verified: boolean }>`
    select id, received_at, protocol, write_key_id, verified, code, reason, event_name, rule_id, message_id, length(raw) as size, state, raw
    from dead_letter where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('dead_letter')
  return {
    ...present(row),
    raw_text: row.raw.toString('utf8'),
    raw_base64: row.raw.toString('base64'),
    verified: row.verified,
    raw: row.raw,
  }
}

/** What is sent again: a letter as it was kept, or as somebody mended it. */
export interface Resent {
  protocol: string
  write_key_id: string | null
  verified: boolean
  received_at: string
  raw: Buffer
}

/** With the trust of the key it came by. @returns the ids of its events @throws 400 with what is still wrong */
export async function resend(ctx: Ctx, collector: Collector, letter: Resent): Promise<string[]> {
  if (!isProtocol(letter.protocol))
    throw invalid('not_replayable', `Nothing reads ${letter.protocol} again`)
  const receivedAt = Date.parse(letter.received_at)
  const decoded = decode(
    letter.protocol,
    replayRequest(letter.protocol, { raw: letter.raw, receivedAt }),
  )
  if (decoded.rejected.length > 0 || decoded.drafts.length === 0) {
    const [first] = decoded.rejected
    throw invalid(
      'still_unreadable',
      first?.reason ?? 'There is no event in it',
      decoded.rejected.map(({ index, code, reason }) => ({ index, code, reason })),
    )
  }
  const name = await sourceName(ctx, letter.write_key_id)
  const outcomes = await collector.submit({
    tenantId: ctx.tenantId,
    protocol: decoded.protocol,
    source: name,
    writeKeyId: letter.write_key_id,
    isVerified: letter.verified,
    receivedAt,
    drafts: decoded.drafts,
  })
  const refused = outcomes.flatMap((o) => (o.status === 'refused' ? [o.refusal] : []))
  if (refused.length > 0) throw invalid('still_refused', refused[0]?.reason ?? 'Refused', refused)
  return outcomes.flatMap((o) => (o.status === 'refused' ? [] : [o.eventId]))
}

/** Sends it again; what is still wrong is answered, and the letter stays open. */
export async function replayDeadLetter(
  ctx: Ctx,
  collector: Collector,
  id: string,
  body: string | undefined,
) {
  const letter = await getDeadLetter(ctx, id)
  if (letter.state === 'replayed')
    throw conflict('already_replayed', 'This one has been sent again already')
  const raw = body === undefined ? letter.raw : Buffer.from(body)
  const event_ids = await resend(ctx, collector, { ...letter, raw })
  await inTx(ctx, async (ctx) => {
    await markReplayed(ctx, [id])
    await audit(
      ctx,
      'dead_letter.replayed',
      { kind: 'dead_letter', id },
      { code: letter.code, mended: body !== undefined },
    )
  })
  return { event_ids }
}

export async function markReplayed(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update dead_letter set state = 'replayed', replayed_at = ${ctx.now()}, replayed_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
    where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) and state <> 'replayed' returning id`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.id)
}

async function sourceName(ctx: Ctx, writeKeyId: string | null): Promise<string> {
  if (!writeKeyId) return 'replay'
  const { rows } = await sql<{ name: string }>`
    select name from write_key where tenant_id = ${ctx.tenantId} and id = ${writeKeyId}`.execute(
    ctx.pg,
  )
  return rows[0]?.name ?? 'replay'
}
