// What audiences keep of a person: who was in which, and when. She is taken out of every version and
// snapshot, so that all that follow from them agree that she never was.
import { sql } from 'kysely'
import { as, sql as ch, DATABASE } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { quoted } from '../platform/sql.ts'
import type { Person, PersonalData } from '../profile/index.ts'
import { membersOf } from './history-sql.ts'
import { lockAudiences } from './store.ts'

const SLOW = { maxSeconds: 900 }

const memberships: PersonalData = {
  name: 'audiences',
  tables: [
    'touched_node',
    'regrouped_node',
    'event_store.audience_change',
    'event_store.audience_snapshot',
  ],
  export: (ctx, person) => inAudiences(ctx, person),
  async erase(ctx, person) {
    const ids = sql`${[...person.nodes]}::bigint[]`
    const moved = await sql`delete from regrouped_node where tenant_id = ${ctx.tenantId}
      and (node_id = any(${ids}) or from_id = any(${ids}) or to_id = any(${ids}))`.execute(ctx.pg)
    const touched = await sql`update touched_node
      set nodes = array(select n from unnest(nodes) as n where n <> all(${ids}))
      where tenant_id = ${ctx.tenantId} and nodes && ${ids}`.execute(ctx.pg)
    return Number(moved.numAffectedRows ?? 0) + Number(touched.numAffectedRows ?? 0)
  },
  /** Nobody writes a version meanwhile; once her events are gone, no rule lets her in again. */
  eraseLater: (ctx, person) =>
    inTx(ctx, async (ctx) => {
      const concerned = await audiencesWith(ctx, person)
      await lockAudiences(ctx, concerned)
      if (concerned.length === 0) return 0
      await takeOut(ctx, person, 'audience_change', ['entered', 'left'])
      await takeOut(ctx, person, 'audience_snapshot', ['members'])
      for (const id of concerned) await countAnew(ctx, id)
      return concerned.length
    }),
}

async function inAudiences(ctx: Ctx, person: Person): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ id: string; name: string; description: string }>`
    select id, name, description from audience where tenant_id = ${ctx.tenantId} and version > 0 and state <> 'archived'
    order by name, id`.execute(ctx.pg)
  const found: Record<string, unknown>[] = []
  for (const { id, name, description } of rows) {
    const [row] = await ctx.ch.rows<{ inside: number }>(
      ctx.tenantId,
      ch`select bitmapHasAny(${membersOf(id)}, ${setOf(person)}) as inside`,
    )
    if (!row?.inside) continue
    const [change] = await ctx.ch.rows<{ since_ms: string }>(
      ctx.tenantId,
      ch`select toUnixTimestamp64Milli(max(at)) as since_ms from audience_change
         where audience_id = ${as('UUID', id)} and bitmapHasAny(entered, ${setOf(person)})`,
    )
    const since = new Date(Number(change?.since_ms ?? 0)).toISOString()
    found.push({ audience: name, description, since })
  }
  return found
}

const setOf = (person: Person) => ch`bitmapBuild(${as('Array(UInt32)', [...person.nodes])})`

async function audiencesWith(ctx: Ctx, person: Person): Promise<string[]> {
  const rows = await ctx.ch.rows<{ id: string }>(
    ctx.tenantId,
    ch`select distinct toString(audience_id) as id from (
         select audience_id from audience_change where bitmapHasAny(entered, ${setOf(person)}) or bitmapHasAny(left, ${setOf(person)})
         union all select audience_id from audience_snapshot where bitmapHasAny(members, ${setOf(person)}))
       order by id`,
    SLOW,
  )
  return rows.map((r) => r.id)
}

function takeOut(
  ctx: Ctx,
  person: Person,
  table: string,
  columns: readonly string[],
): Promise<void> {
  const { cluster } = ctx.ch
  const her = `bitmapBuild(CAST([${person.nodes.map(Number).join(',')}], 'Array(UInt32)'))`
  return ctx.ch.command(
    `alter table ${DATABASE}.${table}${cluster ? ` on cluster ${quoted(cluster)}` : ''}
     update ${columns.map((c) => `${c} = bitmapAndnot(${c}, ${her})`).join(', ')}
     where tenant_id = toUUID(${quoted(ctx.tenantId)}) and (${columns.map((c) => `bitmapHasAny(${c}, ${her})`).join(' or ')})
     settings mutations_sync = 2`,
  )
}

async function countAnew(ctx: Ctx, id: string): Promise<void> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select bitmapCardinality(${membersOf(id)}) as n`,
  )
  await sql`update audience set size = ${Number(row?.n ?? 0)} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
}

export const audiencesData: readonly PersonalData[] = [memberships]
