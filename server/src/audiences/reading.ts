// What a rule is read with: the clock, the brand's zone, the audiences it names.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Reading } from './compile.ts'
import { membersOf } from './history-sql.ts'

export async function readingNow(ctx: Ctx): Promise<Reading> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const timezone = rows[0]?.timezone ?? 'UTC'
  return { clock: { now: ctx.now().getTime(), timezone }, membersOf }
}
