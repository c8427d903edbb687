// The pictures of a report's run, one in each language that somebody reads it in.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tongue } from '../told/told.ts'

export async function keepPicture(
  ctx: Ctx,
  runId: string,
  tongue: Tongue,
  png: Buffer,
): Promise<void> {
  await sql`insert into metric_report_picture (tenant_id, run_id, language, png)
    values (${ctx.tenantId}, ${runId}, ${tongue}, ${png})
    on conflict (tenant_id, run_id, language) do update set png = excluded.png`.execute(ctx.pg)
}

type Part = RawBuilder<unknown>
/** A run's picture as a column; in the brand's language unless said. */
export const pictureFor = (
  tenant: Part,
  run: Part,
  language: Part = sql`(select language from tenant where id = ${tenant})`,
): Part => sql`(select p.png from metric_report_picture p
  where p.tenant_id = ${tenant} and p.run_id = ${run} and p.language = ${language})`

/** As the chats have it. @throws 404 where it has none */
export async function pictureOfRun(ctx: Ctx, runId: string): Promise<Buffer> {
  const { rows } = await sql<{ picture: Buffer | null }>`
    select ${pictureFor(sql`${ctx.tenantId}::uuid`, sql`${runId}::uuid`)} as picture`.execute(
    ctx.pg,
  )
  if (!rows[0]?.picture) throw notFound('picture')
  return rows[0].picture
}
