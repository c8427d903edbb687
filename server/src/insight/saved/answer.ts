// A saved question, asked again: over the days and of the customers of the board it stands on.
import { type Rule, withMeaning } from '../../audiences/index.ts'
import { demand } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { analysisOf, readAnalysis } from '../analyses.ts'
import { keptAnswers } from '../kept/kept-answers.ts'
import { getSaved, type Saved } from './saved.ts'
import type { BoardContent, QuestionContent } from './shape.ts'

export interface Asked {
  /** The board that shows it: who sees a board sees what stands on it. */
  board?: string | undefined
  date_from?: string | undefined
  date_to?: string | undefined
  who?: Rule | undefined
  /** The gate has put the clock back already; what is kept is told apart by it. */
  as_of?: string | undefined
  fresh: boolean
}

export async function answerSaved(ctx: Ctx, id: string, asked: Asked) {
  const { name, content } = await shownOf(ctx, id, asked.board)
  const { analysis, question, view } = content
  const { needs, ask } = analysisOf(analysis)
  for (const permission of needs) demand(ctx.actor, permission)
  const named = readAnalysis(analysis, placed(analysis, question, asked))
  const whole = await withMeaning(ctx, named)
  const answer = await keptAnswers.get(ctx, analysis, whole, () => ask(ctx, whole), asked.fresh)
  return { name, view, analysis, question: named as Record<string, unknown>, answer }
}

async function shownOf(
  ctx: Ctx,
  id: string,
  boardId: string | undefined,
): Promise<Saved<QuestionContent>> {
  if (boardId !== undefined) {
    const { content } = await getSaved<BoardContent>(ctx, 'board', boardId)
    const isOnIt = content.widgets.some((w) => w.kind === 'question' && w.question_id === id)
    if (isOnIt) return getSaved<QuestionContent>(ctx, 'question', id, true)
  }
  return getSaved<QuestionContent>(ctx, 'question', id)
}

/** The question with the board's days and customers; days it does not know are left out. */
function placed(
  analysis: string,
  question: Record<string, unknown>,
  { date_from, date_to, who, as_of }: Asked,
): Record<string, unknown> {
  const {
    question: { shape },
    days: [from, to],
  } = analysisOf(analysis)
  const own = question.who as Rule | undefined
  const whom = own && who ? { kind: 'all', rules: [own, who] } : (who ?? own)
  return {
    ...question,
    ...(from in shape && date_from !== undefined && { [from]: date_from }),
    ...(to in shape && date_to !== undefined && { [to]: date_to }),
    ...('who' in shape && whom !== undefined && { who: whom }),
    ...('as_of' in shape && as_of !== undefined && { as_of }),
  }
}
