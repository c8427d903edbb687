// Quotations in the words of the API.
import type { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { bindingFen } from '../deposit/law.ts'
import { getQuotation, type ListedQuotation, type ShownQuotation } from './queries.ts'
import type { QuotationDetail, QuotationForHer, QuotationShown } from './shapes.ts'
import type { WholeVersion } from './store.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

export const shownRow = (row: ListedQuotation): z.infer<typeof QuotationShown> => ({
  ...row,
  ...{ valid_until: row.valid_until.toISOString(), created_at: row.created_at.toISOString() },
  ...{ sent_at: iso(row.sent_at), decided_at: iso(row.decided_at) },
})

const shownVersion = (version: WholeVersion) => ({
  ...version,
  ...{ valid_until: version.valid_until.toISOString(), made_at: version.made_at.toISOString() },
  ...{ balance_until: iso(version.balance_until), sent_at: iso(version.sent_at) },
  approved_at: iso(version.approved_at),
})

/** @throws 404, also out of sight */
export async function showQuotation(
  ctx: Ctx,
  id: string,
): Promise<z.infer<typeof QuotationDetail>> {
  const { approval_id, path, versions, changes, judged, ...row } = await getQuotation(ctx, id)
  return {
    ...shownRow(row),
    ...{ approval_id, path, judged, versions: versions.map(shownVersion) },
    changes: changes.map((change) => ({ ...change, at: change.at.toISOString() })),
  }
}

export function shownToHer(ctx: Ctx, shown: ShownQuotation): z.infer<typeof QuotationForHer> {
  const { version: v, number, state, is_being_revised, brand, store, staff, order_id } = shown
  const { deposit_kind: kind, deposit_fen: fen, balance_until, ships_by } = v
  return {
    ...{ number, state, is_being_revised, brand, store, staff, order_id, version: v.version },
    ...{ valid_until: v.valid_until.toISOString(), is_over: v.valid_until <= ctx.now() },
    ...{ delivery: v.delivery, ships: v.lines.some((line) => line.ships) },
    ...{ remarks: v.remarks, currency: v.currency, list_fen: v.list_fen, goods_fen: v.goods_fen },
    ...{ shipping_fen: v.shipping_fen, total_fen: v.total_fen },
    deposit:
      kind === null || fen === null || balance_until === null || ships_by === null
        ? null
        : {
            ...{ kind, fen, binding_fen: bindingFen(kind, fen, v.goods_fen) },
            ...{ balance_fen: v.total_fen - fen, balance_until: balance_until.toISOString() },
            ships_by,
          },
    lines: v.lines.map(({ sku, name, quantity, list_fen, unit_fen }) => ({
      ...{ sku, name, quantity, list_fen, unit_fen },
    })),
  }
}
