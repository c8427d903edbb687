// What identity must know of a customer before joining it with another, answered by upper layers.
import type { Ctx } from '../platform/ctx.ts'

export interface MergePolicy {
  /** Of these customers, those that may not be joined with others (consent withdrawn). */
  staysAlone(ctx: Ctx, customerIds: number[]): Promise<number[]>
}

let policy: MergePolicy | undefined

/** Wired once at start: `profile` implements it. */
export function useMergePolicy(given: MergePolicy): void {
  policy = given
}
export function mergePolicy(): MergePolicy {
  if (!policy) throw new Error('no merge policy: call useMergePolicy at start')
  return policy
}
