// Detractors' answers as a file: who to speak with, what she said, what was done about it.
import type { z } from 'zod'
import { withMeaning } from '../../audiences/index.ts'
import { type AnyExportKind, exportKind, type Row } from '../../desk/index.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { CustomerListing, customerColumns, customerRows } from '../../profile/index.ts'
import { rowsIn } from '../question/reading.ts'
import { detractors } from './follow-ups.ts'
import { isAnswer, readNps, scoreOf } from './nps.ts'
import { NpsQuestion } from './shape.ts'

const Params = CustomerListing.extend({ question: NpsQuestion })
type Given = z.infer<typeof Params>
const PAGE = 100

const OF_ANSWER = [
  { key: 'answered_at', title: { 'zh-CN': '回答时间', en: 'Answered' } },
  { key: 'score', title: { 'zh-CN': '打分', en: 'Score' } },
  { key: 'comment', title: { 'zh-CN': '原话', en: 'In her words' } },
  { key: 'state', title: { 'zh-CN': '跟进状态', en: 'Follow-up' } },
  { key: 'note', title: { 'zh-CN': '跟进说明', en: 'What was done' } },
] as const

const questionOf = async (ctx: Ctx, { question }: Given) =>
  NpsQuestion.parse(await withMeaning(ctx, question))

/** Who said no to what the file is for is not in it, nor is who is out of sight meanwhile. */
async function* answers(ctx: Ctx, given: Given): AsyncGenerator<Row> {
  const question = await questionOf(ctx, given)
  let cursor: string | undefined
  do {
    const page = await detractors(ctx, question, { limit: PAGE, cursor })
    const people = new Map<unknown, Row>()
    const ids = [...new Set(page.items.map((one) => one.customer_id))]
    for await (const row of customerRows(ctx, ids, given)) people.set(row[0], row)
    for (const { customer_id, at, score, comment, follow_up } of page.items) {
      const person = people.get(customer_id)
      if (person) yield [at, score, comment, follow_up.state, follow_up.note, ...person]
    }
    cursor = page.next_cursor ?? undefined
  } while (cursor)
}

export const npsExports: Readonly<Record<string, AnyExportKind>> = {
  nps_detractors: exportKind({
    permission: 'customers:export',
    params: Params,
    isPersonal: true,
    isScoped: true,
    columns: async (ctx, given) => [...OF_ANSWER, ...(await customerColumns(ctx, given))],
    stream: answers,
    async count(ctx, given) {
      const question = await questionOf(ctx, given)
      const { reading, stretch } = await readNps(ctx, question)
      const [row] = await ctx.ch.rows<{ n: string }>(
        ctx.tenantId,
        sql`select count() as n from event where ${reading.whose} and ${reading.means(question.of)}
          and ${rowsIn(stretch)} and ${isAnswer(question.property)} and ${scoreOf(question.property)} <= 6`,
      )
      return Number(row?.n ?? 0)
    },
  }),
}
