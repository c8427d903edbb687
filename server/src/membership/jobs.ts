// What membership does by itself.

import type { Ctx } from '../platform/ctx.ts'
import type { Queue } from '../platform/jobs.ts'
import { expireCards } from './cards/cards.ts'
import { tellRenewals } from './cards/renewals.ts'
import { evaluateAll, keepDue } from './levels/keep.ts'
import type { Ladder } from './levels/rules.ts'
import { failSimulation, runSimulation, SIMULATE_QUEUE } from './levels/simulate.ts'
import { EVALUATE_QUEUE } from './levels/versions.ts'
import { expireSessionCards } from './session-cards/expire.ts'

export const memberQueues = (make: (tenantId: string) => Ctx, system: Ctx): Queue[] => [
  {
    name: EVALUATE_QUEUE,
    expireInSeconds: 3_600,
    run: ({ tenantId, ladder }: { tenantId: string; ladder: Ladder }) =>
      evaluateAll(make(tenantId), ladder),
  },
  {
    name: SIMULATE_QUEUE,
    retryLimit: 0,
    expireInSeconds: 3_600,
    async run({ tenantId, id }: { tenantId: string; id: string }) {
      const ctx = make(tenantId)
      try {
        await runSimulation(ctx, id)
      } catch (error) {
        await failSimulation(ctx, id, error)
        throw error
      }
    },
  },
  {
    name: 'membership.cards',
    cron: '11 * * * *',
    async run() {
      await expireCards(system, make)
      await tellRenewals(system, make)
    },
  },
  {
    name: 'membership.session_cards',
    cron: '*/10 * * * *',
    expireInSeconds: 3_600,
    run: () => expireSessionCards(system, make),
  },
  // Days begin at different hours in different zones.
  { name: 'membership.keep_due', cron: '7 * * * *', run: () => keepDue(system, make) },
]
