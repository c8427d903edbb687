// The one way a service message comes about: written in the transaction of what it tells of.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { recordEvents } from '../platform/outbox.ts'
import type { Secrets } from '../platform/secrets.ts'
import { unnest } from '../platform/unnest.ts'
import { type Language, type MessageKind, type ParamsOf, wordsOf } from './kinds.ts'

export type NewMessage = {
  [K in MessageKind]: {
    kind: K
    /** What it is about, unique in the brand: `shipped:<shipment id>`. */
    key: string
    /** The customer's node; null when nobody is known yet. */
    node: number | null
    params: ParamsOf<K>
    /** A path inside the shop, `/orders/…`. */
    link?: string
    /** Shown in place of `{code}`, until then. */
    secret?: { text: string; until: Date }
  }
}[MessageKind]

let secrets: Pick<Secrets, 'seal' | 'open'> | undefined
/** Called at start. */
export function useMessageSecrets(given: Pick<Secrets, 'seal' | 'open'>): void {
  secrets = given
}
const vault = () => {
  if (!secrets) throw new Error('service messages have no secrets to seal with')
  return secrets
}
const contextOf = (tenantId: string, id: string) => `service message ${tenantId} ${id}`

/** Writes those that are not written yet. @returns how many are new */
export function sendMessages(ctx: Ctx, messages: readonly NewMessage[]): Promise<number> {
  if (messages.length === 0) return Promise.resolve(0)
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ language: Language }>`
      select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
    const language = rows[0]?.language ?? 'zh-CN'
    const made = messages.map((message) => ({ ...message, id: randomUUIDv7() }))
    const u = unnest(made, {
      id: ['uuid', (m) => m.id],
      kind: ['text', (m) => m.kind],
      key: ['text', (m) => m.key],
      node_id: ['bigint', (m) => m.node],
      text: ['text', (m) => wordsOf(m.kind, m.params as ParamsOf<typeof m.kind>, language)],
      link: ['text', (m) => m.link ?? null],
      secret_sealed: [
        'text',
        (m) => (m.secret ? vault().seal(m.secret.text, contextOf(ctx.tenantId, m.id)) : null),
      ],
      secret_until: ['timestamptz', (m) => m.secret?.until ?? null],
    })
    const { rows: written } = await sql<{ id: string }>`
      insert into service_message (tenant_id, created_at, ${u.names})
      select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
      on conflict (tenant_id, key) do nothing returning id`.execute(ctx.pg)
    const fresh = new Set(written.map((row) => row.id))
    await recordEvents(
      ctx,
      made
        .filter((m) => fresh.has(m.id) && m.node !== null)
        .map((m) => ({
          id: m.id,
          name: 'service_message_sent',
          customerId: m.node,
          at: ctx.now(),
          source: 'messages',
          props: { kind: m.kind },
        })),
    )
    return fresh.size
  })
}

/** @throws when another secret sealed it */
export const openSecret = (tenantId: string, id: string, sealed: string): string =>
  vault().open(sealed, contextOf(tenantId, id))

/** Codes that are of no use any more are gone for good. @returns how many */
export async function blankSecrets(system: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`update service_message set secret_sealed = null
    where secret_sealed is not null and secret_until <= ${system.now()}`.execute(system.pg)
  return Number(numAffectedRows ?? 0)
}
