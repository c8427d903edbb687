// The database of a brand's views: made when somebody first asks, made anew when what it hides changes.
import { createHash } from 'node:crypto'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { renderInline } from '../../platform/sql.ts'
import { loadHandlings } from '../../profile/index.ts'
import { brandOf } from '../brand.ts'
import { type Bounds, VIEWS } from './views.ts'

export const databaseOf = (tenantId: string): string => {
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) throw new TypeError('tenant id must be a UUID')
  return `homefield_of_${tenantId.replaceAll('-', '')}`
}

/** What stands in the views of a brand now, as far as this process knows. */
const made = new Map<string, Promise<string>>()

/** @returns the database to ask in */
export async function openDatabase(ctx: Ctx): Promise<string> {
  const { tenantId } = ctx
  const database = databaseOf(tenantId)
  const { zone } = await brandOf(ctx)
  const bounds: Bounds = { tenantId, zone, hidden: await hiddenAttributes(ctx) }
  const statements = VIEWS.map(
    ({ name, statement }) => `${database}.${name}%as ${renderInline(statement(bounds))}`,
  )
  const version = createHash('sha256').update(statements.join('\n')).digest('hex')
  const before = made.get(tenantId)
  if ((await before?.catch(() => '')) === version) return database
  const making = makeAll(ctx, database, statements, version)
  made.set(tenantId, making)
  await making
  return database
}

async function makeAll(
  ctx: Ctx,
  database: string,
  statements: readonly string[],
  version: string,
): Promise<string> {
  const everywhere = ctx.ch.cluster ? ` on cluster '${ctx.ch.cluster}'` : ''
  await ctx.ch.command(`create database if not exists ${database}${everywhere} engine = Atomic`)
  for (const statement of statements)
    await ctx.ch.command(`create or replace view ${statement.replace('%', `${everywhere} `)}`)
  return version
}

/** Attributes that are there and are not for everybody's eyes: sensitive, or shown in part only. */
export async function hiddenAttributes(ctx: Ctx): Promise<string[]> {
  const handlings = await loadHandlings(ctx)
  const names = await ctx.ch.rows<{ key: string }>(
    ctx.tenantId,
    sql`select distinct key from customer_state where kind = 'attribute' order by key`,
  )
  return names
    .map(({ key }) => key)
    .filter((key) => {
      const { dataClass, isMasked } = handlings.of(key)
      return dataClass === 'sensitive' || isMasked
    })
}

export const raw = (text: string): Sql => ({ text: [text], slots: [] })
export const asText = (text: string) => as('String', text)
