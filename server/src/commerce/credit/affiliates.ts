// Affiliates 分销员: customers whose links the brand counts orders by.
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { canonicalOf } from '../../identity/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { actorOf } from '../checkout/own-order.ts'
import { commissionRule } from '../commission/rules.ts'

export interface Affiliate {
  code: string
  /** Through the group of its node; null once she was erased. */
  customer_id: number | null
  state: 'active' | 'ended'
  made_at: string
  ended_at: string | null
}
type Stored = Omit<Affiliate, 'made_at' | 'ended_at'> & { made_at: Date; ended_at: Date | null }

const COLUMNS = sql`f.code, c.canonical_id as customer_id, f.state, f.made_at, f.ended_at`
const FROM = sql`affiliate f left join customer c on c.tenant_id = f.tenant_id and c.id = f.node_id`
const shown = ({ made_at, ended_at, ...plain }: Stored): Affiliate => ({
  ...plain,
  ...{ made_at: made_at.toISOString(), ended_at: ended_at?.toISOString() ?? null },
})

/** Newest first. */
export async function listAffiliates(
  ctx: Ctx,
  filter: { q?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.string()]))
  const { q } = filter
  const { rows } = await sql<Stored>`select ${COLUMNS} from ${FROM}
    where f.tenant_id = ${ctx.tenantId}
      and ${q ? sql`position(lower(${q}) in f.code) > 0` : sql`true`}
      and ${after ? sql`(f.made_at < ${after[0]}::timestamptz or f.made_at = ${after[0]}::timestamptz and f.code > ${after[1]})` : sql`true`}
    order by f.made_at desc, f.code limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(rows, filter.limit, shown, (row) => [row.made_at, row.code])
}

async function affiliateOf(ctx: Ctx, code: string): Promise<Affiliate | undefined> {
  const { rows } = await sql<Stored>`select ${COLUMNS} from ${FROM}
    where f.tenant_id = ${ctx.tenantId} and f.code = ${code}`.execute(ctx.pg)
  return rows[0] && shown(rows[0])
}

const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
const newCode = () => Array.from({ length: 8 }, () => SIGNS[randomInt(SIGNS.length)]).join('')

/**
 * Who shares already goes on under her code.
 * @param customerId her canonical id
 * @throws 409 for a code that is taken
 */
export function makeAffiliate(
  ctx: Ctx,
  customerId: number,
  wanted: string = newCode(),
): Promise<Affiliate> {
  return inTx(ctx, async (ctx) => {
    // Two who make her one at once: the second waits and finds her.
    await sql`select 1 from customer where tenant_id = ${ctx.tenantId} and id = ${customerId} for update`.execute(
      ctx.pg,
    )
    const { rows: before } = await sql<Stored>`select ${COLUMNS} from ${FROM}
      where f.tenant_id = ${ctx.tenantId} and c.canonical_id = ${customerId} and f.state = 'active'
      order by f.made_at limit 1`.execute(ctx.pg)
    if (before[0]) return shown(before[0])
    const { rows } = await sql`
      insert into affiliate (tenant_id, code, node_id, state, made_by, made_at)
      values (${ctx.tenantId}, ${wanted}, ${customerId}, 'active', ${actorOf(ctx)}, ${ctx.now()})
      on conflict (tenant_id, code) do nothing returning 1`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('affiliate_code_taken', 'Another affiliate has this code')
    await audit(ctx, 'affiliate.made', { kind: 'affiliate', id: wanted }, { customer: customerId })
    const made = await affiliateOf(ctx, wanted)
    if (!made) throw new Error('an affiliate that was written is not there')
    return made
  })
}

/** Her links count for nobody from now on; what counted for her stays. Again changes nothing. @throws 404 */
export function endAffiliate(ctx: Ctx, code: string): Promise<Affiliate> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql`update affiliate set state = 'ended', ended_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and code = ${code} and state = 'active' returning 1`.execute(
      ctx.pg,
    )
    if (rows.length > 0) await audit(ctx, 'affiliate.ended', { kind: 'affiliate', id: code })
    const found = await affiliateOf(ctx, code)
    if (!found) throw notFound('affiliate')
    return found
  })
}

/** Also those who share no more: an order may have been theirs. @throws 400 */
export async function demandAffiliates(ctx: Ctx, codes: readonly string[]): Promise<void> {
  const { rows } = await sql<{
    code: string
  }>`select code from unnest(${[...codes]}::text[]) as code
    except select code from affiliate where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  if (rows.length > 0)
    throw invalid('unknown_affiliate', 'No such code', { unknown: rows.map((row) => row.code) })
}

/** The code an order counts for: it shares for the brand now; her own orders count where the brand lets them earn. */
export async function affiliateFor(
  ctx: Ctx,
  code: string | null,
  buyer: number | null,
): Promise<string | null> {
  if (code === null) return null
  const found = await affiliateOf(ctx, code)
  if (!found || found.state === 'ended' || found.customer_id === null) return null
  const herself = buyer === null ? undefined : (await canonicalOf(ctx, [buyer])).get(buyer)
  if (found.customer_id !== herself) return found.code
  return (await commissionRule(ctx)).own_purchases ? found.code : null
}
