// A brand's account with WeChat Pay, its secrets sealed. They are never answered: only their prints are.
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import type { Secrets } from '../../platform/secrets.ts'
import type { Signer } from './signing.ts'

const Pem = z.string().trim().min(1).max(10_000)
export const AccountInput = z
  .object({
    mchid: z
      .string()
      .trim()
      .regex(/^\d{8,10}$/)
      .describe('Merchant number'),
    appid: z
      .string()
      .trim()
      .regex(/^wx[0-9a-zA-Z]{16}$/),
    serial: z
      .string()
      .trim()
      .regex(/^[0-9a-fA-F]{16,40}$/)
      .transform((text) => text.toUpperCase())
      .describe('Serial number of the merchant’s API certificate'),
    private_key: Pem.optional().describe('apiclient_key.pem; the one before stays when absent'),
    api_v3_key: z
      .string()
      .regex(/^[\x21-\x7e]{32}$/)
      .optional()
      .describe('32 characters; the one before stays when absent'),
    public_key_id: z
      .string()
      .trim()
      .regex(/^PUB_KEY_ID_\w{1,60}$/)
      .nullable()
      .default(null)
      .describe('Of the platform’s public key; null where it still signs with certificates'),
    public_key: Pem.nullable().default(null),
  })
  .strict()
export type AccountInput = z.output<typeof AccountInput>

interface Row {
  mchid: string
  appid: string
  serial: string
  private_key_sealed: string
  private_key_print: string
  api_v3_key_sealed: string
  api_v3_key_print: string
  public_key_id: string | null
  public_key: string | null
  problem: string | null
  problem_at: Date | null
  tested_at: Date | null
  updated_at: Date
}
/** What may be shown. */
export type AccountShown = Omit<Row, 'private_key_sealed' | 'api_v3_key_sealed'>
/** Opened, for the length of a call. */
export interface Account extends Signer {
  appid: string
  apiV3Key: string
  publicKey: { id: string; key: KeyObject } | undefined
  problem: string | null
}

const contextOf = (ctx: Ctx, what: string) => `wechat pay ${what} ${ctx.tenantId}`
/** Enough to tell two keys apart, too little to know one. */
const printOf = (secret: string | Buffer) =>
  createHash('sha256').update(secret).digest('hex').slice(0, 16)

async function findRow(ctx: Ctx): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select mchid, appid, serial, private_key_sealed, private_key_print, api_v3_key_sealed, api_v3_key_print,
      public_key_id, public_key, problem, problem_at, tested_at, updated_at
    from wechat_pay_account where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]
}

export async function findAccountShown(ctx: Ctx): Promise<AccountShown | undefined> {
  const row = await findRow(ctx)
  if (!row) return undefined
  const { private_key_sealed: _key, api_v3_key_sealed: _v3, ...shown } = row
  return shown
}

export async function findAccount(ctx: Ctx, secrets: Secrets): Promise<Account | undefined> {
  const row = await findRow(ctx)
  if (!row) return undefined
  return {
    mchid: row.mchid,
    appid: row.appid,
    serial: row.serial,
    privateKey: createPrivateKey(secrets.open(row.private_key_sealed, contextOf(ctx, 'key'))),
    apiV3Key: secrets.open(row.api_v3_key_sealed, contextOf(ctx, 'api v3 key')),
    publicKey:
      row.public_key_id !== null && row.public_key !== null
        ? { id: row.public_key_id, key: createPublicKey(row.public_key) }
        : undefined,
    problem: row.problem,
  }
}
/** @throws 409 wechat_pay_not_set */
export async function getAccount(ctx: Ctx, secrets: Secrets): Promise<Account> {
  const account = await findAccount(ctx, secrets)
  if (!account) throw new AppError(409, 'wechat_pay_not_set', 'WeChat Pay is not set up yet')
  return account
}

function rsaOf(pem: string, read: (pem: string) => KeyObject, code: string): KeyObject {
  let key: KeyObject
  try {
    key = read(pem)
  } catch {
    // What OpenSSL says of a key may quote it.
    throw invalid(code, 'This is no key in PEM')
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048)
    throw invalid(code, 'This is no RSA key of 2048 bits or more')
  return key
}

/**
 * A secret that is not given stays as it is, while the merchant is the same.
 * @throws 400 private_key_invalid, public_key_invalid, private_key_missing, api_v3_key_missing
 */
export function saveAccount(ctx: Ctx, secrets: Secrets, input: AccountInput): Promise<void> {
  const privateKey =
    input.private_key === undefined
      ? undefined
      : rsaOf(input.private_key, createPrivateKey, 'private_key_invalid')
  if ((input.public_key_id === null) !== (input.public_key === null))
    throw invalid('public_key_incomplete', 'The public key and its id go together')
  const publicKey =
    input.public_key === null
      ? null
      : rsaOf(demandPublic(input.public_key), createPublicKey, 'public_key_invalid')
  return inTx(ctx, async (ctx) => {
    const before = await findRow(ctx)
    const kept = before?.mchid === input.mchid ? before : undefined
    // A new certificate has a new key; the old key would only be refused.
    if (!privateKey && kept?.serial !== input.serial)
      throw invalid('private_key_missing', 'A new merchant or certificate needs its private key')
    if (input.api_v3_key === undefined && !kept)
      throw invalid('api_v3_key_missing', 'A new merchant needs its APIv3 key')
    const pem = privateKey?.export({ type: 'pkcs8', format: 'pem' }).toString()
    const der = privateKey?.export({ type: 'pkcs8', format: 'der' })
    const key = pem ? secrets.seal(pem, contextOf(ctx, 'key')) : kept?.private_key_sealed
    const v3 =
      input.api_v3_key === undefined
        ? kept?.api_v3_key_sealed
        : secrets.seal(input.api_v3_key, contextOf(ctx, 'api v3 key'))
    const row = {
      ...{ mchid: input.mchid, appid: input.appid, serial: input.serial },
      private_key_print: der ? printOf(der) : kept?.private_key_print,
      api_v3_key_print: input.api_v3_key ? printOf(input.api_v3_key) : kept?.api_v3_key_print,
      public_key_id: input.public_key_id,
    }
    const publicPem = publicKey?.export({ type: 'spki', format: 'pem' }).toString() ?? null
    await sql`
      insert into wechat_pay_account (tenant_id, mchid, appid, serial, private_key_sealed, private_key_print,
        api_v3_key_sealed, api_v3_key_print, public_key_id, public_key, updated_at, updated_by)
      values (${ctx.tenantId}, ${row.mchid}, ${row.appid}, ${row.serial}, ${key}, ${row.private_key_print},
        ${v3}, ${row.api_v3_key_print}, ${row.public_key_id}, ${publicPem},
        ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id) do update set mchid = excluded.mchid, appid = excluded.appid, serial = excluded.serial,
        private_key_sealed = excluded.private_key_sealed, private_key_print = excluded.private_key_print,
        api_v3_key_sealed = excluded.api_v3_key_sealed, api_v3_key_print = excluded.api_v3_key_print,
        public_key_id = excluded.public_key_id, public_key = excluded.public_key, problem = null, problem_at = null,
        tested_at = null, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
      ctx.pg,
    )
    // Certificates were handed out to one merchant; another fetches its own.
    if (before && !kept) await forgetCertificates(ctx)
    await audit(ctx, 'wechat_pay.changed', undefined, {
      before: before ? { mchid: before.mchid, appid: before.appid, serial: before.serial } : null,
      after: row,
    })
  })
}
/** `createPublicKey` would also take a private key, and keep what is nobody's business. */
function demandPublic(pem: string): string {
  if (!pem.includes('BEGIN PUBLIC KEY'))
    throw invalid('public_key_invalid', 'This is no public key in PEM')
  return pem
}

const forgetCertificates = (ctx: Ctx) =>
  sql`delete from wechat_pay_certificate where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)

export function removeAccount(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ mchid: string; appid: string }>`
      delete from wechat_pay_account where tenant_id = ${ctx.tenantId} returning mchid, appid`.execute(
      ctx.pg,
    )
    await forgetCertificates(ctx)
    if (rows[0]) await audit(ctx, 'wechat_pay.removed', undefined, { before: rows[0] })
  })
}

/** Shown on the page until it is mended. */
export async function noteProblem(ctx: Ctx, problem: string): Promise<void> {
  await sql`update wechat_pay_account set problem = ${problem}, problem_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and problem is distinct from ${problem}`.execute(ctx.pg)
}
export async function clearProblem(ctx: Ctx, problem: string): Promise<void> {
  await sql`update wechat_pay_account set problem = null, problem_at = null
    where tenant_id = ${ctx.tenantId} and problem = ${problem}`.execute(ctx.pg)
}
export async function noteTested(ctx: Ctx): Promise<void> {
  await sql`update wechat_pay_account set tested_at = ${ctx.now()} where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
}
