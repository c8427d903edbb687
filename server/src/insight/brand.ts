import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

interface Brand {
  zone: string
  currency: string
  language: 'zh-CN' | 'en'
}

/** The zone in which a brand's days begin, the currency its money is added up in, the language it speaks. */
export async function brandOf(ctx: Ctx): Promise<Brand> {
  const { rows } = await sql<{ timezone: string; currency: string; language: Brand['language'] }>`
    select timezone, currency, language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const brand = rows[0]
  if (!brand) throw new Error('the brand of the request is gone')
  return { zone: brand.timezone, currency: brand.currency, language: brand.language }
}
