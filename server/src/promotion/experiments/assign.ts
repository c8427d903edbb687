// Which arm of each experiment a buyer is in, before any price is reckoned: so that every door prices alike.
import { sql } from 'kysely'
import { armAt, experiments, placeOf } from '../../platform/arms.ts'
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

interface Row {
  id: string
  state: 'running' | 'stopped'
  salt: string
  arms: { code: string; share: number; offer_id: string | null; batch_id: string | null }[]
  met: string | null
}

const NONE: Assigned = { arms: [], closed: new Set() }

/**
 * By the earliest exposure among all nodes of hers, so a merge moves nobody who has met it; until then by a
 * hash of her canonical number. Who is in no arm (not signed in, outside the shares, kept by a holdout), and
 * everybody once it is stopped, has control and is not counted.
 */
export async function assignedTo(ctx: Ctx, buyer: Buyer | null): Promise<Assigned> {
  const { rows } = await sql<Row>`
    select e.id, e.state, e.salt,
      (select jsonb_agg(jsonb_build_object('code', a.code, 'share', a.share, 'offer_id', a.offer_id,
          'batch_id', a.batch_id) order by a.position)
        from offer_experiment_arm a where a.tenant_id = e.tenant_id and a.experiment_id = e.id) as arms,
      (select x.arm from offer_exposure x where x.tenant_id = e.tenant_id and x.experiment_id = e.id
          and x.node_id = any(${[...(buyer?.nodes ?? [])]}::bigint[]) order by x.at, x.node_id limit 1) as met
    from offer_experiment e where e.tenant_id = ${ctx.tenantId} and e.state in ('running', 'stopped')
    order by e.id`.execute(ctx.pg)
  if (rows.length === 0) return NONE
  const isHeld = buyer !== null && (await experiments().heldOut(ctx, [buyer.customerId])).size > 0
  const arms: AssignedArm[] = []
  const closed = new Set<string>()
  for (const row of rows) {
    const arm = armFor(row, buyer, isHeld)
    if (arm !== null) arms.push({ experiment: row.id, arm, is_met: row.met !== null })
    const has = arm ?? row.arms[0]?.code
    // A coupon in her wallet is a promise: once nobody is measured any more it is kept.
    for (const { code, offer_id, batch_id } of row.arms)
      if (offer_id !== null && code !== has && !(batch_id !== null && row.state === 'stopped'))
        closed.add(offer_id)
  }
  return { arms, closed }
}

function armFor(row: Row, buyer: Buyer | null, isHeld: boolean): string | null {
  if (row.state === 'stopped' || buyer === null) return null
  if (row.met !== null) return row.met
  return isHeld ? null : armAt(row.arms, placeOf(row.salt, buyer.customerId))
}
