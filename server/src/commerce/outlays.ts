// What was spent, entered by hand: money, or hours of people at a rate. What a file brought is read here
// and mended by its file.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import type { CostKind } from './catalogue.ts'

/** Where costs come from that somebody enters. */
const BY_HAND = 'manual'

export interface Outlay {
  id: string
  source: string
  spent_on: string
  kind: CostKind
  fen: number
  hours: number | null
  hour_rate_fen: number | null
  channel_id: string | null
  activity_id: string | null
  store_id: string | null
  staff_id: string | null
  note: string
  by_hand: boolean
}
export interface NewOutlay {
  spent_on: string
  kind: CostKind
  fen?: number | undefined
  hours?: number | undefined
  hour_rate_fen?: number | undefined
  channel_id?: string | undefined
  activity_id?: string | undefined
  store_id?: string | undefined
  staff_id?: string | undefined
  note: string
}

const COLUMNS =
  sql.raw(`id, source, spent_on::text as spent_on, kind, fen, hours::float8 as hours, hour_rate_fen,
  channel_id, activity_id, store_id, staff_id, note, source = '${BY_HAND}' as by_hand`)

const Position = z.tuple([z.iso.date(), z.uuid()])

/** In the brand's currency, newest first. */
export async function listOutlays(
  ctx: Ctx,
  page: { limit: number; cursor?: string | undefined; by_hand?: boolean | undefined },
) {
  const after = readCursor(page.cursor, Position)
  const whose =
    page.by_hand === undefined ? sql`true` : sql`(source = ${BY_HAND}) = ${page.by_hand}`
  const { rows } = await sql<Outlay>`
    select ${COLUMNS} from cost c
    where tenant_id = ${ctx.tenantId} and currency = (select currency from tenant where id = ${ctx.tenantId})
      and ${whose} and ${after ? sql`(c.spent_on, id) < (${after[0]}::date, ${after[1]}::uuid)` : sql`true`}
    order by c.spent_on desc, id desc limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.spent_on, row.id],
  )
}

/** @throws 400 for hours without a rate, or neither hours nor an amount */
export function recordOutlay(ctx: Ctx, given: NewOutlay, rate: number): Promise<Outlay> {
  const { hours } = given
  const perHour = hours === undefined ? null : (given.hour_rate_fen ?? rate)
  const fen = given.fen ?? (hours === undefined ? undefined : Math.round(hours * (perHour ?? 0)))
  if (fen === undefined) throw invalid('outlay_without_amount', 'Say an amount, or hours')
  const id = randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Outlay>`
      insert into cost as c (tenant_id, id, source, external_id, spent_on, kind, fen, currency, hours, hour_rate_fen,
        channel_id, activity_id, store_id, staff_id, note)
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${BY_HAND}, ${id}, ${given.spent_on}::date, ${given.kind}, ${fen}::bigint,
        currency, ${hours ?? null}::numeric, ${perHour}::bigint, ${given.channel_id ?? null}, ${given.activity_id ?? null},
        ${given.store_id ?? null}, ${given.staff_id ?? null}, ${given.note}
      from tenant where id = ${ctx.tenantId} returning ${COLUMNS}`.execute(ctx.pg)
    await audit(ctx, 'outlay.recorded', { kind: 'outlay', id }, { after: { ...given, fen } })
    return rows[0] as Outlay
  })
}

/** @throws 404; 409 for what a file brought */
export function removeOutlay(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Outlay>`
      select ${COLUMNS} from cost c where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    const [held] = rows
    if (!held) throw notFound('outlay')
    if (!held.by_hand)
      throw conflict('outlay_of_a_file', 'A file brought this; undo its import or send it mended')
    await sql`delete from cost where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(
      ctx,
      'outlay.removed',
      { kind: 'outlay', id },
      { before: { spent_on: held.spent_on, kind: held.kind, fen: held.fen, note: held.note } },
    )
  })
}
