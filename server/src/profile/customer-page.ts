// One customer in full: who, what for, how much, how lively. Everything is asked at once.
import { sql } from 'kysely'
import { nodesOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { activityOf, RECENT_DAYS } from './activity.ts'
import { type Customer, canonicalInScope, customersByIds } from './customers.ts'
import { type CurrencyValue, orderBook } from './order-figures.ts'

export interface DayCount {
  day: string
  n: number
}

export interface CustomerPage extends Customer {
  known: boolean
  value: CurrencyValue[]
  days: DayCount[]
}

/** @throws 404, also for another tenant's or out of scope */
export async function getCustomerPage(ctx: Ctx, asked: number): Promise<CustomerPage> {
  const id = await canonicalInScope(ctx, asked)
  const nodes = (await nodesOf(ctx, [id])).get(id) ?? []
  const [[customer], value, days, known] = await Promise.all([
    customersByIds(ctx, [id]),
    orderBook().valueOf(ctx, nodes),
    recentDays(ctx, nodes),
    isKnown(ctx, id),
  ])
  // Erased between the two looks.
  if (!customer) throw notFound('customer')
  return { ...customer, known, value, days }
}

async function recentDays(ctx: Ctx, nodes: readonly number[]): Promise<DayCount[]> {
  const days = new Map<string, number>()
  const since = new Date(ctx.now().getTime() - RECENT_DAYS * 86_400_000).toISOString().slice(0, 10)
  for (const { recent } of await activityOf(ctx, nodes))
    for (const [day, n] of Object.entries(recent)) days.set(day, (days.get(day) ?? 0) + n)
  return [...days]
    .map(([day, n]) => ({ day, n }))
    .filter(({ day }) => day > since)
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}

async function isKnown(ctx: Ctx, id: number): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`select exists (
    select 1 from identifier where tenant_id = ${ctx.tenantId} and customer_id = ${id} and not is_weak) as known`.execute(
    ctx.pg,
  )
  return rows[0]?.known === true
}
