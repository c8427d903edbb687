// The form behind an address, and what the brand knows of who stands before it.
import { sql } from 'kysely'
import { identifiersOfNodes } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { listDefinitions } from '../../profile/index.ts'
import { mayAsk } from '../forms/check.ts'
import { type FormContent, PHONE } from '../forms/shapes.ts'

/** Who stands before the form: a browser, and a customer once she has signed in. */
export interface Filler {
  sessionId: string
  /** Null: she has not signed in. */
  node: number | null
  /** What verified links hold together with it; none before she has signed in. */
  nodes: readonly number[]
}

export interface FoundForm {
  formId: string
  channelId: string
  code: string
  version: number
  isOpen: boolean
  content: FormContent
  staffCode: string | null
  storeCode: string | null
}

/** As it was published last; questions whose attribute may be asked no more are not among them. @throws 404 */
export async function findForm(ctx: Ctx, code: string): Promise<FoundForm> {
  const { rows } = await sql<FoundForm>`
    select f.id as "formId", ch.id as "channelId", ch.code, f.version, (f.state = 'live' and ch.is_open) as "isOpen",
      v.content, ch.staff_code as "staffCode", ch.store_code as "storeCode"
    from lead_form_channel ch
    join lead_form f on f.tenant_id = ch.tenant_id and f.id = ch.form_id
    join lead_form_version v on v.tenant_id = f.tenant_id and v.form_id = f.id and v.version = f.version
    where ch.tenant_id = ${ctx.tenantId} and ch.code = ${code}`.execute(ctx.pg)
  const found = rows[0]
  if (!found) throw notFound('form')
  const definitions = new Map((await listDefinitions(ctx)).map((d) => [d.name, d]))
  const fields = found.content.fields.filter(
    ({ attribute }) => attribute === PHONE || mayAsk(definitions.get(attribute)),
  )
  return { ...found, content: { ...found.content, fields } }
}

/** @throws 409 form_closed, form_changed */
export function demandOpen(form: FoundForm, version: number): void {
  if (!form.isOpen) throw conflict('form_closed', 'This form takes no more answers')
  if (form.version !== version)
    throw conflict('form_changed', 'The form has changed; look at it again', {
      version: form.version,
    })
}

/** What is known of her by her own nodes; what others have claimed of her is not hers. */
export async function knownOf(ctx: Ctx, { node, nodes }: Filler): Promise<Set<string>> {
  if (node === null) return new Set()
  const { rows } = await sql<{ name: string }>`
    select distinct name from attribute
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and value <> 'null'::jsonb`.execute(
    ctx.pg,
  )
  const identifiers = await identifiersOfNodes(ctx, [...nodes])
  const known = new Set(rows.map((row) => row.name))
  if (identifiers.some(({ namespace }) => namespace === 'email')) known.add('email')
  // She has signed in by a code: there is a phone.
  return known.add(PHONE)
}

export interface Submission {
  id: string
  at: Date
  reward_points: number | null
  reward_coupon: string | null
  reward_refused: string | null
}

/** What she has sent of this form, whichever of her nodes it was. */
export async function submissionOf(
  ctx: Ctx,
  formId: string,
  { nodes }: Pick<Filler, 'nodes'>,
): Promise<Submission | undefined> {
  if (nodes.length === 0) return undefined
  const { rows } = await sql<Submission>`
    select id, at, reward_points, reward_coupon, reward_refused from form_submission
    where tenant_id = ${ctx.tenantId} and form_id = ${formId}::uuid and node_id = any(${[...nodes]}::bigint[])
    order by at, id limit 1`.execute(ctx.pg)
  return rows[0]
}
