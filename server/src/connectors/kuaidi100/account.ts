// A brand's account with 快递100, its key sealed. The key is never answered: only its print is.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import type { Secrets } from '../../platform/secrets.ts'

export const AccountInput = z
  .object({
    customer: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z]{8,64}$/)
      .describe('The enterprise account’s customer code'),
    key: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{6,64}$/)
      .optional()
      .describe('The authorisation key; the one before stays when absent'),
  })
  .strict()
export type AccountInput = z.output<typeof AccountInput>

interface Row {
  customer: string
  key_sealed: string
  key_print: string
  problem: string | null
  problem_at: Date | null
  updated_at: Date
}
export type AccountShown = Omit<Row, 'key_sealed'>
/** Opened, for the length of a call. */
export interface Account {
  customer: string
  key: string
  problem: string | null
}

const contextOf = (ctx: Ctx) => `kuaidi100 key ${ctx.tenantId}`
const printOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 16)

async function findRow(ctx: Ctx): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select customer, key_sealed, key_print, problem, problem_at, updated_at from kuaidi100_account
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]
}

export async function findAccountShown(ctx: Ctx): Promise<AccountShown | undefined> {
  const row = await findRow(ctx)
  if (!row) return undefined
  const { key_sealed: _key, ...shown } = row
  return shown
}

/** @throws 409 kuaidi100_not_set */
export async function getAccount(ctx: Ctx, secrets: Secrets): Promise<Account> {
  const row = await findRow(ctx)
  if (!row) throw new AppError(409, 'kuaidi100_not_set', '快递100 is not set up yet')
  const { customer, problem } = row
  return { customer, problem, key: secrets.open(row.key_sealed, contextOf(ctx)) }
}

/** A key that is not given stays as it is, while the customer code is the same. @throws 400 key_missing */
export function saveAccount(ctx: Ctx, secrets: Secrets, input: AccountInput): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await findRow(ctx)
    const kept = before?.customer === input.customer ? before : undefined
    const sealed = input.key ? secrets.seal(input.key, contextOf(ctx)) : kept?.key_sealed
    const print = input.key ? printOf(input.key) : kept?.key_print
    if (!sealed || !print) throw invalid('key_missing', 'A new account needs its key')
    await sql`
      insert into kuaidi100_account (tenant_id, customer, key_sealed, key_print, updated_at, updated_by)
      values (${ctx.tenantId}, ${input.customer}, ${sealed}, ${print}, ${ctx.now()},
        ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id) do update set customer = excluded.customer, key_sealed = excluded.key_sealed,
        key_print = excluded.key_print, problem = null, problem_at = null, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by`.execute(ctx.pg)
    await audit(ctx, 'kuaidi100.changed', undefined, {
      before: before ? { customer: before.customer, key_print: before.key_print } : null,
      after: { customer: input.customer, key_print: print },
    })
  })
}

export function removeAccount(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ customer: string }>`
      delete from kuaidi100_account where tenant_id = ${ctx.tenantId} returning customer`.execute(
      ctx.pg,
    )
    if (rows[0]) await audit(ctx, 'kuaidi100.removed', undefined, { before: rows[0] })
  })
}

/** What is wrong with the account, shown until it is mended; null: it works. */
export async function noteProblem(ctx: Ctx, problem: string | null): Promise<void> {
  await sql`update kuaidi100_account set problem = ${problem}, problem_at = ${problem && ctx.now()}
    where tenant_id = ${ctx.tenantId} and problem is distinct from ${problem}`.execute(ctx.pg)
}
