// Sending a quotation: at once, or after a second person has agreed to its discount.
import { sql } from 'kysely'
import { z } from 'zod'
import { approvalKind, requestApproval } from '../../desk/index.ts'
import { sendMessages } from '../../messages/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { actorOf } from '../checkout/own-order.ts'
import { belowCost } from './list-prices.ts'
import { limitOf, quotationSetting } from './settings.ts'
import {
  demandAct,
  demandRevision,
  getVersion,
  lockQuotation,
  move,
  type Quotation,
  tellOf,
  type WholeVersion,
} from './store.ts'

/** Why a second person is needed. */
export const ASK_REASONS = ['discount', 'below_cost'] as const
export type AskReason = (typeof ASK_REASONS)[number]
export interface Judged {
  limit_bp: number
  because: AskReason[]
}

/** Whether this actor may send it alone. */
export async function judge(
  ctx: Ctx,
  version: Pick<WholeVersion, 'deepest_bp' | 'lines'>,
): Promise<Judged> {
  const setting = await quotationSetting(ctx)
  const limit_bp = limitOf(setting, ctx.actor.role)
  const isBelow = setting.below_cost_asks && (await belowCost(ctx, version.lines)).length > 0
  return {
    limit_bp,
    because: [
      ...(version.deepest_bp > limit_bp ? (['discount'] as const) : []),
      ...(isBelow ? (['below_cost'] as const) : []),
    ],
  }
}

/** @throws 404, 409 edited_meanwhile, quotation_state, quotation_waits, quotation_over */
export function sendQuotation(
  ctx: Ctx,
  id: string,
  { revision, reason }: { revision: number; reason: string },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const quotation = await lockQuotation(ctx, id)
    if (quotation.state === 'waiting') demandAct(quotation, 'ask')
    demandAct(quotation, 'send')
    demandRevision(quotation, revision)
    demandValid(ctx, quotation)
    const version = await getVersion(ctx, id, quotation.version)
    const { limit_bp, because } = await judge(ctx, version)
    if (because.length === 0) return goOut(ctx, quotation, version, false)
    const approval = await requestApproval(ctx, {
      kind: 'quotation',
      subject: { kind: 'quotation', id },
      payload: { quotation: id, version: quotation.version },
      summary: {
        ...{ number: quotation.number, total_fen: version.total_fen },
        ...{ deepest_bp: version.deepest_bp, limit_bp },
      },
      reason,
    })
    await move(ctx, quotation, 'ask', { approvalId: approval, note: reason })
  })
}

function demandValid(ctx: Ctx, { valid_until }: Quotation): void {
  if (valid_until <= ctx.now())
    throw conflict('quotation_over', 'Its validity is over; give it another day first')
}

/** Of a quotation whose row is held. */
async function goOut(
  ctx: Ctx,
  quotation: Quotation,
  version: WholeVersion,
  isApproved: boolean,
): Promise<void> {
  const { id, number, code, node_id: node } = quotation
  await move(ctx, quotation, 'send')
  const by = isApproved ? actorOf(ctx) : null
  await sql`update quotation_version set sent_at = ${ctx.now()}, approved_at = ${isApproved ? ctx.now() : null},
    approved_by = ${by}
    where tenant_id = ${ctx.tenantId} and quotation_id = ${id} and version = ${version.version}`.execute(
    ctx.pg,
  )
  await audit(ctx, 'quotation.sent', { kind: 'quotation', id }, { version: version.version })
  const { total_fen, currency } = version
  await tellOf(ctx, 'quotation_sent', [{ ...quotation, total_fen, currency }])
  const { rows } = await sql<{
    timezone: string
  }>`select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const until = clockOf(version.valid_until, rows[0]?.timezone ?? 'UTC')
  await sendMessages(ctx, [
    {
      ...{ kind: 'quotation_ready', key: `quotation:${id}:${version.version}`, node },
      ...{ params: { number, fen: total_fen, until }, link: `/quotations/${code}` },
    },
  ])
}

/** As the brand's clock shows it: 2026-11-23 10:00. */
const clockOf = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)

/** A second person's word on a discount: yes sends it, no makes it a draft again. */
export const quotationApproval = approvalKind({
  permission: 'orders:write',
  payload: z.object({ quotation: z.uuid(), version: z.number().int() }),
  async run(ctx, { quotation: id, version: asked }) {
    const quotation = await lockQuotation(ctx, id)
    if (quotation.state !== 'waiting' || quotation.version !== asked)
      throw conflict('edited_meanwhile', 'It is not what was asked for any more')
    demandValid(ctx, quotation)
    await goOut(ctx, quotation, await getVersion(ctx, id, asked), true)
  },
  async drop(ctx, { quotation: id }) {
    const quotation = await lockQuotation(ctx, id)
    if (quotation.state === 'waiting') await move(ctx, quotation, 'refuse')
  },
})
