// A task for each detractor by itself, once an answer: switched on by a person, looked at by a job.
import { sql } from 'kysely'
import { z } from 'zod'
import { withMeaning } from '../../audiences/index.ts'
import { audit } from '../../platform/audit.ts'
import { as, sql as ch } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { openTasks } from './follow-ups.ts'
import { isAnswer, readNps, scoreOf } from './nps.ts'
import { NpsQuestion } from './shape.ts'

/** Stored a little after it was received: looked at again, and each answer has one task anyway. */
const OVERLAP_MS = 3_600_000
/** What was answered long before it came here is brought in, and nobody is waiting for a call. */
const FRESH_MS = 7 * 86_400_000
const AT_ONCE = 100

export const NpsTaskRule = z.object({
  is_on: z.boolean(),
  question: NpsQuestion.pick({ of: true, property: true }).describe('Which answers'),
})
export type NpsTaskRule = z.infer<typeof NpsTaskRule>

interface Row {
  is_on: boolean
  question: NpsTaskRule['question']
  looked_until: Date
  updated_by: string
}

async function held(ctx: Ctx): Promise<Row | undefined> {
  const { rows } =
    await sql<Row>`select is_on, question, looked_until, updated_by from nps_task_rule
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]
}

/** null: never switched. */
export async function taskRule(ctx: Ctx): Promise<NpsTaskRule | null> {
  const row = await held(ctx)
  return row ? { is_on: row.is_on, question: row.question } : null
}

/** Answers from now on; those that are here already are opened by hand. */
export function setTaskRule(ctx: Ctx, { is_on, question }: NpsTaskRule): Promise<NpsTaskRule> {
  return inTx(ctx, async (ctx) => {
    const actor = `${ctx.actor.kind}:${ctx.actor.id}`
    await sql`insert into nps_task_rule as r (tenant_id, question, is_on, looked_until, updated_at, updated_by)
      values (${ctx.tenantId}, ${JSON.stringify(question)}::jsonb, ${is_on}, ${ctx.now()}, ${ctx.now()}, ${actor})
      on conflict (tenant_id) do update set question = excluded.question, is_on = excluded.is_on,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by,
        looked_until = case when r.is_on and r.question = excluded.question then r.looked_until
          else excluded.looked_until end`.execute(ctx.pg)
    await audit(
      ctx,
      'nps_task_rule.changed',
      { kind: 'nps_task_rule', id: ctx.tenantId },
      { is_on, question },
    )
    return { is_on, question }
  })
}

/** @returns how many tasks were opened */
export async function openForNewAnswers(ctx: Ctx): Promise<number> {
  const rule = await held(ctx)
  if (!rule?.is_on) return 0
  const until = ctx.now()
  const question = NpsQuestion.parse(await withMeaning(ctx, NpsQuestion.parse(rule.question)))
  const { reading } = await readNps(ctx, question)
  const from = new Date(rule.looked_until.getTime() - OVERLAP_MS)
  const rows = await ctx.ch.rows<{ id: string }>(
    ctx.tenantId,
    ch`select toString(event_id) as id from event where ${reading.whose} and ${reading.means(question.of)}
      and received_at >= ${as('DateTime64(3)', from)} and at >= ${as('DateTime64(3)', new Date(from.getTime() - FRESH_MS))}
      and ${isAnswer(question.property)} and ${scoreOf(question.property)} <= 6 order by received_at, event_id`,
  )
  const switched = /^user:(.+)$/.exec(rule.updated_by)?.[1]
  let opened = 0
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const event_ids = rows.slice(i, i + AT_ONCE).map(({ id }) => id)
    opened += (await openTasks(ctx, question, { event_ids, orElse: switched })).opened
  }
  await sql`update nps_task_rule set looked_until = ${until}
    where tenant_id = ${ctx.tenantId} and is_on and looked_until < ${until}`.execute(ctx.pg)
  return opened
}

export async function brandsWithTaskRule(system: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select tenant_id as id from nps_task_rule where is_on order by id`.execute(system.pg)
  return rows.map(({ id }) => id)
}
