// The board each role begins with. Its first line is long-term value, never friends, fans, interaction
// or sales (L23); a vanity metric stands beside its quality metric wherever it is shown.
import { can, scopeOf } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { metricOf } from '../metric/catalogue.ts'
import type { BoardContent, Widget } from './shape.ts'

export const BOARD_ROLES = ['owner', 'operator', 'store_manager', 'guide'] as const
export type BoardRole = (typeof BOARD_ROLES)[number]

const figures = (id: string, ...metrics: string[]): Widget => ({
  ...{ id, kind: 'metrics', look: 'figures', metrics, width: 4, height: 1 },
})
const chart = (
  id: string,
  look: 'line' | 'bar',
  period: 'day' | 'week',
  ...metrics: string[]
): Widget => ({
  ...{ id, kind: 'metrics', look, period, metrics, width: 2, height: 3 },
})

const VALUE = ['customer_value', 'repurchase_rate', 'existing_revenue_share', 'orders_per_buyer']
const BOARDS: Readonly<Record<BoardRole, readonly Widget[]>> = {
  owner: [
    figures('value', ...VALUE),
    chart('loyalty', 'line', 'week', 'existing_revenue_share', 'repurchase_rate'),
    chart('worth', 'line', 'week', 'customer_value'),
    figures('money', 'net_revenue', 'refund_share', 'average_order_value', 'paying_customers'),
    chart('revenue', 'bar', 'day', 'net_revenue'),
    chart('reach', 'line', 'week', 'reachable_share', 'consented_share'),
    figures('growth', 'known_customers', 'new_customers', 'contact_adds', 'active_customers'),
  ],
  operator: [
    figures('value', ...VALUE),
    figures(
      'quality',
      'first_order_conversion',
      'reachable_share',
      'consented_share',
      'paying_share',
    ),
    chart('loyalty', 'line', 'week', 'existing_revenue_share', 'repurchase_rate'),
    chart('conversion', 'line', 'week', 'first_order_conversion', 'paying_share'),
    figures('growth', 'contact_adds', 'new_customers', 'new_known', 'active_customers'),
    chart('arrivals', 'bar', 'day', 'new_customers', 'new_known'),
    chart('revenue', 'bar', 'day', 'net_revenue'),
  ],
  store_manager: [
    figures('value', ...VALUE),
    chart('loyalty', 'line', 'week', 'existing_revenue_share', 'repurchase_rate'),
    chart('conversion', 'line', 'week', 'first_order_conversion'),
    figures('reached', 'reachable_share', 'consented_share', 'first_order_conversion'),
    figures('money', 'net_revenue', 'paying_customers', 'average_order_value', 'refund_share'),
    chart('revenue', 'bar', 'day', 'net_revenue'),
  ],
  guide: [
    figures('value', 'repurchase_rate', 'customer_value', 'existing_revenue_share'),
    figures('care', 'first_order_conversion', 'reachable_share', 'consented_share'),
    chart('loyalty', 'line', 'week', 'repurchase_rate', 'existing_revenue_share'),
    figures('money', 'net_revenue', 'paying_customers', 'contact_adds'),
  ],
}

/** Whose work the asker's is: by her role, and by answering for stores or for herself alone. */
export function boardRoleOf({ actor }: Pick<Ctx, 'actor'>): BoardRole {
  const { kind } = scopeOf(actor)
  if (actor.role === 'guide' || kind === 'own') return 'guide'
  if (kind === 'store' || kind === 'region') return 'store_manager'
  return actor.role === 'owner' || actor.role === 'admin' ? 'owner' : 'operator'
}

/** Of what she may see. */
export function defaultBoard(
  { actor }: Pick<Ctx, 'actor'>,
  role: BoardRole,
): BoardContent & { board_role: BoardRole } {
  const maySee = (code: string) =>
    metricOf(code).family.needs.every((permission) => can(actor, permission))
  const widgets = BOARDS[role].flatMap((widget): Widget[] => {
    if (widget.kind !== 'metrics') return [widget]
    const metrics = widget.metrics.filter(maySee)
    return metrics.length === 0 ? [] : [{ ...widget, metrics }]
  })
  return { board_role: role, widgets, days: 'last_90', who: null }
}
