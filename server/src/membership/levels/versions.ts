// The wordings of a ladder's rules: published one after the other, none is ever changed.
import { sql } from 'kysely'
import { hearOnly } from '../../collect/index.ts'
import { demandPictures } from '../../pictures/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { unnest } from '../../platform/unnest.ts'
import { reserveLevels } from './attributes.ts'
import { eventsOf, faultOfRules, LADDERS, type Ladder, LevelRules, type Version } from './rules.ts'

export interface Published {
  version: number
  rules: LevelRules
  note: string
  published_at: Date
  published_by_name: string
}
export const EVALUATE_QUEUE = 'membership.evaluate_all'
/** Hears the events that rules look at. */
export const LEVEL_CONSUMER = 'membership.levels'

/** The oldest first. */
export async function versionsOf(ctx: Ctx, ladder: Ladder): Promise<Published[]> {
  const { rows } = await sql<Published>`
    select version, rules, note, published_at, published_by_name from level_rules
    where tenant_id = ${ctx.tenantId} and ladder = ${ladder} order by version`.execute(ctx.pg)
  return rows.map((row) => ({ ...row, rules: LevelRules.parse(row.rules) }))
}

export const asVersions = (published: readonly Published[]): Version[] =>
  published.map(({ version, rules, published_at }) => ({
    ...{ version, rules, from: published_at.getTime() },
  }))

/** @throws 400 */
export function demandSound(rules: LevelRules, ladder: Ladder): void {
  const fault = faultOfRules(rules, ladder)
  if (fault) throw invalid(fault.code, fault.message, fault.details)
}

/**
 * From now on these rules hold; nobody is asked to stop anything. Levels are looked at anew soon after.
 * @param version the newest one it was written on; 0: the first
 * @throws 400, 404 for a badge that is no picture of the brand, 409 when another wording was published meanwhile
 */
export function publishRules(
  ctx: Ctx,
  ladder: Ladder,
  given: { rules: LevelRules; note: string; version: number },
): Promise<Published> {
  return inTx(ctx, async (ctx) => {
    demandSound(given.rules, ladder)
    await sql`select pg_advisory_xact_lock(hashtext(${`level_rules ${ladder}`}), hashtext(${ctx.tenantId}))`.execute(
      ctx.pg,
    )
    const before = await versionsOf(ctx, ladder)
    const last = before.at(-1)
    if ((last?.version ?? 0) !== given.version)
      throw conflict('edited_meanwhile', 'Another wording was published meanwhile', {
        version: last?.version ?? 0,
      })
    // Two wordings of one millisecond would have no order.
    const at = new Date(Math.max(ctx.now().getTime(), (last?.published_at.getTime() ?? 0) + 1))
    const badges = given.rules.levels.flatMap(({ code, badge }) => (badge ? [{ code, badge }] : []))
    await demandPictures(
      ctx,
      badges.map(({ badge }) => badge),
    )
    const u = unnest(badges, {
      level: ['text', (one) => one.code],
      picture_id: ['uuid', (one) => one.badge],
    })
    await reserveLevels(ctx, ladder, [...before.map((one) => one.rules), given.rules])
    const published: Published = {
      ...{ version: given.version + 1, rules: given.rules, note: given.note },
      ...{ published_at: at, published_by_name: ctx.actor.name },
    }
    await sql`insert into level_rules (tenant_id, ladder, version, rules, note, published_at, published_by, published_by_name)
      values (${ctx.tenantId}, ${ladder}, ${published.version}, ${JSON.stringify(given.rules)}::jsonb, ${given.note},
        ${at}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.actor.name})`.execute(ctx.pg)
    await sql`insert into level_badge (tenant_id, ladder, version, level, picture_id)
      select ${ctx.tenantId}::uuid, ${ladder}, ${published.version}, ${u.names} from ${u.rows}`.execute(
      ctx.pg,
    )
    await hearLevels(ctx)
    const object = { kind: 'level_rules', id: ladder }
    await audit(ctx, 'level_rules.published', object, {
      before: last?.rules ?? null,
      after: published,
    })
    await ctx.jobs.send(
      ctx.pg,
      EVALUATE_QUEUE,
      { tenantId: ctx.tenantId, ladder },
      { singletonKey: `${ctx.tenantId} ${ladder}` },
    )
    return published
  })
}

async function hearLevels(ctx: Ctx): Promise<void> {
  const all = await Promise.all(LADDERS.map((ladder) => versionsOf(ctx, ladder)))
  const names = eventsOf(all.flat().map(({ rules }) => rules))
  await hearOnly(ctx, LEVEL_CONSUMER, names, { historical: true })
}
