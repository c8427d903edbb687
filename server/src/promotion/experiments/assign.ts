// Which arm of each experiment a person is in, before any price is reckoned or benefit looked at: so that every
// door treats her alike.
import { type RawBuilder, sql } from 'kysely'
import { armAt, experiments, placeOf } from '../../platform/arms.ts'
import { brandCached } from '../../platform/brand-cache.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Buyer } from '../person.ts'

export interface AssignedArm {
  experiment: string
  arm: string
  /** She met it before; it was hers from then on. */
  is_met: boolean
}
export interface Assigned {
  /** Of running experiments that she is in. */
  arms: AssignedArm[]
  /** Offers of arms that are not hers: they do not exist for her. */
  closed: ReadonlySet<string>
}

export interface TriedArm {
  code: string
  share: number
  offer_id: string | null
  batch_id: string | null
  benefit_code: string | null
}
/** An experiment that bears on people now. */
export interface Tried {
  id: string
  state: 'running' | 'stopped'
  salt: string
  arms: TriedArm[]
}
interface Row extends Tried {
  met: string | null
}

/** An experiment `e` as it is tried. */
export const TRIED = sql`e.id, e.state, e.salt,
  (select jsonb_agg(jsonb_build_object('code', a.code, 'share', a.share, 'offer_id', a.offer_id,
      'batch_id', a.batch_id, 'benefit_code', a.benefit_code) order by a.position)
    from offer_experiment_arm a where a.tenant_id = e.tenant_id and a.experiment_id = e.id) as arms`

const NONE: Assigned = { arms: [], closed: new Set() }

/**
 * By the earliest exposure among all nodes of hers, so a merge moves nobody who has met it; until then by a
 * hash of her canonical number. Who is in no arm (not signed in, outside the shares, kept by a holdout), and
 * everybody once it is stopped, has control and is not counted.
 * @param which of experiments `e`; those on offers unless others are asked for
 */
export async function assignedTo(
  ctx: Ctx,
  buyer: Buyer | null,
  which?: RawBuilder<unknown>,
): Promise<Assigned> {
  if (!which && !(await anyOnOffers(ctx))) return NONE
  const { rows } = await sql<Row>`
    select ${TRIED},
      (select x.arm from offer_exposure x where x.tenant_id = e.tenant_id and x.experiment_id = e.id
          and x.node_id = any(${[...(buyer?.nodes ?? [])]}::bigint[]) order by x.at, x.node_id limit 1) as met
    from offer_experiment e where e.tenant_id = ${ctx.tenantId} and e.state in ('running', 'stopped')
      and ${which ?? sql`e.kind = 'offer'`}
    order by e.id`.execute(ctx.pg)
  if (rows.length === 0) return NONE
  const isHeld = buyer !== null && (await experiments().heldOut(ctx, [buyer.customerId])).size > 0
  const arms: AssignedArm[] = []
  const closed = new Set<string>()
  for (const row of rows) {
    const arm = buyer && armFor(row, { customer: buyer.customerId, met: row.met, isHeld })
    if (arm !== null) arms.push({ experiment: row.id, arm, is_met: row.met !== null })
    // A coupon in her wallet is a promise: once nobody is measured any more it is kept.
    for (const { offer_id, batch_id } of othersThan(row, arm))
      if (offer_id !== null && !(batch_id !== null && row.state === 'stopped')) closed.add(offer_id)
  }
  return { arms, closed }
}

const anyOnOffers = (ctx: Ctx): Promise<boolean> =>
  brandCached(ctx, 'promotion.any_experiments_on_offers', async () => {
    const { rows } = await sql<{ any: boolean }>`
      select exists (select 1 from offer_experiment e
        where e.tenant_id = ${ctx.tenantId} and e.kind = 'offer' and e.state in ('running', 'stopped')) as any`.execute(
      ctx.pg,
    )
    return rows[0]?.any ?? false
  })

/** Pure: null: in none, she has control. */
export function armFor(
  { state, arms, salt }: Tried,
  person: { customer: number; met: string | null; isHeld: boolean },
): string | null {
  if (state === 'stopped') return null
  if (person.met !== null) return person.met
  return person.isHeld ? null : armAt(arms, placeOf(salt, person.customer))
}

/** Pure: the arms whose offers and benefits are not hers. */
export const othersThan = ({ arms }: Tried, arm: string | null): TriedArm[] => {
  const has = arm ?? arms[0]?.code
  return arms.filter(({ code }) => code !== has)
}
