// A kind of benefit: what it is told, and which of two of its kind is the better one.
import type { z } from 'zod'

export const COLUMNS = ['price', 'service', 'content', 'permission'] as const
/** Where it stands in the matrix of differences between levels. */
export type MatrixColumn = (typeof COLUMNS)[number]

export interface BenefitKind<Args> {
  code: string
  column: MatrixColumn
  args: z.ZodType<Args>
  /** The best of a kind wins. */
  strength(args: Args): number
}
