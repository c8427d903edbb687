// Where a form is put up: each place with an address of its own.
import { randomInt, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { demandOwners } from './check.ts'
import { type FormDetail, getForm } from './queries.ts'
import type { Owners } from './shapes.ts'

export const MOST_CHANNELS = 200
// Not mistaken for each other when somebody reads one aloud.
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'
const newCode = () => Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

export interface GivenChannel extends Owners {
  name: string
  is_open: boolean
}

export function addChannel(ctx: Ctx, formId: string, given: GivenChannel): Promise<FormDetail> {
  return inTx(ctx, async (ctx) => {
    await demandOwners(ctx, given)
    // Two who add one at once: the second counts after the first.
    await sql`select 1 from lead_form where tenant_id = ${ctx.tenantId} and id = ${formId}::uuid for update`.execute(
      ctx.pg,
    )
    const form = await getForm(ctx, formId)
    if (form.channels.length >= MOST_CHANNELS)
      throw conflict('too_many_channels', `A form has at most ${MOST_CHANNELS} channels`)
    demandFree(form, given.name, null)
    const id = randomUUIDv7()
    await sql`insert into lead_form_channel (tenant_id, id, form_id, code, name, staff_code, store_code, is_open, created_at)
      values (${ctx.tenantId}, ${id}, ${formId}, ${newCode()}, ${given.name}, ${given.staff_id}, ${given.store_id},
        ${given.is_open}, ${ctx.now()})`.execute(ctx.pg)
    await audit(ctx, 'lead_form_channel.created', { kind: 'lead_form', id: formId }, { ...given })
    return getForm(ctx, formId)
  })
}

/** Its address never changes: it is printed somewhere. @throws 404, 409 channel_exists */
export function changeChannel(
  ctx: Ctx,
  formId: string,
  id: string,
  given: GivenChannel,
): Promise<FormDetail> {
  return inTx(ctx, async (ctx) => {
    await demandOwners(ctx, given)
    await sql`select 1 from lead_form where tenant_id = ${ctx.tenantId} and id = ${formId}::uuid for update`.execute(
      ctx.pg,
    )
    const form = await getForm(ctx, formId)
    const before = form.channels.find((channel) => channel.id === id)
    if (!before) throw notFound('lead_form_channel')
    demandFree(form, given.name, id)
    await sql`update lead_form_channel set name = ${given.name}, staff_code = ${given.staff_id},
      store_code = ${given.store_id}, is_open = ${given.is_open}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid and form_id = ${formId}::uuid`.execute(
      ctx.pg,
    )
    const { name, staff_id, store_id, is_open } = before
    await audit(
      ctx,
      'lead_form_channel.changed',
      { kind: 'lead_form', id: formId },
      { before: { name, staff_id, store_id, is_open }, after: { ...given } },
    )
    return getForm(ctx, formId)
  })
}

function demandFree({ channels }: FormDetail, name: string, except: string | null): void {
  if (channels.some((channel) => channel.name === name && channel.id !== except))
    throw conflict('channel_exists', 'This form has a channel of this name')
}
