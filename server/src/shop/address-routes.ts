import { z } from 'zod'
import { Address } from '../commerce/index.ts'
import type { Http } from '../platform/http.ts'
import { dropAddress, keepAddress, listAddresses, MOST_ADDRESSES } from './addresses.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtAddress = AtShop.extend({ id: z.guid() })
const Kept = Address.extend({ is_default: z.boolean().describe('The one she begins with') })
const Book = z.object({ items: z.array(Kept.extend({ id: z.uuid() })) })

/** Where a customer has things sent. */
export function addressRoutes(app: Http): void {
  app.get(
    '/shop/:shop/addresses',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her addresses, the one she begins with first', params: AtShop },
        response: { 200: Book },
      },
    },
    async ({ ctx }) => ({ items: await listAddresses(ctx) }),
  )
  app.put(
    '/shop/:shop/addresses/:id',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Keep an address, or change one', params: AtAddress },
        description: `The id is of her browser’s making; sent again it is the same address. At most ${MOST_ADDRESSES}.`,
        body: Kept,
        response: { 200: Book },
      },
    },
    async ({ ctx, params, body }) => ({ items: await keepAddress(ctx, params.id, body) }),
  )
  app.delete(
    '/shop/:shop/addresses/:id',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Take an address away; orders keep theirs', params: AtAddress },
        response: { 200: Book },
      },
    },
    async ({ ctx, params }) => ({ items: await dropAddress(ctx, params.id) }),
  )
}
