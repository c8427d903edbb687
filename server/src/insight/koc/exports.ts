// The pipeline of key opinion customers as a file: who, how far, whose, what comes next, what it brought.
import { z } from 'zod'
import { type AnyExportKind, type Column, exportKind, type Row } from '../../desk/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { CustomerListing, customerColumns, customerRows } from '../../profile/index.ts'
import { listKocs } from './koc.ts'
import { STAGES } from './shape.ts'
import { countRows } from './store.ts'

const Params = CustomerListing.extend({
  stage: z.enum(STAGES).optional(),
  owner_id: z.uuid().optional(),
  overdue: z.boolean().optional(),
})
type Given = z.infer<typeof Params>
const PAGE = 100

const OF_KOC = [
  { key: 'stage', title: { 'zh-CN': '阶段', en: 'Stage' } },
  { key: 'since', title: { 'zh-CN': '进入本阶段', en: 'In this stage since' } },
  { key: 'owner', title: { 'zh-CN': '负责人', en: 'Owner' } },
  { key: 'next_step', title: { 'zh-CN': '下一步', en: 'Next step' } },
  { key: 'next_on', title: { 'zh-CN': '下一步日期', en: 'Next on' } },
  { key: 'score', title: { 'zh-CN': '超级用户得分', en: 'Super user score' } },
  { key: 'diffusion', title: { 'zh-CN': '扩散度', en: 'Diffusion' } },
  { key: 'shares', title: { 'zh-CN': '分享', en: 'Shares' } },
  { key: 'reached', title: { 'zh-CN': '带来访客', en: 'Visitors brought' } },
  { key: 'recruits', title: { 'zh-CN': '带来新客', en: 'Customers brought' } },
] as const satisfies readonly Column[]

/** Who said no to what the file is for is not in it, nor is who is out of sight meanwhile. */
async function* rows(ctx: Ctx, given: Given): AsyncGenerator<Row> {
  const { stage, owner_id, overdue } = given
  let cursor: string | undefined
  do {
    const page = await listKocs(ctx, { stage, owner_id, overdue, limit: PAGE, cursor })
    const people = new Map<unknown, Row>()
    const ids = page.items.map((one) => one.customer_id)
    for await (const row of customerRows(ctx, ids, given)) people.set(row[0], row)
    for (const one of page.items) {
      const person = people.get(one.customer_id)
      const { shares, reached, recruits } = one.results
      if (person)
        yield [
          ...[one.stage, one.since, one.owner?.name ?? null, one.next_step, one.next_on],
          ...[one.score, one.diffusion, shares, reached, recruits],
          ...person,
        ]
    }
    cursor = page.next_cursor ?? undefined
  } while (cursor)
}

export const kocExports: Readonly<Record<string, AnyExportKind>> = {
  koc: exportKind({
    permission: 'customers:export',
    params: Params,
    isPersonal: true,
    isScoped: true,
    columns: async (ctx, given) => [...OF_KOC, ...(await customerColumns(ctx, given))],
    stream: rows,
    count: (ctx, { stage, owner_id, overdue }) => countRows(ctx, { stage, owner_id, overdue }),
  }),
}
