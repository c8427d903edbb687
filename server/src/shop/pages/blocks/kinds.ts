// Every kind of block a page of the shop is made of. A new one is a file beside this one and a line here; the
// shop draws it in h5/src/blocks, the console sets it in console/src/decoration/blocks.
import { z } from 'zod'
import { bestieCards } from './bestie-cards.ts'
import { carousel } from './carousel.ts'
import { coupons } from './coupons.ts'
import { flashSales } from './flash-sales.ts'
import { groupBuys } from './group-buys.ts'
import { headline } from './headline.ts'
import { hotZones } from './hot-zones.ts'
import type { BlockKind } from './kind.ts'
import { memberCard } from './member-card.ts'
import { notice } from './notice.ts'
import { pictureText } from './picture-text.ts'
import { products } from './products.ts'

const ALL = [
  carousel,
  products,
  coupons,
  groupBuys,
  flashSales,
  bestieCards,
  memberCard,
  pictureText,
  hotZones,
  notice,
  headline,
] as const

const Id = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .describe('The page’s own name for it, kept while it is moved')
/** The lists below are of the kinds above, each in its own shape; `map` alone would forget which is which. */
type EachAs<Kinds extends readonly unknown[], Shape extends 'kept' | 'shown'> = {
  -readonly [I in keyof Kinds]: Kinds[I] extends BlockKind<infer K, infer S, infer D>
    ? z.ZodObject<
        { id: z.ZodString; kind: z.ZodLiteral<K>; settings: S } & (Shape extends 'shown'
          ? { data: D }
          : unknown)
      >
    : never
}
type All = typeof ALL
const kept = ALL.map(({ kind, settings }) => z.object({ id: Id, kind: z.literal(kind), settings }))
const shown = ALL.map(({ kind, settings, data }) =>
  z.object({ id: z.string(), kind: z.literal(kind), settings, data }),
)

export const Block = z.discriminatedUnion('kind', kept as unknown as EachAs<All, 'kept'>)
export type Block = z.infer<typeof Block>
/** A block with what it shows. */
export const ShownBlock = z.discriminatedUnion('kind', shown as unknown as EachAs<All, 'shown'>)
export type ShownBlock = z.infer<typeof ShownBlock>

export const BLOCK_KINDS = new Map<string, BlockKind>(
  ALL.map((kind) => [kind.kind, kind as unknown as BlockKind]),
)
export const MOST_BLOCKS = 40
export const Blocks = z.array(Block).max(MOST_BLOCKS)
