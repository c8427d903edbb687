// What was done with leads: a line each, and an event on the customer's timeline.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import type { LeadState } from './states.ts'

export interface Change {
  lead: string
  form: string
  /** Null: she was erased. */
  node: number | null
  kind: 'created' | 'moved' | 'assigned' | 'planned' | 'note'
  from_state?: LeadState
  to_state?: LeadState
  from_staff?: string | null
  to_staff?: string | null
  note?: string
  order?: string
  at?: Date
}

/** In the transaction of what was done. Notes are staff's own and no event of hers. */
export async function noteChanges(ctx: Ctx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const named = changes.map((change) => ({ ...change, id: randomUUIDv7() }))
  const u = unnest(named, {
    id: ['uuid', (c) => c.id],
    lead_id: ['uuid', (c) => c.lead],
    kind: ['text', (c) => c.kind],
    from_state: ['text', (c) => c.from_state],
    to_state: ['text', (c) => c.to_state],
    from_staff: ['text', (c) => c.from_staff],
    to_staff: ['text', (c) => c.to_staff],
    note: ['text', (c) => c.note ?? ''],
    at: ['timestamptz', (c) => c.at ?? ctx.now()],
  })
  await sql`insert into lead_change (tenant_id, actor, actor_name, ${u.names})
    select ${ctx.tenantId}::uuid, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.actor.name}, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
  await recordEvents(
    ctx,
    named
      .filter(({ kind }) => kind !== 'note' && kind !== 'planned')
      .flatMap(({ id, lead, form, node, from_state, to_state, from_staff, to_staff, order, at }) =>
        node === null
          ? []
          : {
              ...{
                id,
                name: 'lead_changed',
                customerId: node,
                at: at ?? ctx.now(),
                source: 'leads',
              },
              staffId: to_staff ?? null,
              orderId: order ?? null,
              props: {
                ...{ lead, form, from: from_state ?? '', to: to_state ?? '' },
                ...{ from_staff: from_staff ?? '', to_staff: to_staff ?? '' },
              },
            },
      ),
  )
}
