// The platform's certificates of a merchant: fetched when one is met that is not known, kept for all processes.
import { createPublicKey, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { ProviderRefused } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { type Account, clearProblem, noteProblem } from './account.ts'
import { openSealed, type PlatformCertificate, readCertificate } from './signing.ts'
import { WechatPayTrouble } from './trouble.ts'

const Answer = z.object({
  data: z.array(
    z.object({
      serial_no: z.string(),
      encrypt_certificate: z.object({
        algorithm: z.string(),
        nonce: z.string(),
        associated_data: z.string().optional(),
        ciphertext: z.string(),
      }),
    }),
  ),
})

/**
 * Opens and keeps what was handed out. Only who knows the APIv3 key can have sealed it.
 * @throws ProviderRefused `api_v3_key_wrong`
 */
export async function saveCertificates(
  ctx: Ctx,
  account: Account,
  answer: unknown,
): Promise<Map<string, KeyObject>> {
  const read = Answer.safeParse(answer)
  if (!read.success)
    throw new WechatPayTrouble('wechat_pay_unreadable', 'WeChat Pay: no list of certificates')
  const certificates: PlatformCertificate[] = []
  for (const one of read.data.data) {
    const pem = openSealed(account.apiV3Key, one.encrypt_certificate)
    if (!pem) {
      await noteProblem(ctx, 'api_v3_key_wrong')
      throw new ProviderRefused(
        'api_v3_key_wrong',
        'The certificates cannot be opened with the APIv3 key that is set',
      )
    }
    const certificate = readCertificate(pem.toString('utf8'))
    if (certificate?.serial !== one.serial_no.toUpperCase())
      throw new WechatPayTrouble(
        'wechat_pay_unreadable',
        'WeChat Pay: a certificate of another number',
      )
    certificates.push(certificate)
  }
  if (account.problem === 'api_v3_key_wrong') await clearProblem(ctx, 'api_v3_key_wrong')
  const u = unnest(certificates, {
    serial: ['text', (c) => c.serial],
    pem: ['text', (c) => c.pem],
    effective_at: ['timestamptz', (c) => c.effectiveAt],
    expires_at: ['timestamptz', (c) => c.expiresAt],
  })
  await sql`insert into wechat_pay_certificate (tenant_id, serial, pem, effective_at, expires_at, fetched_at)
    select ${ctx.tenantId}::uuid, r.serial, r.pem, r.effective_at, r.expires_at, ${ctx.now()}::timestamptz from ${u.rows}
    on conflict (tenant_id, serial) do update set fetched_at = excluded.fetched_at`.execute(ctx.pg)
  return new Map(certificates.map((c) => [c.serial, createPublicKey(c.pem)]))
}

const SERIAL = /^[0-9A-F]{16,40}$/
/** Fetches within a minute, of a brand: whoever makes numbers up is not to have us ask for each. */
const MOST_FETCHES = 5
const fetches = new Map<string, number[]>()
/** Callbacks that come together with a new certificate wait for the same fetch. */
const underWay = new Map<string, Promise<boolean>>()

/**
 * By which key something is signed; one that is not known is looked for once, with `fetch`.
 * @returns undefined when the platform does not know it either
 */
export async function keyOf(
  ctx: Ctx,
  account: Account,
  serial: string,
  fetch: (() => Promise<void>) | undefined,
): Promise<KeyObject | undefined> {
  if (serial === account.publicKey?.id) return account.publicKey.key
  const wanted = serial.toUpperCase()
  if (!SERIAL.test(wanted)) return undefined
  const known = await findKey(ctx, wanted)
  if (known || !fetch) return known
  try {
    if (!(await fetchTogether(ctx, wanted, fetch))) return undefined
  } catch (error) {
    // Merchants that have the public key have no certificates.
    if (error instanceof ProviderRefused && error.code === 'resource_not_exists') return undefined
    throw error
  }
  return findKey(ctx, wanted)
}

async function findKey(ctx: Ctx, serial: string): Promise<KeyObject | undefined> {
  const { rows } = await sql<{ pem: string }>`
    select pem from wechat_pay_certificate
    where tenant_id = ${ctx.tenantId} and serial = ${serial} and expires_at > ${ctx.now()}`.execute(
    ctx.pg,
  )
  return rows[0] && createPublicKey(rows[0].pem)
}

/** @returns false when there were too many of late */
async function fetchTogether(
  ctx: Ctx,
  wanted: string,
  fetch: () => Promise<void>,
): Promise<boolean> {
  const begun = underWay.get(ctx.tenantId)
  if (begun) return begun
  const looking = lookAgain(ctx, wanted, fetch).finally(() => underWay.delete(ctx.tenantId))
  underWay.set(ctx.tenantId, looking)
  return looking
}

/** Who looked a moment before another's fetch was stored finds it here, and asks for nothing. */
async function lookAgain(ctx: Ctx, wanted: string, fetch: () => Promise<void>): Promise<boolean> {
  if (await findKey(ctx, wanted)) return true
  if (!mayFetch(ctx)) return false
  await fetch()
  return true
}

function mayFetch(ctx: Ctx): boolean {
  const now = Date.now()
  const recent = (fetches.get(ctx.tenantId) ?? []).filter((at) => at > now - 60_000)
  if (recent.length >= MOST_FETCHES) return false
  fetches.set(ctx.tenantId, [...recent, now])
  return true
}
