// A published form and people before it, for tests.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { resolve, verifiedNodesOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { addText } from '../profile/index.ts'
import type { Filler } from './filling/found.ts'
import { addChannel, type GivenChannel } from './forms/channels.ts'
import { createForm, publishForm } from './forms/forms.ts'
import { type Field, FormDraft } from './forms/shapes.ts'

export const field = (attribute: string, more: Partial<Field> = {}): Field => ({
  ...{
    attribute,
    label: attribute,
    reason: `to know your ${attribute}`,
    required: true,
    options: [],
  },
  ...more,
})
export const draftOf = (more: Partial<FormDraft> = {}): FormDraft =>
  FormDraft.parse({
    title: '新品体验官',
    fields: [field('name'), field('city', { required: false }), field('phone')],
    consent: { purpose: 'marketing', version: '2026-1' },
    ...more,
  })

/** What forms may ask consent by. */
export const consentText = (ctx: Ctx) =>
  addText(ctx, 'marketing', { version: '2026-1', text: '我们会给你发送新品消息' })

export async function publishedForm(
  ctx: Ctx,
  more: Partial<FormDraft> = {},
  channel: Partial<GivenChannel> = {},
) {
  const { id, draft_revision } = await createForm(ctx, `form ${randomUUID()}`, draftOf(more))
  await publishForm(ctx, id, draft_revision)
  const form = await addChannel(ctx, id, {
    ...{ name: '门店台卡', is_open: true, staff_id: null, store_id: null },
    ...channel,
  })
  const [first] = form.channels
  if (!first) throw new Error('a form was made without its channel')
  return { id, code: first.code, channel: first.id }
}

let phones = 0
export function newPhone(): string {
  phones += 1
  return `+86137${10_000_000 + phones}`
}

/** Somebody who has proved her phone, at a browser of her own. */
export async function signedIn(ctx: Ctx, phone = newPhone()): Promise<Filler & { node: number }> {
  const { resolutions } = await resolve(ctx, [
    {
      ...{ at: ctx.now().getTime(), intent: 'bind', isVerified: true, source: 'test' },
      ...{ identifiers: [{ namespace: 'phone', value: phone }], reason: 'test' },
    },
  ])
  const node = resolutions[0]?.node
  if (node === undefined || node === null) throw new Error('a phone led to nobody')
  return { sessionId: randomUUID(), node, nodes: await verifiedNodesOf(ctx, node) }
}
/** The same person at another browser, as she is known now. */
export const again = async (ctx: Ctx, { node }: { node: number }) => ({
  ...{ sessionId: randomUUID(), node },
  nodes: await verifiedNodesOf(ctx, node),
})
export const visitor = (): Filler => ({ sessionId: randomUUID(), node: null, nodes: [] })

/** How many rows of a table the brand has. */
export async function countOf(
  ctx: Ctx,
  table:
    | 'lead'
    | 'form_submission'
    | 'form_run'
    | 'consent_entry'
    | 'ledger_transaction'
    | 'coupon',
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? 0
}
