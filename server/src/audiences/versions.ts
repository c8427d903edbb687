// One version of a membership: a row in the event store that is written whole or not at all, then one
// transaction that moves the audience on and tells of it. Whoever finds the row of a run that died in
// between adopts it; nothing is ever computed twice under one number.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { as, sql as ch, nothing, type Sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { emit } from '../platform/emit.ts'
import { byAudience, membersOf } from './history-sql.ts'
import type { Standing } from './store.ts'

export interface Change {
  version: number
  at: Date
  entered: number
  left: number
  silent: boolean
}

/** Bitmaps: who comes in was outside, who goes out was inside. */
export interface Difference {
  entered: Sql
  left: Sql
}

/** Those of several audiences. */
export interface Differences {
  /** A statement giving `audience_id`, `entered` and `left`; who is in no row keeps her members. */
  rows: Sql
  /** `with …` for the whole statement. */
  given?: Sql
}

/** Less than an event store waits for an answer: what is given up is not still written afterwards. */
const SLOW = { maxSeconds: 120 }

/** `advanceAll` of one audience. */
export async function advance(
  ctx: Ctx,
  audience: Standing,
  at: Date,
  silent: boolean,
  differ: () => Difference | undefined | Promise<Difference | undefined>,
): Promise<Change[]> {
  const changes = await advanceAll(ctx, [audience], at, silent, async () => {
    const difference = await differ()
    if (!difference) return undefined
    const { entered, left } = difference
    return {
      rows: ch`select ${as('UUID', audience.id)} as audience_id, ${entered} as entered, ${left} as left`,
    }
  })
  return changes.get(audience.id) ?? []
}

/**
 * Call in a transaction under `lockAudiences`. Moves the audiences on, in the database and in the objects
 * given. Answers the changes of each: none when nobody came or went, more than one when another run's was
 * found.
 * @param differ asked anew after another run's change; undefined: nobody comes or goes
 */
export async function advanceAll(
  ctx: Ctx,
  audiences: readonly Standing[],
  at: Date,
  silent: boolean,
  differ: (
    audiences: readonly Standing[],
  ) => Differences | undefined | Promise<Differences | undefined>,
): Promise<Map<string, Change[]>> {
  const changes = new Map<string, Change[]>()
  let waiting = audiences
  while (waiting.length > 0) {
    const differences = await differ(waiting)
    if (!differences) return changes
    const run = randomUUID()
    await write(ctx, waiting, differences, { at, silent, run })
    const written = await readChanges(ctx, waiting)
    const adopted: Standing[] = []
    for (const audience of waiting) {
      const found = written.get(audience.id)
      if (!found) continue
      await take(ctx, audience, found.change)
      changes.set(audience.id, [...(changes.get(audience.id) ?? []), found.change])
      if (found.run === run) continue
      const { version } = found.change
      ctx.log.warn({ audience: audience.id, version }, 'a change nobody had told of was adopted')
      adopted.push(audience)
    }
    waiting = adopted
  }
  return changes
}

const COLUMNS = [
  'tenant_id',
  'audience_id',
  'version',
  'at',
  'run',
  'silent',
  'entered',
  'left',
] as const

async function write(
  ctx: Ctx,
  audiences: readonly Standing[],
  { rows, given }: Differences,
  { at, silent, run }: { at: Date; silent: boolean; run: string },
): Promise<void> {
  const versions = new Map(audiences.map((a) => [a.id, a.version + 1]))
  await ctx.ch.insertFrom(
    ctx.tenantId,
    {
      table: 'audience_change',
      columns: COLUMNS,
      token: [...versions].map(([id, version]) => `${ctx.tenantId}:${id}:${version}`).join(','),
      statement: ch`${given ?? nothing} select ${as('UUID', ctx.tenantId)}, audience_id, ${byAudience(versions)} as version,
          ${as('DateTime64(3)', at)}, ${as('UUID', run)}, ${as('Bool', silent)}, entered, left
        from (${rows})
        where bitmapCardinality(entered) + bitmapCardinality(left) > 0
          and (audience_id, version) not in (select audience_id, version from audience_change where ${rowsOf(versions)})`,
    },
    SLOW,
  )
}

const rowsOf = (versions: ReadonlyMap<string, number>) =>
  ch`audience_id in ${as('Array(UUID)', [...versions.keys()])} and version = ${byAudience(versions)}`

async function readChanges(ctx: Ctx, audiences: readonly Standing[]) {
  const rows = await ctx.ch.rows<{
    id: string
    version: string
    run: string
    silent: boolean
    at_ms: string
    came: string
    went: string
  }>(
    ctx.tenantId,
    ch`select toString(audience_id) as id, version, toString(run) as run, silent, toUnixTimestamp64Milli(at) as at_ms,
         bitmapCardinality(entered) as came, bitmapCardinality(left) as went
       from audience_change where ${rowsOf(new Map(audiences.map((a) => [a.id, a.version + 1])))} limit 1 by audience_id`,
  )
  return new Map(
    rows.map(({ id, version, run, silent, at_ms, came, went }) => {
      const at = new Date(Number(at_ms))
      const [entered, left] = [Number(came), Number(went)]
      return [id, { run, change: { version: Number(version), at, entered, left, silent } }]
    }),
  )
}

async function take(ctx: Ctx, audience: Standing, change: Change): Promise<void> {
  const { version, entered, left, silent, at } = change
  const { numAffectedRows } = await sql`
    update audience set version = ${version}, size = size + ${entered - left}, changed_at = ${at},
      changed_since = changed_since + ${entered + left}
    where tenant_id = ${ctx.tenantId} and id = ${audience.id} and version = ${version - 1}`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n)
    throw new Error(`audience ${audience.id} was moved on past version ${version} by somebody else`)
  audience.version = version
  audience.size += entered - left
  audience.changedSince += entered + left
  await emit(ctx, 'audience_changed', {
    audienceId: audience.id,
    version,
    entered,
    left,
    silent,
  })
}

/** So many changes, or customers in them, and membership is written whole once more. */
const VERSIONS_APART = 200
const CUSTOMERS_APART = 20_000

/**
 * After the commit of a change: the first of each of the brand's days, and whenever reading would
 * have to go through much. Writing one twice does no harm.
 */
export async function keepSnapshot(ctx: Ctx, audience: Standing, at: Date): Promise<boolean> {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(audience.timezone)
    .toPlainDate()
    .toString()
  const { version, snapshotVersion } = audience
  if (version === snapshotVersion) return false
  const isMuch =
    version - snapshotVersion >= VERSIONS_APART ||
    audience.changedSince > Math.max(CUSTOMERS_APART, audience.size)
  if (audience.snapshotOn === day && !isMuch) return false
  await ctx.ch.insertFrom(
    ctx.tenantId,
    {
      table: 'audience_snapshot',
      columns: ['tenant_id', 'audience_id', 'version', 'at', 'members'],
      token: `${ctx.tenantId}:${audience.id}:${version}`,
      statement: ch`select ${as('UUID', ctx.tenantId)}, ${as('UUID', audience.id)}, ${as('UInt64', version)},
          ${as('DateTime64(3)', at)}, ${membersOf(audience.id, { version })}`,
    },
    SLOW,
  )
  await sql`update audience set snapshot_version = ${version}, snapshot_on = ${day}::date, changed_since = 0
    where tenant_id = ${ctx.tenantId} and id = ${audience.id} and snapshot_version < ${version}`.execute(
    ctx.pg,
  )
  return true
}
