// Which arm of an experiment a customer is in. The rule is pure and stands here alone; who is exposed, and
// which experiments run, `insight` knows: whoever lies below asks it through this port.
import { createHash } from 'node:crypto'
import type { Ctx } from './ctx.ts'

export interface Arm {
  code: string
  /** In hundredths of a percent; those of an experiment add up to at most 10,000. */
  share: number
}

/** From 0 to below 1, the same for ever; of two salts independent. */
export function placeOf(salt: string, customerId: number): number {
  const hash = createHash('sha256').update(`${salt}:${customerId}`).digest()
  return hash.readUIntBE(0, 6) / 2 ** 48
}

/** Null: not in it, where the shares leave room. */
export function armAt(arms: readonly Arm[], place: number): string | null {
  let reached = 0
  for (const { code, share } of arms) {
    reached += share
    if (place * 10_000 < reached) return code
  }
  return null
}

export interface Experiments {
  /**
   * The arm each customer is in, whether she has met it or not; who is in none is left out: the experiment
   * does not run, has no room for her, or a holdout keeps her.
   */
  armsOf(ctx: Ctx, code: string, customers: readonly number[]): Promise<Map<number, string>>
  /** As `armsOf`, and notes that they have met it now. In the caller's transaction. */
  expose(ctx: Ctx, code: string, customers: readonly number[]): Promise<Map<number, string>>
  /** Of these customers, canonical, those whom a running holdout keeps out of every experiment. */
  heldOut(ctx: Ctx, customers: readonly number[]): Promise<Set<number>>
}

let wired: Experiments | undefined

/** Wired once at start: `insight` implements it. */
export function useExperiments(given: Experiments): void {
  wired = given
}

export async function armOf(ctx: Ctx, code: string, customer: number): Promise<string | null> {
  return (await experiments().armsOf(ctx, code, [customer])).get(customer) ?? null
}

export function experiments(): Experiments {
  if (!wired) throw new Error('no experiments: call useExperiments at start')
  return wired
}
