// Taking a property out of events that are stored: only for a name that has become sensitive.
import { sql } from 'kysely'
import { as, sql as ch, DATABASE } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { quoted } from '../platform/sql.ts'
import { openBatchesDecided } from './remove.ts'

/**
 * Rewrites the properties without every member of this name; where it stands deeper, without the
 * member that holds it. Answers how many events had it.
 */
export async function redactProperty(ctx: Ctx, name: string): Promise<number> {
  // Events of transactions that are over may still be on their way into the event store.
  await openBatchesDecided(ctx)
  const key = lastPart(name.replace(/^\$/, '').toLowerCase())
  const asKey = `(?i)"([^"]*[.])?[$]?${escaped(key)}"\\s*:`
  const rows = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select count() as n from event where match(props, ${as('String', asKey)}) or match(props_aside, ${as('String', asKey)})`,
    { maxSeconds: 300 },
  )
  const found = Number(rows[0]?.n ?? 0)
  if (found > 0) await rewrite(ctx, asKey, `(?i)^(.*[.])?[$]?${escaped(key)}$`)
  await sql`update event_property set sample = '"●"'::jsonb
    where tenant_id = ${ctx.tenantId}
      and (lower(regexp_replace(name, '^(.*\\.)?\\$?', '')) = ${key} or sample::text ~* ${asKey.replace('(?i)', '')})`.execute(
    ctx.pg,
  )
  return found
}

async function rewrite(ctx: Ctx, asKey: string, whole: string): Promise<void> {
  const { cluster } = ctx.ch
  const table = cluster
    ? `${DATABASE}.event_local on cluster ${quoted(cluster)}`
    : `${DATABASE}.event`
  const without = (column: string) =>
    `${column} = if(match(${column}, ${quoted(asKey)}), concat('{', arrayStringConcat(arrayMap(m -> concat(toJSONString(m.1), ':', m.2),
      arrayFilter(m -> not match(m.1, ${quoted(whole)}) and not match(m.2, ${quoted(asKey)}),
        JSONExtractKeysAndValuesRaw(${column}))), ','), '}'), ${column})`
  await ctx.ch.command(
    `alter table ${table} update ${without('props')}, ${without('props_aside')}
     where tenant_id = toUUID(${quoted(ctx.tenantId)}) and (match(props, ${quoted(asKey)}) or match(props_aside, ${quoted(asKey)}))
     settings mutations_sync = 2`,
  )
}

const lastPart = (key: string) => key.slice(key.lastIndexOf('.') + 1)
const escaped = (key: string) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
