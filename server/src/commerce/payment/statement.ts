// Every day: the provider's statement beside what we know, and each difference named.
import { sql } from 'kysely'
import { notify } from '../../desk/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { isOn } from './payment-settings.ts'
import { paymentProviders, providerOf, type StatementLine } from './provider.ts'

export interface Difference {
  kind: 'payment' | 'refund'
  id: string
  /** not_ours, not_theirs, amount_differs, state_differs */
  code: string
  our_fen: number | null
  their_fen: number | null
}
export interface Statement {
  provider: string
  /** Of the provider's calendar. */
  day: string
  compared_at: Date
  lines: number
  amount_fen: number
  fee_fen: number
  differences: Difference[]
}
interface Ours {
  kind: 'payment' | 'refund'
  id: string
  amount_fen: number
  is_done: boolean
  is_of_day: boolean
}

/** What differs between what they say and what we know. Pure. */
export function differencesOf(
  theirs: readonly StatementLine[],
  ours: readonly Ours[],
): Difference[] {
  const keyOf = (one: { kind: string; id: string }) => `${one.kind} ${one.id}`
  const known = new Map(ours.map((one) => [keyOf(one), one]))
  const told = new Set(theirs.map(keyOf))
  const found: Difference[] = []
  for (const line of theirs) {
    const our = known.get(keyOf(line))
    const code = !our
      ? 'not_ours'
      : our.amount_fen !== line.amountFen
        ? 'amount_differs'
        : our.is_done
          ? undefined
          : 'state_differs'
    if (code)
      found.push({
        ...{ kind: line.kind, id: line.id, code, their_fen: line.amountFen },
        our_fen: our?.amount_fen ?? null,
      })
  }
  for (const our of ours)
    if (our.is_of_day && our.is_done && !told.has(keyOf(our)))
      found.push({
        ...{ kind: our.kind, id: our.id, code: 'not_theirs', our_fen: our.amount_fen },
        their_fen: null,
      })
  return found
}

/** Providers of the country keep its calendar. */
const CALENDAR = 'Asia/Shanghai'
export const dayOf = (at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: CALENDAR }).format(at)

/** Compares a day, again if it was compared before. What they say is paid and we do not know is asked after. */
export async function compareDay(ctx: Ctx, provider: string, day: string): Promise<Statement> {
  const theirs = await providerOf(provider)?.statement(ctx, day)
  if (!theirs) throw conflict('provider_off', 'This way of paying is not switched on')
  return inTx(ctx, async (ctx) => {
    const ids = theirs.map((line) => line.id).filter((id) => UUID.test(id))
    const of = (at: ReturnType<typeof sql>) =>
      sql`coalesce((${at} at time zone ${CALENDAR})::date = ${day}::date, false)`
    const { rows: ours } = await sql<Ours>`
      select 'payment' as kind, id, coalesce(paid_fen, amount_fen) as amount_fen, state = 'paid' as is_done,
        ${of(sql`paid_at`)} as is_of_day
      from payment where tenant_id = ${ctx.tenantId} and provider = ${provider}
        and (id = any(${ids}::uuid[]) or ${of(sql`paid_at`)})
      union all
      select 'refund', r.id, r.amount_fen, r.state = 'done', ${of(sql`r.done_at`)}
      from payment_refund r join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id
      where r.tenant_id = ${ctx.tenantId} and p.provider = ${provider}
        and (r.id = any(${ids}::uuid[]) or ${of(sql`r.done_at`)})`.execute(ctx.pg)
    const differences = differencesOf(theirs, ours)
    await sql`update payment set ask_at = ${ctx.now()} where tenant_id = ${ctx.tenantId} and state = 'waiting'
      and id = any(${differences.filter((d) => d.code === 'state_differs').map((d) => d.id)}::uuid[])`.execute(
      ctx.pg,
    )
    const sum = (of: (line: StatementLine) => number) => theirs.reduce((a, l) => a + of(l), 0)
    const { rows } = await sql<Statement>`
      insert into payment_statement (tenant_id, provider, day, compared_at, lines, amount_fen, fee_fen, differences)
      values (${ctx.tenantId}, ${provider}, ${day}, ${ctx.now()}, ${theirs.length},
        ${sum((l) => (l.kind === 'payment' ? l.amountFen : -l.amountFen))}, ${sum((l) => l.feeFen)},
        ${JSON.stringify(differences)}::jsonb)
      on conflict (tenant_id, provider, day) do update set compared_at = excluded.compared_at, lines = excluded.lines,
        amount_fen = excluded.amount_fen, fee_fen = excluded.fee_fen, differences = excluded.differences
      returning ${COLUMNS}`.execute(ctx.pg)
    const statement = rows[0]
    if (!statement) throw new Error('a statement was not kept')
    // Whoever compares by hand sees it; of what the night finds somebody must hear.
    if (differences.length > 0 && ctx.actor.kind !== 'user')
      await notify(ctx, {
        ...{ kind: 'statement_differs', to: { permission: 'refunds:decide' }, link: '/payments' },
        ...{
          params: { day, differences: differences.length },
          key: `statement ${provider} ${day}`,
        },
      })
    return statement
  })
}
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const COLUMNS = sql`provider, day::text as day, compared_at, lines, amount_fen, fee_fen, differences`

/** Days that are compared still when nobody could be asked on the morning after. */
const DAYS_BACK = 7

/**
 * Every day up to yesterday that a brand took payments on or after and that was not compared yet; who cannot be asked
 * is told in the log and tried next time.
 */
export async function compareMissing(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const yesterday = dayOf(new Date(system.now().getTime() - 86_400_000))
  let compared = 0
  for (const { code } of paymentProviders()) {
    const { rows } = await sql<{ tenant_id: string; day: string }>`
      select tenant_id, day::text as day from (
        select p.tenant_id, d.day::date as day
        from (select tenant_id, (min(created_at) at time zone ${CALENDAR})::date as since from payment
          where provider = ${code} group by tenant_id) p
        join generate_series(${yesterday}::date - ${DAYS_BACK - 1}::int, ${yesterday}::date, interval '1 day') d (day)
          on d.day::date >= p.since
        except select tenant_id, day from payment_statement where provider = ${code}) missing
      order by missing.day, tenant_id`.execute(system.pg)
    for (const { tenant_id, day } of rows) {
      const ctx = { ...make(tenant_id), now: system.now }
      if (!(await isOn(ctx, code))) continue
      try {
        await compareDay(ctx, code, day)
        compared++
      } catch (error) {
        ctx.log.error({ err: error, provider: code, day }, 'a statement could not be compared')
      }
    }
  }
  return compared
}
