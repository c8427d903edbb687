// Events as Parquet, a file an hour of receipt: for warehouses and notebooks. A file appears whole under
// its name or not at all, so an hour that was broken off is simply made again.
import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql as pgSql } from 'kysely'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'

const HOUR = 3_600_000
/** A batch that is being stored may still bear the hour that has just ended. */
const GRACE_MS = 10 * 60_000
/** The first time so many hours back; later from where it stopped. */
const FIRST_HOURS = 24
/** Hours made in one go; the rest an hour later, so that a long standstill does not take a worker away. */
const MOST_HOURS = 48

export interface ExportFolder {
  /** Absolute; undefined: nothing is exported. */
  folder: string | undefined
}

/** Makes the files of the hours that are over and are not there yet. @returns how many hours */
export async function exportHours(ctx: Ctx, { folder }: ExportFolder): Promise<number> {
  if (folder === undefined) return 0
  const hours = await hoursToMake(ctx)
  for (const hour of hours) await exportHour(ctx, folder, hour)
  return hours.length
}

async function hoursToMake(ctx: Ctx): Promise<number[]> {
  const end = Math.floor((ctx.now().getTime() - GRACE_MS) / HOUR) * HOUR
  const { rows } = await pgSql<{ last: Date | null }>`
    select max(hour) as last from event_export_hour where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  const last = rows[0]?.last
  const from = last ? last.getTime() + HOUR : end - FIRST_HOURS * HOUR
  const hours: number[] = []
  for (let hour = from; hour < end && hours.length < MOST_HOURS; hour += HOUR) hours.push(hour)
  return hours
}

async function exportHour(ctx: Ctx, folder: string, hour: number): Promise<void> {
  const [from, to] = [new Date(hour), new Date(hour + HOUR)]
  const within = sql`received_at >= ${as('DateTime64(6)', from)} and received_at < ${as('DateTime64(6)', to)}`
  const [counted] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select count() as n from event where ${within}`,
  )
  const rows = Number(counted?.n ?? 0)
  const file = rows === 0 ? null : nameOf(ctx.tenantId, from)
  let bytes = 0
  if (file !== null) {
    const body = await ctx.ch.file(
      ctx.tenantId,
      sql`select event_id, toString(name) as name, at, received_at, customer_id as node,
          toUInt32(dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(customer_id), customer_id)) as customer_id,
          toString(platform) as platform, toString(source) as source, historical, session_id, page_path, page_title,
          toString(utm_source) as utm_source, toString(utm_medium) as utm_medium, utm_campaign, share_id, store_id,
          staff_id, channel_id, activity_id, content_id, order_id, revenue_fen, toString(currency) as currency, props
        from event where ${within} order by received_at, event_id`,
      'Parquet',
    )
    const path = join(folder, file)
    await mkdir(join(path, '..'), { recursive: true })
    // Its own name: of two workers that make the same hour each writes the same whole file.
    const draft = `${path}.${randomUUID()}.part`
    try {
      await writeFile(draft, body)
      await rename(draft, path)
    } finally {
      await rm(draft, { force: true })
    }
    bytes = (await stat(path)).size
  }
  await pgSql`insert into event_export_hour (tenant_id, hour, file, rows, bytes, done_at)
    values (${ctx.tenantId}, ${from}, ${file}, ${rows}, ${bytes}, ${ctx.now()})
    on conflict do nothing`.execute(ctx.pg)
}

/** As readers of partitioned files expect it: `<brand>/day=2026-03-01/hour=09.parquet`, UTC. */
const nameOf = (tenantId: string, hour: Date): string => {
  const text = hour.toISOString()
  return join(tenantId, `day=${text.slice(0, 10)}`, `hour=${text.slice(11, 13)}.parquet`)
}
