// Whether a customer is in one of some audiences or pools, for who opens a door by that.
import { sql } from 'kysely'
import { type Ctx, SYSTEM } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { decidingAudiences } from './deciding.ts'
import { audiencesOf } from './history.ts'
import { livePools } from './pools/pool.ts'
import { demandAudiences } from './queries.ts'

interface Circles {
  audiences: readonly string[]
  pools: readonly string[]
}
export const audienceCircles = {
  /** @throws 404 */
  async demand(ctx: Ctx, { audiences, pools }: Circles): Promise<void> {
    await demandAudiences(ctx, audiences)
    const { rows } = await sql`select from unnest(${[...pools]}::uuid[]) as w (id)
      where not exists (select from pool p where p.tenant_id = ${ctx.tenantId} and p.id = w.id)`.execute(
      ctx.pg,
    )
    if (rows.length > 0) throw notFound('pool')
  },
  /** A pool that is not live, and an archived audience, hold nobody. */
  async hold(ctx: Ctx, customerId: number, asked: Circles): Promise<boolean> {
    if (asked.audiences.length > 0) {
      const hers = await decidingAudiences(ctx, customerId)
      if (hers.some((id) => asked.audiences.includes(id))) return true
    }
    if (asked.pools.length === 0) return false
    // Who is kept where is no judgement of her: she came into the pool herself.
    const ofPools = (await livePools(ctx))
      .filter(({ id }) => asked.pools.includes(id))
      .map(({ audience }) => audience)
    if (ofPools.length === 0) return false
    const hers = await audiencesOf({ ...ctx, actor: SYSTEM }, customerId)
    return hers.some(({ id }) => ofPools.includes(id))
  },
}
