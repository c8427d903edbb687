// A lead begins with a submission, and goes to somebody at once.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { staffOfStore, whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { assignmentsOf } from '../../profile/index.ts'
import type { FoundForm } from '../filling/found.ts'
import { noteChanges } from './changes.ts'

export interface NewLead {
  submission: string
  form: FoundForm
  node: number
  customer: number
}

/** In the transaction of its submission. */
export async function beginLead(
  ctx: Ctx,
  { submission, form, node, customer }: NewLead,
): Promise<void> {
  const owner = await ownerFor(ctx, form, customer)
  const id = randomUUIDv7()
  const due = new Date(ctx.now().getTime() + form.content.due_hours * 3_600_000)
  await sql`insert into lead (tenant_id, id, submission_id, form_id, channel_id, node_id, staff_code, store_code, due_at,
      created_at, updated_at)
    values (${ctx.tenantId}, ${id}, ${submission}, ${form.formId}, ${form.channelId}, ${node}, ${owner.staff},
      ${owner.store}, ${due}, ${ctx.now()}, ${ctx.now()})`.execute(ctx.pg)
  await noteChanges(ctx, [
    { lead: id, node, form: form.formId, kind: 'created', to_state: 'open', to_staff: owner.staff },
  ])
}

interface Owner {
  staff: string | null
  store: string | null
}

/** Who has a guide stays with her; else whom the channel names, else whom the form names, else nobody yet. */
async function ownerFor(ctx: Ctx, form: FoundForm, customer: number): Promise<Owner> {
  const belongs = await assignmentsOf(ctx, [customer])
  const guide = belongs.find((row) => row.kind === 'guide')?.code ?? null
  const store = belongs.find((row) => row.kind === 'store')?.code ?? null
  const { owners } = form.content
  const named =
    form.staffCode !== null || form.storeCode !== null
      ? { staff: form.staffCode, store: form.storeCode }
      : { staff: owners.staff_id, store: owners.store_id }
  const staff = await whereStaffWork(
    ctx,
    [guide, named.staff].filter((code) => code !== null),
  )
  for (const code of [guide, named.staff]) {
    const known = code === null ? undefined : staff.get(code)
    // A code that is in no staff list counts as a guide all the same, as it does for scopes.
    if (code !== null && !known?.hasLeft)
      return { staff: code, store: known?.store ?? (code === guide ? store : named.store) }
  }
  if (named.store === null) return { staff: null, store }
  return { staff: await nextOf(ctx, named.store), store: named.store }
}

/** In turn; the row is held until the lead is written, so no two leads get the same turn. */
async function nextOf(ctx: Ctx, store: string): Promise<string | null> {
  const guides = await staffOfStore(ctx, store)
  if (guides.length === 0) return null
  const { rows } = await sql<{ turn: number }>`
    insert into lead_turn as t (tenant_id, store_code, turn) values (${ctx.tenantId}, ${store}, 0)
    on conflict (tenant_id, store_code) do update set turn = t.turn + 1 returning turn`.execute(
    ctx.pg,
  )
  return guides[(rows[0]?.turn ?? 0) % guides.length] ?? null
}
