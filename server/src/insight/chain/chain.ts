// The private-chain board: from public fans to layered customers, a rate at each of eight links.
import { z } from 'zod'
import { type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { refusePast } from '../gate/past.ts'
import { modeSaid, readGmv } from '../gmv/gmv.ts'
import { ModeSaid } from '../gmv/shape.ts'
import { range, whom } from '../question/pattern.ts'
import { type QuestionReading, stretchOfRange } from '../question/reading.ts'
import { LINKS, linksOf, NAMES, namesSent, sizesOf } from './links-sql.ts'

export const ChainQuestion = z
  .object({ ...range, ...whom })
  .strict()
  .meta({ example: { date_from: '2026-10-01', date_to: '2026-10-31' } })
export type ChainQuestion = z.infer<typeof ChainQuestion>

const Count = z.number().int()
export const ChainAnswer = z.object({
  mode: ModeSaid,
  links: z.array(
    z.object({
      link: z.enum(LINKS),
      base: Count.describe('Customers who could'),
      came: Count.describe('Of them, who did'),
      has_past: z
        .boolean()
        .describe('false: asked as of a past moment, and made of what is known as it is now only'),
      rate: z.number().nullable().describe('null: nobody could'),
      missing: z
        .array(z.string())
        .nullable()
        .describe('Without data: events of which one must be sent; null where there are data'),
    }),
  ),
  as_of: z.iso.datetime(),
})
export type ChainAnswer = z.infer<typeof ChainAnswer>

export const ChainCell = z
  .object({
    link: z.enum(LINKS),
    of: z.enum(['base', 'came', 'not']).describe('Who could, who did, or who could and did not'),
  })
  .strict()

/** Told by tags, touchpoints and levels, of which the present is kept. */
const OF_NOW: ReadonlySet<(typeof LINKS)[number]> = new Set(['multi_touch', 'tagging', 'layering'])

export async function chain(ctx: Ctx, question: ChainQuestion): Promise<ChainAnswer> {
  const { counting, mode } = await readGmv(ctx, { by: 'none', who: question.who })
  const { clock } = counting.reading
  const links = await linksOf(ctx, counting, stretchOfRange(question, clock))
  const sent = await namesSent(ctx)
  const sizes = await sizesOf(
    ctx,
    LINKS.flatMap((link) => [links[link].base, links[link].came]),
  )
  return {
    mode: modeSaid(mode),
    links: LINKS.map((link, i) => {
      const { told_by } = links[link]
      const [base = 0, came = 0] = [sizes[2 * i], sizes[2 * i + 1]]
      const names = told_by ? NAMES[told_by] : []
      const isTold = told_by === null || names.some((name) => sent.has(name))
      const hasPast = ctx.until === undefined || !OF_NOW.has(link)
      return {
        link,
        ...(hasPast ? { base, came } : { base: 0, came: 0 }),
        rate: base > 0 && isTold && hasPast ? came / base : null,
        has_past: hasPast,
        missing: isTold ? null : [...names],
      }
    }),
    as_of: new Date(clock.now).toISOString(),
  }
}

export async function behindChain(
  ctx: Ctx,
  { question, cell }: { question: ChainQuestion; cell: z.infer<typeof ChainCell> },
): Promise<{ customers: Sql; reading: QuestionReading }> {
  if (ctx.until && OF_NOW.has(cell.link)) refusePast(['tags', 'touchpoints'])
  const { counting } = await readGmv(ctx, { by: 'none', who: question.who })
  const { reading } = counting
  const { base, came } = (await linksOf(ctx, counting, stretchOfRange(question, reading.clock)))[
    cell.link
  ]
  const customers = { base, came, not: sql`bitmapAndnot(${base}, ${came})` }[cell.of]
  return { customers, reading }
}
