// What the server itself is, before it is known who asks and for which brand.
import type { Actor, Ctx } from '../platform/ctx.ts'
import { SYSTEM } from '../platform/ctx.ts'

export type Base = Omit<Ctx, 'tenantId' | 'actor'>

export const asTenant = (base: Base, tenantId: string, actor: Actor = SYSTEM): Ctx => ({
  ...base,
  tenantId,
  actor,
})

/** One transaction on what a `Base` offers; see `inTx`. */
export function inBaseTx<T>(base: Base, work: (base: Base) => Promise<T>): Promise<T> {
  if (base.pg.isTransaction) return work(base)
  return base.pg.transaction().execute(async (pg) => {
    await base.fence?.(pg)
    return work({ ...base, pg })
  })
}
