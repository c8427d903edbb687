// The closed loop: every detractor's answer waits until somebody has spoken with her.
import { sql } from 'kysely'
import { z } from 'zod'
import { CUSTOMER } from '../../audiences/index.ts'
import { closeTaskOf, notify, openTask, possibleOwners, tasksOf } from '../../desk/index.ts'
import { demandCustomerInScope, demandCustomersInScope } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { as, sql as ch } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, writeCursor } from '../../platform/page.ts'
import { listedByIds } from '../../profile/index.ts'
import { rowsIn } from '../question/reading.ts'
import { isAnswer, readNps, scoreOf } from './nps.ts'
import type { Detractors, FOLLOW_UP_STATES, NpsQuestion } from './shape.ts'

type State = (typeof FOLLOW_UP_STATES)[number]
const Cursor = z.tuple([z.number(), z.guid()])

/** Answers of 6 and below, the newest first. */
export async function detractors(
  ctx: Ctx,
  question: NpsQuestion,
  page: { limit: number; cursor?: string | undefined },
): Promise<Detractors> {
  const { reading, stretch } = await readNps(ctx, question)
  const after = readCursor(page.cursor, Cursor)
  const score = scoreOf(question.property)
  const rows = await ctx.ch.rows<{
    event_id: string
    c: number
    ms: string
    s: number
    comment: string
  }>(
    ctx.tenantId,
    ch`select toString(event_id) as event_id, ${CUSTOMER} as c, toUnixTimestamp64Milli(at) as ms, ${score} as s,
        JSONExtractString(props, 'comment') as comment
      from event where ${reading.whose} and ${reading.means(question.of)} and ${rowsIn(stretch)}
        and ${isAnswer(question.property)} and ${score} <= 6
        and ${after ? ch`(toUnixTimestamp64Milli(at), toString(event.event_id)) < (${as('Int64', after[0])}, ${as('String', after[1])})` : ch`true`}
      order by at desc, toString(event.event_id) desc limit ${as('UInt32', page.limit + 1)}`,
  )
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  const [states, people, tasks] = await Promise.all([
    statesOf(
      ctx,
      shown.map((r) => r.event_id),
    ),
    listedByIds(ctx, [...new Set(shown.map((r) => Number(r.c)))]),
    tasksOf(
      ctx,
      shown.map((r) => taskKey(r.event_id)),
    ),
  ])
  const byId = new Map(people.map((p) => [p.id, p]))
  const belonging = await belongingOf(ctx, [...byId.keys()])
  return {
    items: shown.map((row) => {
      const customer = Number(row.c)
      return {
        event_id: row.event_id,
        customer_id: customer,
        customer: byId.get(customer) ?? null,
        score: Number(row.s),
        at: new Date(Number(row.ms)).toISOString(),
        comment: row.comment || null,
        store: belonging.get(customer)?.store ?? null,
        guide: belonging.get(customer)?.guide ?? null,
        task: tasks.get(taskKey(row.event_id)) ?? null,
        follow_up: states.get(row.event_id) ?? { state: 'open', note: '', by_name: null, at: null },
      }
    }),
    next_cursor:
      rows.length > page.limit && last ? writeCursor([Number(last.ms), last.event_id]) : null,
  }
}

/** One task an answer, however often it is asked for. */
const taskKey = (eventId: string) => `nps ${eventId}`

type Known = Detractors['items'][number]['follow_up']

async function statesOf(ctx: Ctx, events: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await sql<{
    event_id: string
    state: State
    note: string
    by_name: string
    at: Date
  }>`
    select event_id, state, note, by_name, at from nps_follow_up
    where tenant_id = ${ctx.tenantId} and event_id = any(${[...events]}::uuid[])`.execute(ctx.pg)
  return new Map(
    rows.map(({ event_id, at, ...row }) => [event_id, { ...row, at: at.toISOString() }]),
  )
}

/** The store and the guide each belongs to, by name where it is known. */
async function belongingOf(
  ctx: Ctx,
  ids: readonly number[],
): Promise<Map<number, { store: string | null; guide: string | null }>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.ch.rows<{ c: number; kind: string; key: string }>(
    ctx.tenantId,
    ch`select ${CUSTOMER} as c, toString(kind) as kind, key from customer_state final
      where kind in ('store', 'guide') and c in ${as('Array(UInt32)', [...ids])}`,
  )
  const codes = rows.map((r) => r.key)
  const { rows: names } = await sql<{ code: string; name: string }>`
    select code, name from staff where tenant_id = ${ctx.tenantId} and code = any(${codes}::text[])
    union all select code, name from store where tenant_id = ${ctx.tenantId} and code = any(${codes}::text[])`.execute(
    ctx.pg,
  )
  const nameOf = new Map(names.map((n) => [n.code, n.name]))
  const of = (c: number, kind: string) => {
    const key = rows.find((r) => Number(r.c) === c && r.kind === kind)?.key
    return key === undefined ? null : (nameOf.get(key) ?? key)
  }
  return new Map(ids.map((id) => [id, { store: of(id, 'store'), guide: of(id, 'guide') }]))
}

/** @throws 404 for an answer that is not there, or of a customer one does not see */
export function followUp(
  ctx: Ctx,
  eventId: string,
  said: { state: State; note: string },
): Promise<Known> {
  return inTx(ctx, async (ctx) => {
    const [event] = await ctx.ch.rows<{ node: number; c: number }>(
      ctx.tenantId,
      ch`select customer_id as node, ${CUSTOMER} as c from event
        where event_id = ${as('UUID', eventId)} and customer_id != 0 limit 1`,
    )
    if (!event) throw notFound('answer')
    await demandCustomerInScope(ctx, Number(event.c))
    await sql`insert into nps_follow_up (tenant_id, event_id, node_id, state, note, at, by, by_name)
      values (${ctx.tenantId}, ${eventId}, ${Number(event.node)}, ${said.state}, ${said.note}, ${ctx.now()},
        ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.actor.name})
      on conflict (tenant_id, event_id) do update set state = excluded.state, note = excluded.note,
        at = excluded.at, by = excluded.by, by_name = excluded.by_name`.execute(ctx.pg)
    await audit(
      ctx,
      'nps_follow_up.changed',
      { kind: 'customer', id: String(event.c) },
      {
        event_id: eventId,
        state: said.state,
      },
    )
    if (said.state === 'resolved') await closeTaskOf(ctx, taskKey(eventId), said.note)
    const known = (await statesOf(ctx, [eventId])).get(eventId)
    if (!known) throw notFound('answer')
    return known
  })
}

/**
 * A task for each answer, with the unit that is to act; its guide is told, where she signs in here. An answer
 * that has one keeps it.
 * @throws 404 for an answer that is not there, or of a customer one does not see; 400 for who may own none
 */
export function openTasks(
  ctx: Ctx,
  question: NpsQuestion,
  given: {
    event_ids: readonly string[]
    owner_id?: string | undefined
    /** Whose those are that no guide may own. */
    orElse?: string | undefined
  },
): Promise<{ opened: number; already: number }> {
  return inTx(ctx, async (ctx) => {
    const ids = [...new Set(given.event_ids)]
    const score = scoreOf(question.property)
    const rows = await ctx.ch.rows<{ event_id: string; c: number; s: number }>(
      ctx.tenantId,
      ch`select toString(event_id) as event_id, ${CUSTOMER} as c, ${score} as s from event
        where event.event_id in ${as('Array(UUID)', ids)} and customer_id != 0 and ${isAnswer(question.property)} and ${score} <= 6
        order by at, event_id limit 1 by event_id`,
    )
    if (rows.length < ids.length) throw notFound('answer')
    const customers = [...new Set(rows.map(({ c }) => Number(c)))]
    await demandCustomersInScope(ctx, customers)
    const [belonging, guides] = await Promise.all([
      belongingOf(ctx, customers),
      guideUsers(ctx, customers),
    ])
    const owners = new Set((await possibleOwners(ctx)).map(({ id }) => id))
    const ownerOf = (c: number) =>
      given.owner_id ??
      ('orElse' in given
        ? [guides.get(c), given.orElse].find((id) => id !== undefined && owners.has(id))
        : undefined)
    let opened = 0
    for (const { event_id, c, s } of rows) {
      const unit = belonging.get(Number(c))
      const owner = ownerOf(Number(c))
      const task = await openTask(ctx, {
        kind: 'nps_detractor',
        params: { score: Number(s), unit: [unit?.store, unit?.guide].filter(Boolean).join(' · ') },
        link: `/customers/${c}`,
        key: taskKey(event_id),
        ...(owner && { owner }),
      })
      if (!task.is_new) continue
      opened++
      const userId = guides.get(Number(c))
      if (userId && userId !== ctx.actor.id && userId !== owner)
        await notify(ctx, {
          ...{ kind: 'nps_detractor', to: { userId }, params: { score: Number(s) } },
          subject: { kind: 'customer', id: String(c) },
          ...{ link: `/customers/${c}`, key: taskKey(event_id) },
        })
    }
    return { opened, already: rows.length - opened }
  })
}

/** The account of the guide each customer belongs to, where the guide has one. */
async function guideUsers(ctx: Ctx, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await ctx.ch.rows<{ c: number; key: string }>(
    ctx.tenantId,
    ch`select ${CUSTOMER} as c, key from customer_state final
      where kind = 'guide' and c in ${as('Array(UInt32)', [...ids])}`,
  )
  const { rows: staff } = await sql<{ code: string; user_id: string }>`
    select f.code, f.user_id from staff f
    join membership m on m.tenant_id = f.tenant_id and m.user_id = f.user_id and m.disabled_at is null
    where f.tenant_id = ${ctx.tenantId} and f.code = any(${rows.map(({ key }) => key)}::text[])`.execute(
    ctx.pg,
  )
  const userOf = new Map(staff.map(({ code, user_id }) => [code, user_id]))
  return new Map(
    rows.flatMap(({ c, key }): [number, string][] => {
      const user = userOf.get(key)
      return user ? [[Number(c), user]] : []
    }),
  )
}
