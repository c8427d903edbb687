// One customer in full: who, what for, how much, how lively. Everything is asked at once.
import { sql } from 'kysely'
import { nodesOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { type Customer, canonicalInScope, customersByIds } from './customers.ts'
import { type CurrencyValue, orderBook } from './order-figures.ts'
import { type DayCount, eventsADay } from './queries.ts'

export interface CustomerPage extends Customer {
  known: boolean
  value: CurrencyValue[]
  days: DayCount[]
}

const DAYS = 30

/** @throws 404, also for another tenant's or out of scope */
export async function getCustomerPage(ctx: Ctx, asked: number): Promise<CustomerPage> {
  const id = await canonicalInScope(ctx, asked)
  const nodes = (await nodesOf(ctx, [id])).get(id) ?? []
  const [[customer], value, days, known] = await Promise.all([
    customersByIds(ctx, [id]),
    orderBook().valueOf(ctx, nodes),
    timezoneOf(ctx).then((timezone) => eventsADay(ctx, nodes, { days: DAYS, timezone })),
    isKnown(ctx, id),
  ])
  // Erased between the two looks.
  if (!customer) throw notFound('customer')
  return { ...customer, known, value, days }
}

async function timezoneOf(ctx: Ctx): Promise<string> {
  const row = await ctx.pg
    .selectFrom('tenant')
    .select('timezone')
    .where('id', '=', ctx.tenantId)
    .executeTakeFirstOrThrow()
  return row.timezone
}

async function isKnown(ctx: Ctx, id: number): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`select exists (
    select 1 from identifier where tenant_id = ${ctx.tenantId} and customer_id = ${id} and not is_weak) as known`.execute(
    ctx.pg,
  )
  return rows[0]?.known === true
}
