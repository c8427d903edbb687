// RFM ready to be taken: the three scores as computed attributes of fixed names, which the templates of
// the grading kit read, and how buyers lie on them, before the scores are made and after.
import { type Sql, sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict } from '../platform/errors.ts'
import type { Definition, Rfm } from './computed.ts'
import { createComputed } from './computed-attribute.ts'
import { narrowed } from './computed-preview.ts'
import { getComputed, listComputed, type ShownComputed } from './computed-queries.ts'
import { cutAgainAt, takeCutOffs } from './computed-rfm.ts'
import type { CutOffs } from './computed-rfm-sql.ts'
import { compileValues } from './computed-sql.ts'
import { cutOffsTaken, definitionAt } from './computed-store.ts'
import { RFM_NAMES, SCORES, type Score } from './rfm-names.ts'

const SLOW = { maxSeconds: 120 }

/** What a brand chooses before the scores are made; afterwards they are edited like any other. */
export interface RfmChoice {
  days: number
  money: Rfm['money']
  anew: 'week' | 'month' | 'never'
}

export const rfmOf = ({ days, money, anew }: RfmChoice, output: Rfm['output']): Rfm => ({
  kind: 'rfm',
  window: { kind: 'last', span: { n: days, unit: 'day' } },
  where: {},
  money,
  output,
  cuts: { kind: 'fifths', anew },
})

interface Cell extends Record<Score, number> {
  customers: number
}

/**
 * The cut-offs in force, and by them the cell of each buyer the actor sees, as `c` and `v`; before the
 * scores are made, by fifths cut at this moment. No cells while nobody has bought.
 */
export async function rfmInForce(ctx: Ctx, choice: RfmChoice) {
  const made = await madeScores(ctx)
  const { reading } = await narrowed(ctx)
  const one = await wordingOf(ctx, made.r)
  const rfm = one?.definition.kind === 'rfm' ? one.definition : rfmOf(choice, 'r')
  const [stored] = one ? await cutOffsTaken(ctx, one.id, 1) : []
  const taken =
    stored ?? (rfm.cuts.kind === 'fifths' ? await takeCutOffs(ctx, rfm, reading.clock) : undefined)
  const cuts: CutOffs | undefined = rfm.cuts.kind === 'given' ? rfm.cuts : taken?.cuts
  const again = stored && cutAgainAt(rfm, { ...reading.clock, now: stored.takenAt.getTime() })
  return {
    made,
    rfm,
    reading,
    cuts,
    takenAt: stored?.takenAt,
    again: again === undefined ? undefined : new Date(again),
    buyers: taken?.buyers,
    cells: cuts && compileValues({ ...rfm, output: 'cell' }, { ...reading, cuts }),
  }
}

/** As it stood at the moment of `ctx`; undefined: not made yet. */
async function wordingOf(ctx: Ctx, made: ShownComputed | undefined) {
  if (!made || ctx.until === undefined) return made
  const definition = await definitionAt(ctx, made.id, ctx.until)
  return definition && { id: made.id, definition }
}

/** How buyers lie on the three scores, and what makes the scores. */
export async function rfmNow(ctx: Ctx, choice: RfmChoice) {
  const { made, rfm, reading, cuts, takenAt, again, buyers, cells } = await rfmInForce(ctx, choice)
  return {
    attributes: SCORES.map((score) => ({
      score,
      name: RFM_NAMES[score],
      id: made[score]?.id ?? null,
    })),
    definition: rfm as Definition,
    cuts: cuts ? { r: cuts.r, f: cuts.f, m: cuts.m } : null,
    taken_at: takenAt?.toISOString() ?? null,
    again_at: again?.toISOString() ?? null,
    buyers: buyers ?? null,
    cells: cells ? await countCells(ctx, cells) : [],
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

async function countCells(ctx: Ctx, cells: Sql): Promise<Cell[]> {
  const rows = await ctx.ch.rows<{ cell: string; n: string }>(
    ctx.tenantId,
    sql`select JSONExtractString(v) as cell, count() as n from (${cells}) group by cell order by cell`,
    SLOW,
  )
  return rows.map(({ cell, n }) => {
    const [r = 0, f = 0, m = 0] = cell.split('-').map(Number)
    return { r, f, m, customers: Number(n) }
  })
}

async function madeScores(ctx: Ctx): Promise<Partial<Record<Score, ShownComputed>>> {
  const all = await listComputed(ctx)
  return Object.fromEntries(
    SCORES.flatMap((score) => {
      const found = all.find(({ name }) => name === RFM_NAMES[score])
      return found ? [[score, found]] : []
    }),
  )
}

export interface RfmWords {
  label: string
  description: string
}

/**
 * Makes those of the three that are missing, alike with those that are there.
 * @throws 409 attribute_exists when a name means something else
 */
export function makeRfm(
  ctx: Ctx,
  choice: RfmChoice,
  words: Readonly<Record<Score, RfmWords>>,
  group: string,
): Promise<ShownComputed[]> {
  return inTx(ctx, async (ctx) => {
    const made = await madeScores(ctx)
    for (const score of SCORES) {
      const { definition } = made[score] ?? {}
      if (definition && !(definition.kind === 'rfm' && definition.output === score))
        throw conflict('attribute_exists', 'An attribute of this name is there already', {
          name: RFM_NAMES[score],
        })
    }
    const like = Object.values(made).find(({ definition }) => definition.kind === 'rfm')?.definition
    const shown: ShownComputed[] = []
    for (const score of SCORES) {
      const definition = like?.kind === 'rfm' ? { ...like, output: score } : rfmOf(choice, score)
      const id =
        made[score]?.id ??
        (await createComputed(ctx, {
          ...{ name: RFM_NAMES[score], ...words[score], group, note: '' },
          definition,
        }))
      shown.push(await getComputed(ctx, id))
    }
    return shown
  })
}
