// Identifiers of rows in, nodes out: each distinct set is asked for once an import.
import { readEpoch, resolve } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface Asked {
  identifiers: { namespace: string; value: string }[]
  /** Epoch ms. */
  at: number
}

/** Everything an import writes under carries this source, so that undoing it finds it again. */
export const sourceOf = (importId: string) => `import:${importId}`

/** Sets remembered; beyond that the oldest are asked for again, which only costs time. */
const MAX_REMEMBERED = 200_000

export function createFinder(importId: string, reason: string) {
  const known = new Map<string, number | null>()
  let epoch = 0
  return {
    /** Nodes in the order of `asked`; null where no identifier can identify anybody. */
    async nodesOf(ctx: Ctx, asked: readonly Asked[]): Promise<(number | null)[]> {
      // A customer may have been erased since: whoever comes with its identifiers now is new.
      const now = await readEpoch(ctx)
      if (now !== epoch) known.clear()
      epoch = now
      const signatures = asked.map((a) =>
        a.identifiers
          .map((i) => `${i.namespace}\x1f${i.value}`)
          .sort()
          .join('\x1e'),
      )
      const earliest = new Map<string, Asked>()
      for (const [i, one] of asked.entries()) {
        const signature = signatures[i] ?? ''
        if (signature === '' || known.has(signature)) continue
        const before = earliest.get(signature)
        if (!before || one.at < before.at) earliest.set(signature, one)
      }
      if (earliest.size > 0) {
        if (known.size > MAX_REMEMBERED) known.clear()
        const wanted = [...earliest]
        const { resolutions } = await resolve(
          ctx,
          wanted.map(([, one]) => ({
            at: one.at,
            intent: 'observe' as const,
            identifiers: one.identifiers,
            isVerified: true,
            source: sourceOf(importId),
            reason,
          })),
        )
        for (const [i, [signature]] of wanted.entries())
          known.set(signature, resolutions[i]?.node ?? null)
      }
      return signatures.map((s) => (s === '' ? null : (known.get(s) ?? null)))
    },
  }
}
export type Finder = ReturnType<typeof createFinder>
