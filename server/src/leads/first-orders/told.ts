// What first orders tell: events on the timeline, and to her that there is something for her.
import { randomUUIDv7 } from 'node:crypto'
import { type NewMessage, sendMessages } from '../../messages/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import type { FirstOrderState, Service } from './shapes.ts'

export interface Told {
  id: string
  /** Null: she was erased. */
  node: number | null
  orderId: string
  service: Service | null
  staff: string | null
  store: string | null
}

/** In the transaction of what it tells of. */
export const tellMoves = (
  ctx: Ctx,
  moved: readonly Told[],
  to: FirstOrderState,
  by = '',
): Promise<void> =>
  recordEvents(
    ctx,
    moved.flatMap(({ id, node, orderId, service, staff, store }) =>
      node === null || service === null
        ? []
        : [
            {
              ...{ id: randomUUIDv7(), name: 'first_order_service_changed', customerId: node },
              ...{ at: ctx.now(), source: 'leads', staffId: staff, storeId: store },
              props: {
                ...{
                  first_order: id,
                  commerce_order: orderId,
                  rule: service.id,
                  kind: service.kind,
                },
                ...{ service_name: service.name, to, ...(by !== '' && { by }) },
              },
            },
          ],
    ),
  )

/** Her part of the shop where the service is taken up. */
export const pathOf = ({ kind, target }: Service): string | undefined =>
  kind === 'appointment' ? `/book/${target}` : kind === 'form' ? `/f/${target}` : undefined

export const tellBuyers = (ctx: Ctx, begun: readonly Told[]): Promise<number> =>
  sendMessages(
    ctx,
    begun.flatMap(({ orderId, node, service }): NewMessage[] => {
      if (service === null || node === null) return []
      const link = pathOf(service)
      return [
        {
          ...({ kind: 'service_begun', key: `service_begun:${orderId}`, node } as const),
          params: { service: service.name },
          ...(link !== undefined && { link }),
        },
      ]
    }),
  )
