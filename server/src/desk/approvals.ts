// What needs a second person: asked for, decided once, and done in the same transaction as the decision.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { makerOfKey, peopleWith } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { demand, type Permission } from '../platform/auth.ts'
import { type Actor, type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, forbidden, notFound } from '../platform/errors.ts'
import { notify } from './notices.ts'

/** Everybody who decides holds this, and the permission of the kind. */
const DECIDE: Permission = 'approvals:decide'

export interface ApprovalKind<Payload> {
  /** What whoever decides must be allowed themselves. */
  permission: Permission
  payload: z.ZodType<Payload>
  /** Does it, as the person who agreed, in the decision's transaction; what it throws undoes both. */
  run(ctx: Ctx, payload: Payload): Promise<unknown>
  /** Told when it was rejected or withdrawn. */
  drop?(ctx: Ctx, payload: Payload): Promise<unknown>
}
export interface AnyApprovalKind {
  permission: Permission
  run(ctx: Ctx, payload: unknown): Promise<unknown>
  drop(ctx: Ctx, payload: unknown): Promise<unknown>
}

export const approvalKind = <Payload>(kind: ApprovalKind<Payload>): AnyApprovalKind => ({
  permission: kind.permission,
  run: (ctx, payload) => kind.run(ctx, kind.payload.parse(payload)),
  drop: async (ctx, payload) => kind.drop?.(ctx, kind.payload.parse(payload)),
})

let kinds: Readonly<Record<string, AnyApprovalKind>> = {}
/** Called at start with the kinds there are, or one of them anew; desk knows none of their domains. */
export function useApprovals(given: Readonly<Record<string, AnyApprovalKind>>): void {
  kinds = { ...kinds, ...given }
}
function kindOf(name: string): AnyApprovalKind {
  const kind = kinds[name]
  if (!kind) throw new Error(`no such kind of approval: ${name}`)
  return kind
}

export interface NewApproval {
  kind: string
  subject: { kind: string; id: string }
  payload: Record<string, unknown>
  /** Shown to whoever decides: what it is, how much, of whom. */
  summary: Record<string, string | number | null>
  /** The asker's own words. */
  reason?: string | undefined
}

export interface ApprovalRow {
  id: string
  kind: string
  subject_kind: string
  subject_id: string
  payload: Record<string, unknown>
  summary: Record<string, string | number | null>
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn'
  requested_by: string
  requested_by_name: string
  requested_at: Date
  reason: string
  decided_by: string | null
  decided_by_name: string | null
  decided_at: Date | null
  comment: string
  decided_alone: boolean
}
const COLUMNS = sql`id, kind, subject_kind, subject_id, payload, summary, state, requested_by, requested_by_name,
  requested_at, reason, decided_by, decided_by_name, decided_at, comment, decided_alone`

export const actorText = (actor: Pick<Actor, 'kind' | 'id'>) => `${actor.kind}:${actor.id}`

/** Asks in the open transaction, and tells those who can decide. */
export function requestApproval(ctx: Ctx, given: NewApproval): Promise<string> {
  kindOf(given.kind)
  return inTx(ctx, async (ctx) => {
    const id = randomUUIDv7()
    await sql`insert into approval (tenant_id, id, kind, subject_kind, subject_id, payload, summary, state,
        requested_by, requested_by_name, requested_at, reason)
      values (${ctx.tenantId}, ${id}, ${given.kind}, ${given.subject.kind}, ${given.subject.id},
        ${JSON.stringify(given.payload)}::jsonb, ${JSON.stringify(given.summary)}::jsonb, 'waiting',
        ${actorText(ctx.actor)}, ${ctx.actor.name}, ${ctx.now()}, ${given.reason ?? ''})`.execute(
      ctx.pg,
    )
    await audit(ctx, 'approval.requested', given.subject, { approval: id, kind: given.kind })
    for (const { id: userId } of await deciders(ctx, given.kind))
      if (userId !== ctx.actor.id)
        await notify(ctx, {
          kind: 'approval_requested',
          to: { userId },
          subject: given.subject,
          params: { ...told(given.summary), kind: given.kind, who: ctx.actor.name },
          link: `/approvals?open=${id}`,
        })
    return id
  })
}

const told = (summary: NewApproval['summary']): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(summary).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )

/** Who can decide on this kind: both permissions, the whole brand. */
async function deciders(ctx: Ctx, kind: string): Promise<{ id: string; name: string }[]> {
  const [some, others] = await Promise.all([
    peopleWith(ctx, DECIDE),
    peopleWith(ctx, kindOf(kind).permission),
  ])
  const ids = new Set(others.map((p) => p.id))
  return some.filter((p) => ids.has(p.id))
}

/** @throws 404 */
export async function getApproval(ctx: Ctx, id: string): Promise<ApprovalRow> {
  const { rows } = await sql<ApprovalRow>`
    select ${COLUMNS} from approval where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('approval')
  return rows[0]
}

export async function listApprovals(
  ctx: Ctx,
  page: {
    limit: number
    before?: string | undefined
    state?: ApprovalRow['state'] | undefined
    /** Only those the asker has requested. */
    own: boolean
  },
): Promise<ApprovalRow[]> {
  const { rows } = await sql<ApprovalRow>`select ${COLUMNS} from approval
    where tenant_id = ${ctx.tenantId}
      ${page.own ? sql`and requested_by = ${actorText(ctx.actor)}` : sql``}
      ${page.state ? sql`and state = ${page.state}` : sql``}
      ${page.before ? sql`and id < ${page.before}::uuid` : sql``}
    order by id desc limit ${page.limit}`.execute(ctx.pg)
  return rows
}

/** How many wait for this very person's decision. */
export async function countToDecide(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== 'user') return 0
  const { rows } = await sql<{ kind: string; requested_by: string; n: number }>`
    select kind, requested_by, count(*) as n from approval
    where tenant_id = ${ctx.tenantId} and state = 'waiting' group by 1, 2`.execute(ctx.pg)
  let total = 0
  for (const row of rows) if (kinds[row.kind] && (await mayDecide(ctx, row)).may) total += row.n
  return total
}

/** Nobody agrees with themselves, unless there is nobody else to ask. */
async function mayDecide(
  ctx: Ctx,
  approval: Pick<ApprovalRow, 'kind' | 'requested_by'>,
): Promise<{ may: boolean; alone: boolean }> {
  const able = await deciders(ctx, approval.kind)
  if (!able.some((p) => p.id === ctx.actor.id)) return { may: false, alone: false }
  const [kind, id = ''] = approval.requested_by.split(':')
  const asker = kind === 'api_key' ? await makerOfKey(ctx, id) : id
  if (asker !== ctx.actor.id) return { may: true, alone: false }
  return { may: able.length === 1, alone: true }
}

/**
 * @throws 403 for programs, for who may not, and for one's own request when others could decide;
 *   409 when it was decided meanwhile
 */
export function decideApproval(
  ctx: Ctx,
  id: string,
  decision: { approve: boolean; comment: string },
): Promise<ApprovalRow> {
  return inTx(ctx, async (ctx) => {
    const approval = await getApproval(ctx, id)
    const kind = kindOf(approval.kind)
    // A key is made by one person: it would be that person's second voice.
    if (ctx.actor.kind !== 'user')
      throw forbidden('person_needed', 'Only a person who is signed in can decide')
    demand(ctx.actor, kind.permission)
    const { may, alone } = await mayDecide(ctx, approval)
    if (!may && alone)
      throw forbidden('own_request', 'You have asked for it yourself; somebody else decides')
    if (!may) throw forbidden()
    const { rows } = await sql<ApprovalRow>`
      update approval set state = ${decision.approve ? 'approved' : 'rejected'}, decided_by = ${actorText(ctx.actor)},
        decided_by_name = ${ctx.actor.name}, decided_at = ${ctx.now()}::timestamptz, comment = ${decision.comment},
        decided_alone = ${alone && may}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'waiting' returning ${COLUMNS}`.execute(
      ctx.pg,
    )
    const decided = rows[0]
    if (!decided)
      throw conflict('already_decided', 'Somebody has decided it meanwhile', {
        state: (await getApproval(ctx, id)).state,
      })
    if (decision.approve) await kind.run(ctx, approval.payload)
    else await kind.drop(ctx, approval.payload)
    await audit(
      ctx,
      decision.approve ? 'approval.approved' : 'approval.rejected',
      { kind: approval.subject_kind, id: approval.subject_id },
      {
        approval: id,
        kind: approval.kind,
        comment: decision.comment,
        alone: decided.decided_alone,
      },
    )
    if (!decided.decided_alone)
      await notify(ctx, {
        kind: decision.approve ? 'approval_approved' : 'approval_rejected',
        to: { actor: approval.requested_by },
        subject: { kind: approval.subject_kind, id: approval.subject_id },
        params: {
          ...told(approval.summary),
          kind: approval.kind,
          who: ctx.actor.name,
          comment: decision.comment,
        },
        link: `/approvals?open=${id}`,
      })
    return decided
  })
}

/** Only who has asked takes it back. @throws 403, 404, 409 when it was decided meanwhile */
export function withdrawApproval(ctx: Ctx, id: string): Promise<ApprovalRow> {
  return inTx(ctx, async (ctx) => {
    const approval = await getApproval(ctx, id)
    if (approval.requested_by !== actorText(ctx.actor))
      throw forbidden('not_own_request', 'Only who has asked can take it back')
    const { rows } = await sql<ApprovalRow>`
      update approval set state = 'withdrawn', decided_at = ${ctx.now()}::timestamptz
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'waiting' returning ${COLUMNS}`.execute(
      ctx.pg,
    )
    if (!rows[0]) throw conflict('already_decided', 'Somebody has decided it meanwhile')
    await kindOf(approval.kind).drop(ctx, approval.payload)
    await audit(
      ctx,
      'approval.withdrawn',
      { kind: approval.subject_kind, id: approval.subject_id },
      { approval: id, kind: approval.kind },
    )
    return rows[0]
  })
}

/** Whether this person may decide on each of them: for the buttons. */
export async function decidable(ctx: Ctx, rows: readonly ApprovalRow[]): Promise<Set<string>> {
  const may = new Set<string>()
  if (ctx.actor.kind !== 'user') return may
  for (const row of rows)
    if (row.state === 'waiting' && kinds[row.kind] && (await mayDecide(ctx, row)).may)
      may.add(row.id)
  return may
}
