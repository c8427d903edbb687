// What every kind of block says of itself. A kind is one file here and a line in `kinds.ts`.
import { z } from 'zod'
import type { Ctx } from '../../../platform/ctx.ts'
import type { Link } from './link.ts'

/** What of the brand a block names: looked for once for all blocks of a page. */
export interface Named {
  pictures?: readonly string[]
  skus?: readonly string[]
  categories?: readonly (readonly string[])[]
  batches?: readonly string[]
  group_buys?: readonly string[]
  flash_sales?: readonly string[]
  bestie_plans?: readonly string[]
  links?: readonly (Link | null)[]
}

/** Who looks at the page. */
export interface Viewer {
  ctx: Ctx
  /** Her node once she has signed in. */
  customer: number | null
  /** Those that are proved to be hers. */
  nodes: readonly number[]
  /** The storefront the shop is. */
  storefront: string | null
}

export interface BlockKind<
  Kind extends string = string,
  Settings extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
> {
  kind: Kind
  /** A draft may still lack something; see `missing`. */
  settings: Settings
  /** What it shows beside its settings, looked up when the page is asked for. */
  data: Data
  names(settings: z.infer<Settings>): Named
  /** What it needs before it can be published: codes that the editor has words for. */
  missing(settings: z.infer<Settings>): string[]
  /** For all blocks of this kind on a page at once, in their order. */
  load(viewer: Viewer, blocks: readonly z.infer<Settings>[]): Promise<z.infer<Data>[]>
}

export const blockKind = <
  const Kind extends string,
  Settings extends z.ZodType,
  Data extends z.ZodType,
>(
  kind: BlockKind<Kind, Settings, Data>,
): BlockKind<Kind, Settings, Data> => kind

/** For kinds that show their settings and nothing else. */
export const NOTHING = z.null()
export const nothing = async (_viewer: Viewer, blocks: readonly unknown[]): Promise<null[]> =>
  blocks.map(() => null)

export const PictureId = z.guid()
export const Title = z.string().trim().max(40).default('')
/** What somebody reads who does not see it; empty: it only decorates. */
export const Alt = z.string().trim().max(200).default('')
