// Tasks: something a person looks into, owned by somebody, commented on, closed with what came of it.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { peopleWith } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { notify } from './notices.ts'

export interface NewTask {
  /** Names the words: `task.<kind>` of the console. */
  kind: string
  params: Record<string, string | number>
  link: string
  /** Opened twice, it is one task: also when it was closed meanwhile. */
  key: string
  /** Whose it is; else who opens it, if she may own one, else the first who may. */
  owner?: string | undefined
}
export interface TaskRow {
  id: string
  kind: string
  params: Record<string, string | number>
  link: string | null
  owner_id: string | null
  owner_name: string | null
  state: 'open' | 'closed'
  outcome: string
  created_at: Date
  closed_at: Date | null
  comments: number
}
export interface CommentRow {
  id: string
  at: Date
  author_name: string
  text: string
}

const actorOf = (ctx: Ctx) => `${ctx.actor.kind}:${ctx.actor.id}`
const objectOf = (id: string) => ({ kind: 'task', id })

/** Who may own one: whoever may change audiences, since that is what diagnosing leads to. */
export const possibleOwners = (ctx: Ctx) => peopleWith(ctx, 'audiences:write')

/** Answers its id, and whether it is new. @throws 400 for an owner who may not own one */
export function openTask(ctx: Ctx, task: NewTask): Promise<{ id: string; is_new: boolean }> {
  return inTx(ctx, async (ctx) => {
    const owners = await possibleOwners(ctx)
    const owner = task.owner
      ? owners.find(({ id }) => id === task.owner)
      : (owners.find(({ id }) => id === ctx.actor.id) ?? owners[0])
    if (task.owner && !owner) throw invalid('not_an_owner', 'This person may not own tasks')
    const { rows } = await sql<{ id: string }>`
      insert into task (tenant_id, id, kind, params, link, key, owner_id, created_at, created_by)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${task.kind}, ${JSON.stringify(task.params)}::jsonb, ${task.link},
        ${task.key}, ${owner?.id ?? null}, ${ctx.now()}, ${actorOf(ctx)})
      on conflict (tenant_id, key) do nothing returning id`.execute(ctx.pg)
    const id = rows[0]?.id
    if (id === undefined) {
      const known = await sql<{ id: string }>`
        select id from task where tenant_id = ${ctx.tenantId} and key = ${task.key}`.execute(ctx.pg)
      return { id: known.rows[0]?.id ?? '', is_new: false }
    }
    await audit(ctx, 'task.opened', objectOf(id), { kind: task.kind, owner: owner?.id ?? null })
    if (owner && owner.id !== ctx.actor.id) await tell(ctx, id, task.kind, owner.id)
    return { id, is_new: true }
  })
}

const tell = (ctx: Ctx, id: string, kind: string, userId: string) =>
  notify(ctx, {
    kind: `task_${kind}`,
    to: { userId },
    subject: objectOf(id),
    link: `/insight/tasks?task=${id}`,
    key: `task ${id} ${userId}`,
  })

const select = (ctx: Ctx) => sql`
  select t.id, t.kind, t.params, t.link, t.owner_id, u.name as owner_name, t.state, t.outcome, t.created_at, t.closed_at,
    (select count(*)::int from task_comment c where c.tenant_id = t.tenant_id and c.task_id = t.id) as comments
  from task t left join app_user u on u.id = t.owner_id where t.tenant_id = ${ctx.tenantId}`

/** Newest first. */
export async function listTasks(
  ctx: Ctx,
  page: { state: 'open' | 'closed'; limit: number; before?: string | undefined },
): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`${select(ctx)} and t.state = ${page.state}
    ${page.before ? sql`and t.id < ${page.before}::uuid` : sql``}
    order by t.id desc limit ${page.limit}`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getTask(ctx: Ctx, id: string): Promise<TaskRow & { said: CommentRow[] }> {
  const { rows } = await sql<TaskRow>`${select(ctx)} and t.id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('task')
  const { rows: said } = await sql<CommentRow>`
    select id, at, author_name, text from task_comment
    where tenant_id = ${ctx.tenantId} and task_id = ${id} order by id`.execute(ctx.pg)
  return { ...rows[0], said }
}

/** @throws 404, 400 for who may not own one, 409 for a closed one */
export function assignTask(ctx: Ctx, id: string, owner: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const task = await locked(ctx, id)
    if (!(await possibleOwners(ctx)).some((one) => one.id === owner))
      throw invalid('not_an_owner', 'This person may not own tasks')
    await sql`update task set owner_id = ${owner}::uuid where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await audit(ctx, 'task.assigned', objectOf(id), { before: task.owner_id, after: owner })
    if (owner !== ctx.actor.id) await tell(ctx, id, task.kind, owner)
  })
}

/** @throws 404 */
export function commentOnTask(ctx: Ctx, id: string, text: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await getTask(ctx, id)
    await sql`insert into task_comment (tenant_id, id, task_id, at, author, author_name, text)
      values (${ctx.tenantId}, ${randomUUIDv7()}, ${id}, ${ctx.now()}, ${actorOf(ctx)}, ${ctx.actor.name}, ${text})`.execute(
      ctx.pg,
    )
    await audit(ctx, 'task.commented', objectOf(id))
  })
}

/** @throws 404, 409 for a closed one */
export function closeTask(ctx: Ctx, id: string, outcome: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await locked(ctx, id)
    await sql`update task set state = 'closed', outcome = ${outcome}, closed_at = ${ctx.now()}, closed_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'task.closed', objectOf(id), { outcome })
  })
}

/** The tasks of these keys, with whose each is. */
export async function tasksOf(
  ctx: Ctx,
  keys: readonly string[],
): Promise<Map<string, { id: string; state: 'open' | 'closed'; owner_name: string | null }>> {
  const { rows } = await sql<{
    key: string
    id: string
    state: 'open' | 'closed'
    owner_name: string | null
  }>`select t.key, t.id, t.state, u.name as owner_name from task t left join app_user u on u.id = t.owner_id
    where t.tenant_id = ${ctx.tenantId} and t.key = any(${[...keys]}::text[])`.execute(ctx.pg)
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}

/** What the task was about is done elsewhere: it ends with it. Without an open one nothing happens. */
export async function closeTaskOf(ctx: Ctx, key: string, outcome: string): Promise<void> {
  const task = (await tasksOf(ctx, [key])).get(key)
  if (task?.state === 'open') await closeTask(ctx, task.id, outcome)
}

async function locked(ctx: Ctx, id: string) {
  const { rows } = await sql<Pick<TaskRow, 'state' | 'kind' | 'owner_id'>>`
    select state, kind, owner_id from task where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('task')
  if (rows[0].state === 'closed') throw conflict('task_closed', 'The task has been closed')
  return rows[0]
}
