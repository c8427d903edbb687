// The brand's mail server: kept with its password sealed, tried out, asked for every mail.
import { sql } from 'kysely'
import { addressOutside, PrivateAddress } from '../../integration/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { type Mail, type MailOutcome, type MailServer, sendMail } from '../../platform/mail.ts'
import type { WatchDeps } from './robots.ts'
import type { MailServerInput } from './shape.ts'

interface Row {
  host: string
  port: number
  security: MailServer['security']
  username: string | null
  password_sealed: string | null
  from_address: string
  from_name: string
  updated_at: Date
}
const contextOf = (ctx: Ctx) => `mail server ${ctx.tenantId}`

export async function findMailServer(ctx: Ctx): Promise<Row | undefined> {
  const { rows } =
    await sql<Row>`select * from mail_server where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]
}

/** A password that is not given stays as it is, unless the server or the user is another. */
export function saveMailServer(ctx: Ctx, deps: WatchDeps, input: MailServerInput): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await findMailServer(ctx)
    const isSame =
      before?.host === input.host && before.port === input.port && before.username === input.user
    const kept = input.user !== null && isSame ? (before?.password_sealed ?? null) : null
    if (input.user !== null && input.password === undefined && kept === null)
      throw invalid('password_missing', 'A user needs a password')
    const sealed =
      input.user !== null && input.password !== undefined
        ? deps.secrets.seal(input.password, contextOf(ctx))
        : kept
    await sql`
      insert into mail_server (tenant_id, host, port, security, username, password_sealed, from_address, from_name, updated_at, updated_by)
      values (${ctx.tenantId}, ${input.host}, ${input.port}, ${input.security}, ${input.user}, ${sealed},
        ${input.from_address}, ${input.from_name}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id) do update set host = excluded.host, port = excluded.port, security = excluded.security,
        username = excluded.username, password_sealed = excluded.password_sealed, from_address = excluded.from_address,
        from_name = excluded.from_name, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
      ctx.pg,
    )
    const { password, ...said } = input
    await audit(ctx, 'mail_server.changed', undefined, {
      after: { ...said, password_changed: password !== undefined },
    })
  })
}

export function removeMailServer(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ host: string }>`
      delete from mail_server where tenant_id = ${ctx.tenantId} returning host`.execute(ctx.pg)
    if (rows[0])
      await audit(ctx, 'mail_server.removed', undefined, { before: { host: rows[0].host } })
  })
}

/** @throws 409 no_mail_server */
export async function mailBy(
  ctx: Ctx,
  deps: WatchDeps,
  mail: Omit<Mail, 'from'>,
): Promise<
  MailOutcome | { isTaken: false; problem: 'private_address'; answer: string; isFinal: false }
> {
  const row = await findMailServer(ctx)
  if (!row) throw new AppError(409, 'no_mail_server', 'The brand has no mail server yet')
  const { outbound } = deps
  let connectTo: string
  try {
    connectTo = await addressOutside(outbound, row.host)
  } catch (error) {
    const answer = error instanceof Error ? error.message : String(error)
    const isPrivate = error instanceof PrivateAddress
    return {
      isTaken: false,
      problem: isPrivate ? 'private_address' : 'unknown_host',
      answer,
      isFinal: false,
    }
  }
  const password =
    row.password_sealed === null
      ? undefined
      : deps.secrets.open(row.password_sealed, contextOf(ctx))
  return sendMail(
    {
      ...{ host: row.host, connectTo, port: row.port, security: row.security },
      ...{ user: row.username ?? undefined, password, ca: deps.mailCa },
      timeoutMs: outbound.timeoutMs,
    },
    { ...mail, from: { name: row.from_name, address: row.from_address } },
  )
}
