// Which audiences may decide what somebody is offered and shown: PIPL § 24 lets her refuse to be decided about by
// machines, and she then has what everybody has.
import { canonicalOf } from '../identity/index.ts'
import { type Ctx, SYSTEM } from '../platform/ctx.ts'
import { isAllowedTo } from '../profile/index.ts'
import { audiencesOf } from './history.ts'

/**
 * Ids of the audiences she is in, asked by the brand: a customer sees no audience, and a price is the same whoever
 * asks for it. Of who has said no to `profiling` only those that people put her in; a rule that reckons with what is
 * known of her puts her in none.
 */
export async function decidingAudiences(ctx: Ctx, customer: number): Promise<string[]> {
  const hers = await audiencesOf({ ...ctx, actor: SYSTEM }, customer)
  if (!hers.some(({ kind }) => kind === 'rule')) return hers.map(({ id }) => id)
  const canonical = (await canonicalOf(ctx, [customer])).get(customer) ?? customer
  const mayDecide = await isAllowedTo(ctx, canonical, 'profiling')
  return hers.filter(({ kind }) => mayDecide || kind === 'static').map(({ id }) => id)
}
