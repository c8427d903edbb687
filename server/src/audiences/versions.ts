// One version of a membership: a row in the event store that is written whole or not at all, then one
// transaction that moves the audience on and tells of it. Whoever finds the row of a run that died in
// between adopts it; nothing is ever computed twice under one number.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { as, sql as ch, nothing, type Sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { emit } from '../platform/emit.ts'
import { membersOf } from './history-sql.ts'
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
  /** `from …` that the two are made of. */
  from?: Sql
  /** `with …` for the whole statement. */
  given?: Sql
  /** Known already: only another run's change may be there to be taken up. */
  isNobody?: boolean
}

const SLOW = { maxSeconds: 300 }

/**
 * Call in a transaction under `lockAudience`. Moves `audience` on, in the database and in the object
 * given. Answers the changes: none when nobody came or went, more than one when another run's was found.
 * @param differ asked anew after another run's change; undefined: nobody comes or goes
 */
export async function advance(
  ctx: Ctx,
  audience: Standing,
  at: Date,
  silent: boolean,
  differ: () => Difference | undefined | Promise<Difference | undefined>,
): Promise<Change[]> {
  const changes: Change[] = []
  for (;;) {
    const difference = await differ()
    if (!difference) return changes
    const run = randomUUID()
    const version = audience.version + 1
    if (!difference.isNobody)
      await ctx.ch.insertFrom(
        ctx.tenantId,
        {
          table: 'audience_change',
          columns: [
            'tenant_id',
            'audience_id',
            'version',
            'at',
            'run',
            'silent',
            'entered',
            'left',
          ],
          token: `${ctx.tenantId}:${audience.id}:${version}`,
          statement: ch`${difference.given ?? nothing} select ${as('UUID', ctx.tenantId)}, ${as('UUID', audience.id)}, ${as('UInt64', version)},
              ${as('DateTime64(3)', at)}, ${as('UUID', run)}, ${as('Bool', silent)}, entered, left
            from (select ${difference.entered} as entered, ${difference.left} as left ${difference.from ?? nothing})
            where bitmapCardinality(entered) + bitmapCardinality(left) > 0
              and (select count() from audience_change where ${rowOf(audience.id, version)}) = 0`,
        },
        SLOW,
      )
    const written = await readChange(ctx, audience.id, version)
    if (!written) return changes
    await take(ctx, audience, written)
    changes.push(written)
    if (written.run === run) return changes
    ctx.log.warn({ audience: audience.id, version }, 'a change that nobody had told of was adopted')
  }
}

const rowOf = (audienceId: string, version: number) =>
  ch`audience_id = ${as('UUID', audienceId)} and version = ${as('UInt64', version)}`

async function readChange(ctx: Ctx, audienceId: string, version: number) {
  const [row] = await ctx.ch.rows<{
    run: string
    silent: boolean
    at_ms: string
    came: string
    went: string
  }>(
    ctx.tenantId,
    ch`select toString(run) as run, silent, toUnixTimestamp64Milli(at) as at_ms,
         bitmapCardinality(entered) as came, bitmapCardinality(left) as went
       from audience_change where ${rowOf(audienceId, version)} limit 1`,
  )
  if (!row) return undefined
  return {
    version,
    run: row.run,
    silent: row.silent,
    at: new Date(Number(row.at_ms)),
    entered: Number(row.came),
    left: Number(row.went),
  }
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
