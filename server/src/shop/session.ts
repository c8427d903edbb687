// Who stands before the shop: a browser by its cookie, a customer once she has signed in.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { verifiedNodesOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unauthenticated } from '../platform/errors.ts'
import { makeKey } from '../platform/keys.ts'

export const SESSION_DAYS = 90
const DAY = 86_400_000

export interface ShopSession {
  id: string
  visitor: string
  node: number | null
}
interface Row {
  id: string
  visitor: string
  node_id: number | null
  last_seen_at: Date
}

/** @returns the cookie's value, shown to nobody again */
export async function beginSession(ctx: Ctx): Promise<{ token: string; session: ShopSession }> {
  const key = makeKey('hfm_')
  const session = {
    id: randomUUIDv7(),
    visitor: `shop-${randomBytes(16).toString('hex')}`,
    node: null,
  }
  await sql`insert into shop_session (tenant_id, id, token_hash, visitor, created_at, last_seen_at, expires_at)
    values (${ctx.tenantId}, ${session.id}, ${key.hash}, ${session.visitor}, ${ctx.now()}, ${ctx.now()},
      ${new Date(ctx.now().getTime() + SESSION_DAYS * DAY)})`.execute(ctx.pg)
  return { token: key.secret, session }
}

const SEEN_EVERY_MS = 10 * 60_000

export async function findSession(ctx: Ctx, hash: Buffer): Promise<ShopSession | undefined> {
  const { rows } = await sql<Row>`
    select id, visitor, node_id, last_seen_at from shop_session
    where tenant_id = ${ctx.tenantId} and token_hash = ${hash} and expires_at > ${ctx.now()}`.execute(
    ctx.pg,
  )
  const row = rows[0]
  if (!row) return undefined
  if (ctx.now().getTime() - row.last_seen_at.getTime() >= SEEN_EVERY_MS)
    await sql`update shop_session set last_seen_at = ${ctx.now()}, expires_at = ${new Date(ctx.now().getTime() + SESSION_DAYS * DAY)}
      where tenant_id = ${ctx.tenantId} and id = ${row.id}`.execute(ctx.pg)
  return { id: row.id, visitor: row.visitor, node: row.node_id }
}

/** The session this request came with. @throws 401 when it has ended since */
export async function findOwnSession(ctx: Ctx): Promise<ShopSession> {
  const { rows } = await sql<Row>`select id, visitor, node_id, last_seen_at from shop_session
    where tenant_id = ${ctx.tenantId} and id = ${ctx.actor.sessionId ?? null}::uuid`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw unauthenticated('no_session', 'Begin a session first')
  return { id: row.id, visitor: row.visitor, node: row.node_id }
}

export async function endSession(ctx: Ctx, id: string): Promise<void> {
  await sql`delete from shop_session where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
}

/** The customer of this request. @throws 401 sign_in_first */
export function shopperOf(ctx: Ctx): number {
  const node = ctx.actor.kind === 'customer' ? Number(ctx.actor.id) : Number.NaN
  if (!Number.isSafeInteger(node) || node <= 0)
    throw unauthenticated('sign_in_first', 'Sign in first')
  return node
}
/** Her own nodes: those that a verified link holds together, and no others. @throws 401 sign_in_first */
export const ownNodes = (ctx: Ctx): Promise<number[]> => verifiedNodesOf(ctx, shopperOf(ctx))

/** @returns how many sessions and codes */
export async function forgetOldSessions(system: Ctx): Promise<number> {
  const codes = await sql`delete from shop_code
    where sent_at < ${new Date(system.now().getTime() - DAY)}`.execute(system.pg)
  const sessions = await sql`delete from shop_session where expires_at <= ${system.now()}`.execute(
    system.pg,
  )
  return Number(codes.numAffectedRows ?? 0) + Number(sessions.numAffectedRows ?? 0)
}
