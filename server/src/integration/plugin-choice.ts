// Which of the server's plugins a brand wants: all of them until it says otherwise.
import { sql } from 'kysely'
import { auditAll } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'

export async function pluginsOff(ctx: Ctx): Promise<Map<string, { at: Date; by: string }>> {
  const { rows } = await sql<{ plugin: string; at: Date; by: string }>`
    select plugin, at, by from plugin_off where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return new Map(rows.map(({ plugin, at, by }) => [plugin, { at, by }]))
}

/** For many at once, all or none. @returns how many it changed @throws 404 when the server has no such plugin */
export function choosePlugins(
  ctx: Ctx,
  known: readonly string[],
  names: readonly string[],
  isOn: boolean,
): Promise<number> {
  const wanted = [...new Set(names)]
  if (wanted.some((name) => !known.includes(name))) throw notFound('plugin')
  return inTx(ctx, async (ctx) => {
    const { rows } = isOn
      ? await sql<{ plugin: string }>`
          delete from plugin_off where tenant_id = ${ctx.tenantId} and plugin = any(${wanted}::text[]) returning plugin`.execute(
          ctx.pg,
        )
      : await sql<{ plugin: string }>`
          insert into plugin_off (tenant_id, plugin, at, by)
          select ${ctx.tenantId}::uuid, name, ${ctx.now()}::timestamptz, ${ctx.actor.name} from unnest(${wanted}::text[]) as name
          on conflict (tenant_id, plugin) do nothing returning plugin`.execute(ctx.pg)
    await auditAll(
      ctx,
      rows.map(({ plugin }) => ({
        action: isOn ? 'plugin.switched_on' : 'plugin.switched_off',
        object: { kind: 'plugin', id: plugin },
      })),
    )
    return rows.length
  })
}
