// What tests of webhooks need: a brand whose webhooks hear of what happens, and somebody who listens.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { consumeSignals } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { type Api, keyOf, testApi, testSecrets } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { deliverDue } from './attempts.ts'
import { deliveriesOfSignals } from './deliveries.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { routes } from './routes.ts'
import { WEBHOOK_CONSUMER } from './webhook.ts'

const outbound = { allowPrivate: true, timeoutMs: 5000 }
export const deps = { secrets: testSecrets, outbound, plugins: [] }

export interface WebhookBench {
  ctx: TestCtx
  api: Api
  key: string
  receiver: Receiver
  at(ms: number): TestCtx
  webhook(events: string[], more?: object): Promise<{ webhook: { id: string }; secret: string }>
  /** The same event of each member. */
  happen(name: string, members: readonly string[], props?: Record<string, unknown>): Promise<void>
  /** What happened becomes deliveries. */
  listen(): Promise<void>
  /** @returns how many were tried */
  tell(ms?: number): Promise<number>
  stop(): Promise<void>
}

export async function startWebhookBench(): Promise<WebhookBench> {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes(deps)] })
  const key = await keyOf(ctx, 'owner')
  const collector = testCollector(ctx)
  const receiver = await startReceiver()
  const at = (ms: number) => ({ ...ctx, now: () => new Date(ms) })
  return {
    ...{ ctx, api, key, receiver, at },
    async webhook(events, more = {}) {
      const answer = await api.call('POST', '/webhooks', {
        key,
        body: { name: 'erp', url: receiver.url, events, ...more },
      })
      expect(answer.status, answer.text).toBe(201)
      return answer.body as unknown as { webhook: { id: string }; secret: string }
    },
    async happen(name, members, props = {}) {
      await collector.submit(
        submission(
          ctx,
          members.map((value) =>
            draft({
              name,
              messageId: randomUUIDv7(),
              identifiers: [{ namespace: 'member_id', value }],
              props,
            }),
          ),
        ),
      )
    },
    async listen() {
      await consumeSignals(
        (tenantId) => ({ ...ctx, tenantId }),
        WEBHOOK_CONSUMER,
        10_000,
        deliveriesOfSignals,
      )
      // Tests beside this one may take the same signals, so wait until none of ours is left.
      await expect
        .poll(async () => {
          const { rows } = await sql`select 1 from signal
            where tenant_id = ${ctx.tenantId} and consumer = ${WEBHOOK_CONSUMER}`.execute(ctx.pg)
          return rows.length
        })
        .toBe(0)
    },
    async tell(ms = Date.now()) {
      let sent = 0
      for (;;) {
        const n = await deliverDue(at(ms), deps)
        sent += n
        if (n === 0) return sent
      }
    },
    async stop() {
      await collector.stop()
      await receiver.stop()
    },
  }
}
