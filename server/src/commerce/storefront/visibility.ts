// Whom a storefront is shown to: everybody, or customers of some member levels, audiences or pools.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, forbidden } from '../../platform/errors.ts'
import { heldBy } from '../quote/ports.ts'

/** Who is in one of them sees it; none named: everybody. */
export interface VisibleTo {
  levels: string[]
  audiences: string[]
  pools: string[]
}
export const EVERYBODY: VisibleTo = { levels: [], audiences: [], pools: [] }
type Circles = Pick<VisibleTo, 'audiences' | 'pools'>

/** Who is in which audience and pool; another domain's to say. */
export interface CirclesPort {
  /** @throws 404 for one that is not there */
  demand(ctx: Ctx, asked: Circles): Promise<void>
  hold(ctx: Ctx, customerId: number, asked: Circles): Promise<boolean>
}
let circles: CirclesPort | undefined
/** Called at start. */
export function useCircles(given: CirclesPort | undefined): void {
  circles = given
}
const port = (): CirclesPort => {
  if (!circles) throw new Error('nobody says who is in which audience')
  return circles
}
const namesCircles = ({ audiences, pools }: Circles) => audiences.length + pools.length > 0

/** @throws 404 for an audience or a pool that is not there */
export async function demandCircles(ctx: Ctx, to: VisibleTo): Promise<void> {
  if (namesCircles(to)) await port().demand(ctx, to)
}

export const isForAll = (to: VisibleTo): boolean => to.levels.length === 0 && !namesCircles(to)

/** @param levels that she holds, where they are known already */
export async function maySee(
  ctx: Ctx,
  to: VisibleTo,
  customerId: number,
  levels?: readonly string[],
): Promise<boolean> {
  if (isForAll(to)) return true
  if (to.levels.length > 0) {
    const held = levels ?? (await heldBy(ctx, customerId)).levels
    if (to.levels.some((level) => held.includes(level))) return true
  }
  return namesCircles(to) && port().hold(ctx, customerId, to)
}

const NOT_VISIBLE = 'storefront_not_visible'
export const notVisible = () =>
  forbidden(NOT_VISIBLE, 'This storefront is for customers of other levels or audiences')
export const isNotVisible = (error: unknown): boolean =>
  error instanceof AppError && error.code === NOT_VISIBLE

/** Undefined: there is no such storefront. */
export async function visibilityOf(ctx: Ctx, code: string): Promise<VisibleTo | undefined> {
  const { rows } = await sql<{ visible_to: VisibleTo }>`select visible_to from storefront
    where tenant_id = ${ctx.tenantId} and code = ${code}`.execute(ctx.pg)
  return rows[0]?.visible_to
}
