// The moments at which fifths are cut anew, and what they were.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Rfm } from './computed.ts'
import {
  type CutOffs,
  cutOffsOf,
  fifths,
  nextAbove,
  type Tile,
  topsOf,
} from './computed-rfm-sql.ts'
import { type Clock, startOf } from './windows.ts'

const SLOW = { maxSeconds: 300 }

export interface Cutting {
  cuts: CutOffs
  /** Whose figures were cut. */
  buyers: number
}

/** Undefined when there are no buyers yet. */
export async function takeCutOffs(ctx: Ctx, rfm: Rfm, clock: Clock): Promise<Cutting | undefined> {
  const tiles = await ctx.ch.rows<Tile>(ctx.tenantId, fifths(rfm, clock), SLOW)
  if (tiles.length === 0) return undefined
  const tops = { r: topsOf(tiles, 'r'), f: topsOf(tiles, 'f'), m: topsOf(tiles, 'm') }
  const [row] = await ctx.ch.rows<{
    above_r: (number | null)[]
    above_f: (number | null)[]
    above_m: (number | null)[]
  }>(ctx.tenantId, nextAbove(rfm, clock, tops), SLOW)
  const above = { r: row?.above_r ?? [], f: row?.above_f ?? [], m: row?.above_m ?? [] }
  const buyers = tiles
    .filter((t) => t.dimension === 'r')
    .reduce((sum, t) => sum + Number(t.customers), 0)
  return { cuts: cutOffsOf(tops, above), buyers }
}

/** When fifths that were cut at a moment are cut again; undefined: never. */
export function cutAgainAt(rfm: Rfm, takenAt: Clock): number | undefined {
  if (rfm.cuts.kind === 'given' || rfm.cuts.anew === 'never') return undefined
  return startOf(takenAt, rfm.cuts.anew, -1)
}

/**
 * The cut-offs in force, cut anew and stored when it is time; those that another score of the same
 * figures was given in this period serve too, so that R, F and M of a customer go by one cutting, and
 * another label cuts nothing anew. `again`: when the next will be.
 */
export async function cutOffsFor(
  ctx: Ctx,
  { id, definitionVersion }: { id: string; definitionVersion: number },
  rfm: Rfm,
  clock: Clock,
): Promise<{ cuts: CutOffs; isNew: boolean; again: Date | null } | undefined> {
  if (rfm.cuts.kind === 'given') return undefined
  const { rows } = await sql<{ taken_at: Date; cuts: CutOffs; buyers: number; is_own: boolean }>`
    select c.taken_at, c.cuts, c.buyers::float8 as buyers,
      c.attribute_id = ${id} and c.definition_version = ${definitionVersion} as is_own
    from computed_cut_offs c
    join computed_attribute a on a.tenant_id = c.tenant_id and a.id = c.attribute_id
    join computed_definition d on d.tenant_id = c.tenant_id and d.attribute_id = c.attribute_id
      and d.version = c.definition_version
    where c.tenant_id = ${ctx.tenantId} and a.state <> 'deleted' and c.taken_at <= ${new Date(clock.now)}
      and d.definition - 'output' = ${JSON.stringify(rfm)}::jsonb - 'output'
    order by c.taken_at desc, is_own desc limit 1`.execute(ctx.pg)
  const last = rows[0]
  const again = (taken: Date) => {
    const at = cutAgainAt(rfm, { ...clock, now: taken.getTime() })
    return at === undefined ? null : new Date(at)
  }
  const due = last && again(last.taken_at)
  const isInForce = last !== undefined && (!due || due.getTime() > clock.now)
  if (isInForce && last.is_own) return { cuts: last.cuts, isNew: false, again: due ?? null }
  const cutting = isInForce ? last : await takeCutOffs(ctx, rfm, clock)
  // Nobody has bought yet: whoever is first finds them uncut.
  if (!cutting) return undefined
  const takenAt = isInForce ? last.taken_at : new Date(clock.now)
  await sql`insert into computed_cut_offs (tenant_id, attribute_id, taken_at, definition_version, cuts, buyers)
    values (${ctx.tenantId}, ${id}, ${takenAt}, ${definitionVersion}, ${JSON.stringify(cutting.cuts)}::jsonb, ${cutting.buyers})
    on conflict (tenant_id, attribute_id, taken_at) do update
      set definition_version = excluded.definition_version, cuts = excluded.cuts, buyers = excluded.buyers`.execute(
    ctx.pg,
  )
  return { cuts: cutting.cuts, isNew: true, again: again(takenAt) }
}
