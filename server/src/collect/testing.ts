// Drafts and a collector for tests.
import { useMergePolicy } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { secretsFrom } from '../platform/secrets.ts'
import { testStores } from '../platform/testing.ts'
import { consentPolicy, useVault } from '../profile/index.ts'
import { type Collector, createCollector } from './collector.ts'
import type { Draft } from './draft.ts'
import type { EventRules } from './event-rules.ts'
import type { Submission } from './prepare.ts'

useMergePolicy(consentPolicy)
useVault(secretsFrom('a secret of the tests, thirty-two characters'))

export function draft(given: Partial<Draft> & { name: string }): Draft {
  return {
    index: 0,
    messageId: null,
    dedupeKey: given.messageId ?? null,
    at: Date.now(),
    clientAt: null,
    platform: 'web',
    intent: 'observe',
    identifiers: [],
    surroundings: {},
    links: {},
    attributes: [],
    props: {},
    raw: () => Buffer.from(JSON.stringify(given)),
    ...given,
  }
}

/** A collector that flushes at once, so tests do not wait for company. */
export function testCollector(
  ctx: Ctx,
  options: { maxWaiting?: number; rules?: EventRules } = {},
): Collector {
  return createCollector((tenantId) => ({ ...ctx, tenantId }), {
    maxWaiting: 100_000,
    flushMs: 2,
    ...options,
  })
}

export const submission = (
  ctx: Ctx,
  drafts: Draft[],
  given: Partial<Submission> = {},
): Submission => ({
  tenantId: ctx.tenantId,
  protocol: 'homefield',
  source: 'test',
  writeKeyId: null,
  isVerified: true,
  receivedAt: Date.now(),
  drafts,
  ...given,
})

export { testStores }
