// Signing in by a code sent to a phone. What limits guessing and sending is counted in the database, so it holds
// on any number of servers at once.
import { createHmac, randomInt, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { phone as normalisePhone } from '../identity/index.ts'
import { sendMessages } from '../messages/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid, tooMany } from '../platform/errors.ts'
import type { Secrets } from '../platform/secrets.ts'

export const CODE_MINUTES = 5
/** Guesses that one code survives. */
const TRIES = 5
const MINUTE = 60_000
const LIMITS = {
  /** Seconds between two codes to one phone. */
  pause: 60,
  perPhoneADay: 10,
  /** A shop's wireless network is one address for many customers. */
  perAddressAnHour: 60,
}

export interface CodeKeys {
  hash(text: string): Buffer
}
/** Hashes that tell nothing without the installation's secret: phones can be tried one by one. */
export function codeKeys(secrets: Pick<Secrets, 'deriveKey'>): CodeKeys {
  let key: Buffer | undefined
  return {
    hash(text) {
      key ??= secrets.deriveKey('shop codes')
      return createHmac('sha256', key).update(text).digest()
    },
  }
}

/** @throws 400 bad_phone */
export function phoneOf(text: string): string {
  const phone = normalisePhone(text)
  if (!phone) throw invalid('bad_phone', 'This is no phone number')
  return phone
}
/** `+8613800001234` → `138****1234` */
export function hiddenPhone(phone: string): string {
  const home = phone.startsWith('+86') ? phone.slice(3) : phone
  return `${home.slice(0, 3)}****${home.slice(-4)}`
}

/** @throws 400 bad_phone, 429 code_too_soon, too_many_codes */
export function sendCode(
  ctx: Ctx,
  keys: CodeKeys,
  asked: { sessionId: string; phone: string; address: string },
): Promise<{ expiresAt: Date }> {
  const phone = phoneOf(asked.phone)
  const phoneHash = keys.hash(`phone ${ctx.tenantId} ${phone}`)
  const addressHash = keys.hash(`address ${asked.address}`)
  return inTx(ctx, async (ctx) => {
    // Two askers at once are counted one after the other.
    for (const lock of [phoneHash, addressHash].map((h) => h.toString('hex')).sort())
      await sql`select pg_advisory_xact_lock(hashtextextended(${`shop code ${lock}`}, 0))`.execute(
        ctx.pg,
      )
    await refuseTooMany(ctx, phoneHash, addressHash)
    const id = randomUUIDv7()
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    const expiresAt = new Date(ctx.now().getTime() + CODE_MINUTES * MINUTE)
    await sql`insert into shop_code (tenant_id, id, session_id, phone_hash, address_hash, code_hash, sent_at, expires_at)
      values (${ctx.tenantId}, ${id}, ${asked.sessionId}, ${phoneHash}, ${addressHash}, ${hashOf(keys, id, code)},
        ${ctx.now()}, ${expiresAt})`.execute(ctx.pg)
    await sendMessages(ctx, [
      {
        kind: 'sign_in_code',
        key: `shop code ${id}`,
        node: null,
        params: { phone: hiddenPhone(phone), minutes: CODE_MINUTES },
        secret: { text: code, until: expiresAt },
      },
    ])
    return { expiresAt }
  })
}
const hashOf = (keys: CodeKeys, id: string, code: string) => keys.hash(`code ${id} ${code}`)

async function refuseTooMany(ctx: Ctx, phoneHash: Buffer, addressHash: Buffer): Promise<void> {
  const now = ctx.now().getTime()
  const { rows } = await sql<{ last: Date | null; phone: number; address: number }>`
    select
      (select max(sent_at) from shop_code where tenant_id = ${ctx.tenantId} and phone_hash = ${phoneHash}) as last,
      (select count(*) from shop_code where tenant_id = ${ctx.tenantId} and phone_hash = ${phoneHash}
        and sent_at > ${new Date(now - 1440 * MINUTE)}) as phone,
      (select count(*) from shop_code where address_hash = ${addressHash}
        and sent_at > ${new Date(now - 60 * MINUTE)}) as address`.execute(ctx.pg)
  const row = rows[0]
  const wait = row?.last ? LIMITS.pause - Math.floor((now - row.last.getTime()) / 1000) : 0
  if (wait > 0) throw tooMany('code_too_soon', `A code was just sent; ask again in ${wait} s`, wait)
  if ((row?.phone ?? 0) >= LIMITS.perPhoneADay)
    throw tooMany('too_many_codes', 'Too many codes were sent to this phone today', 3600)
  if ((row?.address ?? 0) >= LIMITS.perAddressAnHour)
    throw tooMany('too_many_codes', 'Too many codes were asked for from here', 3600)
}

/**
 * Whether it is the code last sent to this phone from this browser. Each try is counted before it is looked at.
 * A right code is used up. @throws 400 wrong_code, code_expired
 */
export async function proveCode(
  ctx: Ctx,
  keys: CodeKeys,
  asked: { sessionId: string; phone: string; code: string },
): Promise<void> {
  const phoneHash = keys.hash(`phone ${ctx.tenantId} ${asked.phone}`)
  const { rows } = await sql<{ id: string; code_hash: Buffer }>`
    update shop_code set tries = tries + 1
    where tenant_id = ${ctx.tenantId} and used_at is null and tries < ${TRIES} and expires_at > ${ctx.now()}
      and id = (select id from shop_code
        where tenant_id = ${ctx.tenantId} and session_id = ${asked.sessionId} and phone_hash = ${phoneHash}
        order by sent_at desc, id desc limit 1)
    returning id, code_hash`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw invalid('code_expired', 'The code is of no use any more; ask for a new one')
  if (!hashOf(keys, row.id, asked.code).equals(row.code_hash))
    throw invalid('wrong_code', 'This is not the code that was sent')
  const { numAffectedRows } = await sql`update shop_code set used_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and id = ${row.id} and used_at is null`.execute(ctx.pg)
  if (numAffectedRows === 0n) throw invalid('code_expired', 'The code was used already')
}
