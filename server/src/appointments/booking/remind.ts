// She is reminded of what she booked, at set hours before; each reminder once.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { type Appointment, COLUMNS, FROM } from './appointment.ts'
import { nextReminder } from './states.ts'
import { messageOf } from './tell.ts'

const AT_ONCE = 500

/** Of every brand. @returns how many were told */
export async function remindEverywhere(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from appointment where remind_at <= ${system.now()}`.execute(
    system.pg,
  )
  let told = 0
  for (const { tenant_id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    for (;;) {
      const { found, sent } = await remindSome(ctx)
      told += sent
      if (found < AT_ONCE) break
    }
  }
  return told
}

/** What comes next is noted in the same transaction, so nobody is told twice. */
const remindSome = (ctx: Ctx): Promise<{ found: number; sent: number }> =>
  inTx(ctx, async (ctx) => {
    const { rows } = await sql<Appointment & { remind_at: Date }>`
      select ${COLUMNS}, a.remind_at ${FROM}
      where a.tenant_id = ${ctx.tenantId} and a.remind_at <= ${ctx.now()}
      order by a.remind_at, a.id limit ${AT_ONCE} for update of a skip locked`.execute(ctx.pg)
    const u = unnest(rows, {
      id: ['uuid', (a) => a.id],
      remind_at: ['timestamptz', (a) => nextReminder(a.starts_at, a.remind_hours, ctx.now())],
    })
    await sql`update appointment a set remind_at = r.remind_at
      from ${u.rows} where a.tenant_id = ${ctx.tenantId} and a.id = r.id`.execute(ctx.pg)
    // A server that stood still for long says nothing of what has begun since.
    const due = rows.filter((a) => a.node_id !== null && a.starts_at > ctx.now())
    const sent = await sendMessages(
      ctx,
      due.map((a) => messageOf(a, 'appointment_reminder', a.remind_at.toISOString())),
    )
    return { found: rows.length, sent }
  })
