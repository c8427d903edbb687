// Saved questions and boards, told: asked with the rights of whoever scheduled them.
import type { Rule } from '../../audiences/index.ts'
import { can } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { eventWords } from '../../tracking/index.ts'
import { brandOf } from '../brand.ts'
import type { Listed } from '../metric/catalogue.ts'
import { demandKnown, readCompared, readMetrics } from '../metric/read.ts'
import { answerSaved } from '../saved/answer.ts'
import { getSaved } from '../saved/saved.ts'
import type { BoardContent, Widget } from '../saved/shape.ts'
import { changeText, figureText, nameOf } from '../watch/words.ts'
import { tellAnswer } from './answers.ts'
import { calledOf } from './called.ts'
import { readDays } from './days.ts'
import type { Saying } from './saying.ts'
import { type Block, type Told, type Tongue, tableOf } from './told.ts'

export async function toldQuestion(ctx: Ctx, id: string, tongue: Tongue): Promise<Told> {
  const saved = await getSaved<{ analysis: string }>(ctx, 'question', id)
  const say = await sayingOf(ctx, tongue)
  const { name, analysis, question, answer } = await answerSaved(ctx, id, { fresh: true })
  const blocks = tellAnswer(analysis, answer, question, say)
  return {
    title: name,
    about: [await aboutOf(ctx, tongue, daysAsked(question))],
    blocks,
    path: `/insight/questions/${saved.id}`,
  }
}

const pageOnly = (tongue: Tongue): Block => ({
  title: '',
  words: [
    tongue === 'en'
      ? 'This analysis is shown on its page; open it there.'
      : '这种分析的图表请打开页面查看。',
  ],
})

const daysAsked = (question: Record<string, unknown>) => {
  const { date_from: from, date_to: to } = question
  return typeof from === 'string' || typeof to === 'string'
    ? { from: String(from ?? '…'), to: String(to ?? '…') }
    : undefined
}

export async function toldBoard(ctx: Ctx, id: string, tongue: Tongue): Promise<Told> {
  const { name, content } = await getSaved<BoardContent>(ctx, 'board', id)
  const { zone } = await brandOf(ctx)
  const days = readDays(content.days, ctx.now(), zone)
  const say = await sayingOf(ctx, tongue)
  const blocks: Block[] = []
  for (const widget of content.widgets)
    blocks.push(await toldWidget(ctx, { id, days, who: content.who }, widget, say))
  return {
    title: name,
    about: [await aboutOf(ctx, tongue, days)],
    blocks,
    path: `/insight/boards?board=${id}`,
  }
}

interface OnBoard {
  id: string
  days: { from: string; to: string }
  who: Rule | null
}

async function toldWidget(ctx: Ctx, board: OnBoard, widget: Widget, say: Saying): Promise<Block> {
  const title = widget.title ?? ''
  if (widget.kind === 'text') return { title, words: widget.text.split('\n') }
  if (widget.kind === 'sql') return { ...pageOnly(say.tongue), title }
  try {
    if (widget.kind === 'metrics') return { title, ...(await toldMetrics(ctx, board, widget, say)) }
    const { days, who, id } = board
    const asked = { board: id, date_from: days.from, date_to: days.to, fresh: true }
    const told = await answerSaved(ctx, widget.question_id, { ...asked, ...(who && { who }) })
    const [first] = tellAnswer(told.analysis, told.answer, told.question, say)
    return { ...first, title: title || told.name }
  } catch (error) {
    // One widget that cannot be read is said, and keeps no other away.
    if (!(error instanceof AppError)) throw error
    const why =
      error.status === 403 || error.status === 404
        ? say.tongue === 'en'
          ? 'Not to be seen by whoever scheduled this.'
          : '定时人无权查看。'
        : `${say.tongue === 'en' ? 'Could not be read' : '无法读取'}: ${error.code}`
    return { title, words: [why] }
  }
}

async function toldMetrics(
  ctx: Ctx,
  { days, who }: OnBoard,
  widget: Widget & { kind: 'metrics' },
  say: Saying,
): Promise<Omit<Block, 'title'>> {
  const listed = (await demandKnown(ctx, widget.metrics)).filter((one) => maySee(ctx, one))
  const codes = listed.map(({ metric }) => metric.code)
  if (codes.length === 0)
    return {
      words: [
        say.tongue === 'en' ? 'Not to be seen by whoever scheduled this.' : '定时人无权查看。',
      ],
    }
  const range = { date_from: days.from, date_to: days.to }
  const whom = who ? { who } : {}
  if (widget.look === 'figures') {
    const { metrics } = await readCompared(ctx, codes, { range, ...whom })
    return {
      tiles: [...metrics.values()].map(({ metric, total, previous }) => ({
        name: nameOf(metric, say.tongue),
        value: figureText(total.value, metric.unit, say.currency, say.tongue),
        change:
          previous &&
          compared(changeText(total.value, previous.value, metric.unit, say.tongue), say),
      })),
    }
  }
  const { metrics, periods, complete } = await readMetrics(ctx, codes, {
    ...{ range, period: widget.period ?? 'day' },
    ...whom,
  })
  const all = [...metrics.values()]
  const write = (value: number | null, at: number) =>
    figureText(value, all[at]?.metric.unit ?? 'count', say.currency, say.tongue)
  return {
    drawing: {
      ...{ kind: widget.look, unit: all[0]?.metric.unit ?? 'count', labels: periods },
      series: all.map(({ metric, points }) => ({
        name: nameOf(metric, say.tongue),
        values: points.map(({ value }) => value),
      })),
      unfinished: periods.length - complete,
    },
    table: tableOf(
      [
        { title: say.tongue === 'en' ? 'Period' : '周期', isNumber: false },
        ...all.map(({ metric }) => ({ title: nameOf(metric, say.tongue), isNumber: true })),
      ],
      periods
        .map((period, at) => [
          period,
          ...all.map(({ points }, place) => write(points[at]?.value ?? null, place)),
        ])
        .reverse(),
    ),
  }
}

const maySee = (ctx: Ctx, { family }: Listed) =>
  family.needs.every((permission) => can(ctx.actor, permission))
const compared = (change: string, { tongue }: Saying) =>
  tongue === 'en' ? `${change} on the days before` : `较前期 ${change}`

export async function sayingOf(ctx: Ctx, tongue: Tongue): Promise<Saying> {
  const [{ currency }, words, value] = await Promise.all([
    brandOf(ctx),
    eventWords(ctx),
    calledOf(ctx, tongue),
  ])
  const names = new Map(
    words.map(({ name, label, label_en }) => [
      name,
      (tongue === 'en' ? label_en || label : label || label_en) || name,
    ]),
  )
  return { tongue, currency, event: (name) => names.get(name) ?? name, value }
}

/** Days, and until when the figures know what happened, in the brand's zone. */
export async function aboutOf(
  ctx: Ctx,
  tongue: Tongue,
  days: { from: string; to: string } | undefined,
): Promise<string> {
  const { zone } = await brandOf(ctx)
  const at = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')
  const span = days ? (days.from === days.to ? days.from : `${days.from} – ${days.to}`) : undefined
  return [span, tongue === 'en' ? `as of ${at} (${zone})` : `统计于 ${at}（${zone}）`]
    .filter((part) => part !== undefined)
    .join(' · ')
}
