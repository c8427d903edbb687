// The customers behind the figures of scores, levels, NPS and experiments.

import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { exposedRows, outcomeRows } from '../experiments/readout.ts'
import { experimentOf } from '../experiments/register.ts'
import { answerRows, readNps, segmentRows } from '../nps/nps.ts'
import { movedRows, readOwnership } from '../ownership/ownership.ts'
import { readQuestion } from '../question/reading.ts'
import { settingsOf } from '../settings/versions.ts'
import { SuperUserSettings } from '../super-users/settings.ts'
import { standingOf } from '../super-users/standing.ts'
import { type Behind, setOf, startNamed } from './behind.ts'
import type { Figure } from './shape.ts'

type Of<Analysis> = Extract<Figure, { analysis: Analysis }>

export function behindScore(
  ctx: Ctx,
  figure: Of<'ownership' | 'nps' | 'experiment' | 'super_users'>,
): Promise<Behind> {
  switch (figure.analysis) {
    case 'ownership':
      return inOwnership(ctx, figure)
    case 'nps':
      return inNps(ctx, figure)
    case 'experiment':
      return inExperiment(ctx, figure)
    case 'super_users':
      return inSuperUsers(ctx, figure)
  }
}

async function inOwnership(ctx: Ctx, { question, cell }: Of<'ownership'>): Promise<Behind> {
  const read = await readOwnership(ctx, question)
  const { first, last } = read.moments
  const came = cell.before === undefined ? sql`true` : sql`was = ${as('String', cell.before)}`
  const customers = setOf(
    movedRows(read, first, last),
    sql`level = ${as('String', cell.level)} and ${came}`,
  )
  return { customers, reading: read.reading }
}

async function inNps(ctx: Ctx, { question, cell }: Of<'nps'>): Promise<Behind> {
  const read = await readNps(ctx, question)
  const { reading, edges } = read
  const isOf = sql`class = ${as('String', cell.class)}`
  if (cell.start !== undefined) {
    const start = startNamed(cell.start, edges, question.wave, reading.clock.timezone)
    const rows = answerRows(question, read, true)
    return { customers: setOf(rows, sql`${isOf} and p = ${as('Int64', start)}`), reading }
  }
  if (cell.value !== undefined && !question.breakdown) throw notFound('figure')
  const hers = cell.value === undefined ? sql`true` : sql`v = ${as('String', cell.value ?? '')}`
  return { customers: setOf(segmentRows(question, read), sql`${isOf} and ${hers}`), reading }
}

async function inExperiment(ctx: Ctx, { cell }: Of<'experiment'>): Promise<Behind> {
  const experiment = await experimentOf(ctx, cell.experiment_id)
  const reading = await readQuestion(ctx, [experiment.metric.of])
  const isHers = sql`arm = ${as('String', cell.arm)}`
  if (cell.did === undefined)
    return { customers: setOf(exposedRows(experiment.id), sql`${isHers} and arms = 1`), reading }
  const did = cell.did ? sql`y > 0` : sql`y = 0`
  return {
    customers: setOf(outcomeRows(experiment, reading), sql`${isHers} and ${did}`),
    reading,
  }
}

async function inSuperUsers(ctx: Ctx, { cell }: Of<'super_users'>): Promise<Behind> {
  const reading = await readQuestion(ctx, [])
  const { settings } = await settingsOf(ctx, 'super_user', SuperUserSettings)
  const standing = await standingOf(ctx, [cell.is], settings, reading)
  return { customers: standing(cell.is), reading }
}
