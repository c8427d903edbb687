// "Why was she Gold on 3 May": the replay as of that day, beside what was found at the time.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { canonicalInScope } from '../../profile/index.ts'
import type { Figures, Progress } from './measure.ts'
import type { Change } from './replay.ts'
import type { Ladder, Level } from './rules.ts'
import { replayed } from './stand.ts'
import { asVersions, versionsOf } from './versions.ts'

export interface Explained {
  as_of: Date
  level: string | null
  since: Date | null
  term_ends_at: Date | null
  grace_until: Date | null
  figures: Figures | null
  progress: Progress
  rules_version: number | null
  /** The levels of the wording that held then. */
  levels: Level[]
  changes: (Omit<Change, 'at'> & { at: Date })[]
  /** What was written down when it was found. */
  found: Found[]
}
export interface Found {
  from_level: string | null
  to_level: string | null
  reason: string
  at: Date
  found_at: Date
  rules_version: number | null
}

/** @throws 404, also where the ladder has no rules */
export async function explainLevel(
  ctx: Ctx,
  id: number,
  ladder: Ladder,
  asOf: Date,
): Promise<Explained> {
  const customer = await canonicalInScope(ctx, id)
  const versions = asVersions(await versionsOf(ctx, ladder))
  if (versions.length === 0) throw notFound('level_rules')
  const told = (await replayed(ctx, ladder, [customer], versions, asOf.getTime())).get(customer)
  const { rows: found } = await sql<Found>`
    select l.from_level, l.to_level, l.reason, l.at, l.found_at, l.rules_version from level_change l
    join customer c on c.tenant_id = l.tenant_id and c.id = l.node_id
    where l.tenant_id = ${ctx.tenantId} and l.ladder = ${ladder} and c.canonical_id = ${customer} and l.found_at <= ${asOf}
    order by l.found_at, l.id`.execute(ctx.pg)
  const standing = told?.standing
  const dated = (at: number | null | undefined) => (at == null ? null : new Date(at))
  return {
    as_of: asOf,
    level: standing?.level ?? null,
    since: dated(standing?.since),
    term_ends_at: dated(standing?.termEndsAt),
    grace_until: dated(standing?.graceUntil),
    figures: standing?.figures ?? null,
    progress: standing?.progress ?? null,
    rules_version: standing?.version ?? null,
    levels: versions.findLast((v) => v.from <= asOf.getTime())?.rules.levels ?? [],
    changes: (told?.changes ?? []).map((change) => ({ ...change, at: new Date(change.at) })),
    found,
  }
}
