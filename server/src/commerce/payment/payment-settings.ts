// Which providers a brand takes payments by.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { brandCached } from '../../platform/brand-cache.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { paymentProviders, providerOf } from './provider.ts'

/** The test provider takes no money, so a brand must ask for it; every other one is on once it is set up. */
const OFF_AT_FIRST = 'test'

export const isOn = (ctx: Ctx, provider: string): Promise<boolean> =>
  brandCached(ctx, `commerce.payment_setting ${provider}`, async () => {
    const { rows } = await sql<{ is_on: boolean }>`select is_on from payment_setting
      where tenant_id = ${ctx.tenantId} and provider = ${provider}`.execute(ctx.pg)
    return rows[0]?.is_on ?? provider !== OFF_AT_FIRST
  })

export interface ProviderSetting {
  provider: string
  ways: string[]
  is_on: boolean
  /** Whether what it needs is set up. */
  is_ready: boolean
}

export async function listProviders(ctx: Ctx): Promise<ProviderSetting[]> {
  const settings: ProviderSetting[] = []
  for (const provider of paymentProviders())
    settings.push({
      ...{ provider: provider.code, ways: [...provider.ways] },
      ...{ is_on: await isOn(ctx, provider.code), is_ready: await provider.isReady(ctx) },
    })
  return settings
}

/** @throws 404 */
export function switchProvider(
  ctx: Ctx,
  provider: string,
  on: boolean,
): Promise<ProviderSetting[]> {
  return inTx(ctx, async (ctx) => {
    if (!providerOf(provider)) throw notFound('payment_provider')
    const before = await isOn(ctx, provider)
    await sql`insert into payment_setting (tenant_id, provider, is_on) values (${ctx.tenantId}, ${provider}, ${on})
      on conflict (tenant_id, provider) do update set is_on = excluded.is_on`.execute(ctx.pg)
    const object = { kind: 'payment_provider', id: provider }
    await audit(ctx, 'payment_provider.switched', object, { before, after: on })
    return listProviders(ctx)
  })
}
