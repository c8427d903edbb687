// Her addresses and open sessions end with her data; codes in between go with their sessions.
import { sql } from 'kysely'
import type { PersonalData } from '../profile/index.ts'

export const shopData: readonly PersonalData[] = [
  {
    name: 'shop_addresses',
    tables: ['shop_address'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select name, phone, region, street, is_default from shop_address
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[]) order by created_at, id`.execute(
        ctx.pg,
      )
      return rows
    },
    async erase(ctx, person) {
      const { numAffectedRows } = await sql`delete from shop_address
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[])`.execute(
        ctx.pg,
      )
      return Number(numAffectedRows ?? 0)
    },
  },
  {
    name: 'shop_sessions',
    tables: ['shop_session', 'shop_code'],
    async export(ctx, person) {
      const { rows } = await sql<Record<string, unknown>>`
        select created_at, last_seen_at, expires_at from shop_session
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[]) order by created_at`.execute(
        ctx.pg,
      )
      return rows
    },
    async erase(ctx, person) {
      const { numAffectedRows } = await sql`delete from shop_session
        where tenant_id = ${ctx.tenantId} and node_id = any(${[...person.nodes]}::bigint[])`.execute(
        ctx.pg,
      )
      return Number(numAffectedRows ?? 0)
    },
  },
]
