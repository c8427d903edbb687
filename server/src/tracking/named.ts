// 圈选: pages and clicks that were tracked by themselves get names, as far back as there are rows.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import type { Sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { OWN_EVENT_NAMES } from '../platform/outbox.ts'
import { pageOf, readCursor, toPage } from '../platform/page.ts'
import {
  CLICK_NAMES,
  type ClickMatch,
  conditionOf,
  countMany,
  countMatches,
  PAGE_NAMES,
  type PageMatch,
} from './named-queries.ts'
import { editedMeanwhile } from './rules.ts'
import { layVersion, type NamedVersion } from './versions.ts'

const Text = z.string().min(1).max(1000)
const PageKey = z
  .object({ how: z.enum(['equals', 'pattern']), value: Text })
  .describe('`pattern`: * is a part of the path, ** any number of parts')
const Platform = z.string().max(255).nullable().default(null)
export const NamedMatch = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), page_key: PageKey, platform: Platform }),
  z.object({
    kind: z.literal('click'),
    page_key: PageKey.nullable().default(null).describe('Null: on every page'),
    selector: z
      .object({ how: z.enum(['exact', 'ancestor']), value: Text })
      .nullable()
      .default(null)
      .describe('`ancestor`: it or anything inside it'),
    text: z.string().max(64).nullable().default(null).describe('Of the element, exactly'),
    platform: Platform,
  }),
])
export type NamedMatch = PageMatch | ClickMatch

const VersionItem = z.object({
  version: z.number().int(),
  match: NamedMatch,
  valid_from: z.iso.datetime().nullable().describe('Null: from the beginning'),
  valid_to: z.iso.datetime().nullable(),
  is_superseded: z.boolean(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
})
export const NamedEventItem = z.object({
  id: z.uuid(),
  name: z.string(),
  label: z.string(),
  kind: z.enum(['page', 'click']),
  version: z.number().int(),
  match: NamedMatch.describe('The version that holds now'),
  created_at: z.iso.datetime(),
  recent: z.number().int().describe('Events of the last seven days'),
})
export const NamedEventPage = pageOf(NamedEventItem)
export const NamedEventDetail = NamedEventItem.omit({ recent: true }).extend({
  versions: z.array(VersionItem),
})

const EventNameText = z
  .string()
  .regex(/^[a-zA-Z\u4e00-\u9fff][\w\u4e00-\u9fff.-]{0,99}$/u, 'letters, digits, _ . -')
export const NewNamedEvent = z.object({
  name: EventNameText.describe('What it is called as an event'),
  label: z.string().min(1).max(200),
  match: NamedMatch,
})
export const NamedEventEdit = z.object({
  version: z.number().int().describe('The version that was read'),
  label: z.string().min(1).max(200).optional(),
  match: NamedMatch.optional(),
  valid_from: z.iso.datetime().nullable().optional().describe('Null or absent: from the beginning'),
})
export const NamedTrial = z.object({ match: NamedMatch, except: z.uuid().optional() })

interface Row {
  id: string
  name: string
  label: string
  kind: 'page' | 'click'
  version: number
  match: NamedMatch
  created_at: Date
}
interface VersionRow {
  named_event_id: string
  version: number
  match: NamedMatch
  valid_from: Date | null
  valid_to: Date | null
  is_superseded: boolean
  created_at: Date
  created_by: string
}

const current = (ctx: Ctx) => sql`
  select n.id, n.name, n.label, n.kind, n.version, n.created_at,
    (select v.match from named_event_version v where v.tenant_id = n.tenant_id and v.named_event_id = n.id
      order by v.version desc limit 1) as match
  from named_event n where n.tenant_id = ${ctx.tenantId} and n.archived_at is null`

export async function listNamed(
  ctx: Ctx,
  query: { q?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<Row>`${current(ctx)}
      ${query.q ? sql`and (strpos(lower(n.label), ${query.q.toLowerCase()}) > 0 or strpos(lower(n.name), ${query.q.toLowerCase()}) > 0)` : sql``}
      ${after ? sql`and (date_trunc('milliseconds', n.created_at), n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by n.created_at desc, n.id desc limit ${query.limit + 1}`.execute(ctx.pg)
  const versions = await versionsOf(
    ctx,
    rows.map((r) => r.id),
  )
  const counts = await countMany(
    ctx,
    rows.map((r) => ({ id: r.id, condition: conditionOf(versions.get(r.id) ?? []) })),
    lately(ctx),
  )
  return toPage(
    rows,
    query.limit,
    (r) => ({ ...r, created_at: r.created_at.toISOString(), recent: counts.get(r.id) ?? 0 }),
    (r) => [r.created_at.toISOString(), r.id],
  )
}

const DAY = 86_400_000
const lately = (ctx: Ctx) => new Date(ctx.now().getTime() - 7 * DAY)

/** The versions that hold, by event; `all` with those that were replaced. */
async function versionsOf(ctx: Ctx, ids: readonly string[], all = false) {
  const { rows } = await sql<VersionRow>`
    select named_event_id, version, match, valid_from, valid_to, is_superseded, created_at, created_by from named_event_version
    where tenant_id = ${ctx.tenantId} and named_event_id = any(${ids}::uuid[]) ${all ? sql`` : sql`and not is_superseded`}
    order by version desc`.execute(ctx.pg)
  return Map.groupBy(rows, (r) => r.named_event_id)
}

export async function getNamed(ctx: Ctx, id: string): Promise<z.infer<typeof NamedEventDetail>> {
  const { rows } = await sql<Row>`${current(ctx)} and n.id = ${id}`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw notFound('named_event')
  const versions = (await versionsOf(ctx, [id], true)).get(id) ?? []
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    versions: versions.map(({ named_event_id: _, ...v }) => ({
      ...v,
      valid_from: v.valid_from?.toISOString() ?? null,
      valid_to: v.valid_to?.toISOString() ?? null,
      created_at: v.created_at.toISOString(),
    })),
  }
}

/** A virtual event as a condition on `event`: what any question may count instead of a name. */
export async function conditionOfNamed(ctx: Ctx, id: string): Promise<Sql> {
  const versions = (await versionsOf(ctx, [id])).get(id)
  if (!versions) throw notFound('named_event')
  return conditionOf(versions)
}

/** Every day's events and customers of it, the days before it got its name too. */
export async function countNamed(ctx: Ctx, id: string, days: number) {
  await getNamed(ctx, id)
  return countMatches(ctx, await conditionOfNamed(ctx, id), days)
}

/** @throws 409 when the name is taken, by a named event or by a real one */
export function nameEvent(ctx: Ctx, given: z.infer<typeof NewNamedEvent>) {
  checkMatch(given.match)
  return inTx(ctx, async (ctx) => {
    await refuseTakenName(ctx, given.name)
    const id = randomUUIDv7()
    const { numAffectedRows } = await sql`
      insert into named_event (tenant_id, id, name, label, kind, version, created_at)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.label}, ${given.match.kind}, 1, ${ctx.now()})
      on conflict do nothing`.execute(ctx.pg)
    if (numAffectedRows === 0n) throw nameTaken(given.name)
    await insertVersion(ctx, id, 1, given.match, null)
    await audit(ctx, 'named_event.created', { kind: 'named_event', id }, given)
    return getNamed(ctx, id)
  })
}

/** A new match is a new version; it holds from the beginning unless it is told from when. */
export function changeNamed(ctx: Ctx, id: string, edit: z.infer<typeof NamedEventEdit>) {
  if (edit.match) checkMatch(edit.match)
  return inTx(ctx, async (ctx) => {
    const before = await getNamed(ctx, id)
    if (edit.match && edit.match.kind !== before.kind)
      throw invalid('bad_match', 'A page stays a page, a click a click; name another one')
    const isNew = edit.match !== undefined
    const { numAffectedRows } = await sql`
      update named_event set label = ${edit.label ?? before.label}, version = version + 1
      where tenant_id = ${ctx.tenantId} and id = ${id} and version = ${edit.version} and archived_at is null`.execute(
      ctx.pg,
    )
    if (numAffectedRows === 0n) throw editedMeanwhile(await getNamed(ctx, id))
    if (isNew && edit.match) {
      const from = edit.valid_from ? new Date(edit.valid_from) : null
      const held = (await versionsOf(ctx, [id])).get(id) ?? []
      await makeRoom(ctx, id, layVersion(held, from))
      await insertVersion(ctx, id, edit.version + 1, edit.match, from)
    }
    await audit(
      ctx,
      'named_event.changed',
      { kind: 'named_event', id },
      {
        before: { label: before.label, match: before.match },
        after: { label: edit.label, match: edit.match, valid_from: edit.valid_from },
      },
    )
    return getNamed(ctx, id)
  })
}

export async function archiveNamed(ctx: Ctx, id: string): Promise<void> {
  const { refused } = await archiveManyNamed(ctx, [id])
  if (refused.length > 0) throw notFound('named_event')
}

export function archiveManyNamed(ctx: Ctx, ids: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ id: string; name: string }>`
      update named_event set archived_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) and archived_at is null
      returning id, name`.execute(ctx.pg)
    const { taken, refused } = sortOut(ids, rows, (n) => n.id, 'named_event')
    await auditAll(
      ctx,
      taken.map(({ id, name }) => ({
        action: 'named_event.archived',
        object: { kind: 'named_event', id },
        details: { name },
      })),
    )
    return { changed: taken.length, refused }
  })
}

async function insertVersion(
  ctx: Ctx,
  id: string,
  version: number,
  match: NamedMatch,
  from: Date | null,
) {
  await sql`insert into named_event_version (tenant_id, named_event_id, version, match, valid_from, valid_to, created_at, created_by)
    values (${ctx.tenantId}, ${id}, ${version}, ${JSON.stringify(match)}, ${from}, null, ${ctx.now()}, ${ctx.actor.name})`.execute(
    ctx.pg,
  )
}

async function makeRoom(ctx: Ctx, id: string, held: NamedVersion[]): Promise<void> {
  for (const v of held)
    await sql`update named_event_version set valid_to = ${v.valid_to}, is_superseded = ${v.is_superseded}
      where tenant_id = ${ctx.tenantId} and named_event_id = ${id} and version = ${v.version}`.execute(
      ctx.pg,
    )
}

function checkMatch(match: NamedMatch): void {
  if (match.kind === 'click' && !match.selector && !match.text)
    throw invalid('bad_match', 'A click is known by its element, its text or both')
}

const nameTaken = (name: string) =>
  conflict('name_taken', `There is an event called ${name} already; choose another name`)

async function refuseTakenName(ctx: Ctx, name: string): Promise<void> {
  const { rows } =
    await sql`select 1 from event_name where tenant_id = ${ctx.tenantId} and name = ${name}`.execute(
      ctx.pg,
    )
  if (rows.length > 0 || OWN_EVENT_NAMES.has(name)) throw nameTaken(name)
}

/** What a match would count, and which named events count some of the same rows. */
export async function tryMatch(ctx: Ctx, trial: z.infer<typeof NamedTrial>) {
  checkMatch(trial.match)
  const mine = conditionOf([{ match: trial.match, valid_from: null, valid_to: null }])
  const { rows } = await sql<Row>`${current(ctx)} and n.kind = ${trial.match.kind}
    ${trial.except ? sql`and n.id <> ${trial.except}` : sql``} order by n.created_at desc limit 200`.execute(
    ctx.pg,
  )
  const versions = await versionsOf(
    ctx,
    rows.map((r) => r.id),
  )
  const [days, shared] = await Promise.all([
    countMatches(ctx, mine, 14),
    countMany(
      ctx,
      rows.map((r) => ({ id: r.id, condition: conditionOf(versions.get(r.id) ?? []), and: mine })),
      lately(ctx),
    ),
  ])
  return {
    days,
    conflicts: rows
      .map((r) => ({ id: r.id, name: r.name, label: r.label, shared: shared.get(r.id) ?? 0 }))
      .filter((r) => r.shared > 0)
      .sort((a, b) => b.shared - a.shared),
  }
}

/** The named events that are made of events of this name. */
export async function namesUsing(ctx: Ctx, eventName: string) {
  const kind = PAGE_NAMES.includes(eventName)
    ? 'page'
    : CLICK_NAMES.includes(eventName)
      ? 'click'
      : undefined
  if (!kind) return []
  const { rows } = await sql<{ id: string; label: string }>`
    select id, label from named_event where tenant_id = ${ctx.tenantId} and kind = ${kind} and archived_at is null
    order by label`.execute(ctx.pg)
  return rows
}
