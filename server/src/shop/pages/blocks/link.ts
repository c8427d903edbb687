// Where a block may lead: to a page of this shop, or out by https.
import { z } from 'zod'

/** Pages of the shop by the names of their addresses. */
export const SHOP_PAGES = [
  'home',
  'all',
  'cart',
  'orders',
  'me',
  'member',
  'points',
  'rewards',
  'coupons',
  'flash-sales',
  'bestie-cards',
  'stored-value',
  'messages',
  'privacy',
] as const

const isOut = (text: string): boolean => {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}

export const Link = z.discriminatedUnion('to', [
  z.object({ to: z.literal('page'), page: z.enum(SHOP_PAGES) }),
  z.object({ to: z.literal('product'), sku: z.string().min(1).max(255) }),
  z.object({
    to: z.literal('category'),
    path: z.array(z.string().min(1).max(200)).min(1).max(5),
  }),
  z.object({
    to: z.literal('url'),
    url: z.string().max(2000).refine(isOut, 'an https address without a name and password in it'),
  }),
])
export type Link = z.infer<typeof Link>
