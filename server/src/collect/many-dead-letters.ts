// One deed for many dead letters: sent again, set aside for good, or taken back into the list.
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/page.ts'
import type { Collector } from './collector.ts'
import { type DeadLetterFilter, matching } from './dead-letter-filter.ts'
import { markReplayed, type Resent, resend } from './dead-letters.ts'

/** These, or all that a filter finds of those that came before the list was looked at. */
export type LetterChoice =
  | { ids: readonly string[] }
  | { filter: Omit<DeadLetterFilter, 'state'>; before: Date }

const chosen = (ctx: Ctx, choice: LetterChoice) =>
  'ids' in choice
    ? sql`tenant_id = ${ctx.tenantId} and id = any(${[...choice.ids]}::uuid[])`
    : sql`${matching(ctx, choice.filter)} and received_at < ${choice.before}`

/** Their bytes stay, and they can be taken back. One statement, however many. @returns how many */
export function setAside(
  ctx: Ctx,
  choice: LetterChoice,
  action: 'discard' | 'reopen',
): Promise<number> {
  const isDiscard = action === 'discard'
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ id: string; code: string }>`
      update dead_letter set state = ${isDiscard ? 'discarded' : 'open'},
        discarded_at = ${isDiscard ? ctx.now() : null}::timestamptz,
        discarded_by = ${isDiscard ? `${ctx.actor.kind}:${ctx.actor.id}` : null}::text
      where ${chosen(ctx, choice)} and state = ${isDiscard ? 'open' : 'discarded'} returning id, code`.execute(
      ctx.pg,
    )
    await auditAll(
      ctx,
      rows.map(({ id, code }) => ({
        action: isDiscard ? 'dead_letter.discarded' : 'dead_letter.reopened',
        object: { kind: 'dead_letter', id },
        details: { code, together: rows.length },
      })),
    )
    return rows.length
  })
}

/** One call reads no more than this of letters and bytes; the answer's cursor goes on where it ended. */
const LETTERS_A_CALL = 500
const BYTES_A_CALL = 32_000_000
const AT_ONCE = 100
const Position = z.tuple([z.iso.datetime(), z.uuid()])

export interface Resending {
  replayed: number
  /** Those that are still wrong, and stay open. */
  refused: { id: string; code: string; message: string }[]
  next_cursor: string | null
}

/** Sends open ones again, oldest first. */
export async function replayMany(
  ctx: Ctx,
  collector: Collector,
  choice: LetterChoice,
  cursor: string | undefined,
): Promise<Resending> {
  const after = readCursor(cursor, Position)
  const { rows } = await sql<Letter>`
    select * from (
      select id, received_at, protocol, write_key_id, verified, code, raw,
        sum(length(raw)) over (order by received_at, id) - length(raw) as before_it
      from (select * from dead_letter where ${chosen(ctx, choice)} and state = 'open'
          ${after ? sql`and (received_at, id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
        order by received_at, id limit ${LETTERS_A_CALL + 1}) as first
      ) as d where before_it < ${BYTES_A_CALL} order by received_at, id`.execute(ctx.pg)
  const now = rows.slice(0, LETTERS_A_CALL)
  const last = now.at(-1)
  const more = await isMore(ctx, choice, last)
  const refused: Resending['refused'] = []
  const sent: Letter[] = []
  for (let i = 0; i < now.length; i += AT_ONCE)
    await Promise.all(
      now.slice(i, i + AT_ONCE).map(async (letter) => {
        const fault = await sendOne(ctx, collector, letter)
        if (fault) refused.push({ id: letter.id, ...fault })
        else sent.push(letter)
      }),
    )
  const replayed = await inTx(ctx, async (ctx) => {
    const marked = new Set(
      await markReplayed(
        ctx,
        sent.map((letter) => letter.id),
      ),
    )
    const done = sent.filter((letter) => marked.has(letter.id))
    await auditAll(
      ctx,
      done.map(({ id, code }) => ({
        action: 'dead_letter.replayed',
        object: { kind: 'dead_letter', id },
        details: { code, mended: false, together: done.length },
      })),
    )
    return done.length
  })
  const next_cursor = more && last ? writeCursor([last.received_at.toISOString(), last.id]) : null
  return { replayed, refused, next_cursor }
}

interface Letter extends Omit<Resent, 'received_at'> {
  id: string
  received_at: Date
  code: string
}

async function isMore(ctx: Ctx, choice: LetterChoice, last: Letter | undefined): Promise<boolean> {
  if (!last) return false
  const { rows } = await sql`
    select 1 from dead_letter where ${chosen(ctx, choice)} and state = 'open'
      and (received_at, id) > (${last.received_at}::timestamptz, ${last.id}::uuid) limit 1`.execute(
    ctx.pg,
  )
  return rows.length > 0
}

async function sendOne(
  ctx: Ctx,
  collector: Collector,
  letter: Letter,
): Promise<{ code: string; message: string } | undefined> {
  try {
    await resend(ctx, collector, { ...letter, received_at: letter.received_at.toISOString() })
    return undefined
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return { code: error.code, message: error.message }
  }
}
