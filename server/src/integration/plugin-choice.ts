// Which of the server's plugins a brand wants: all of them until it says otherwise.
import { sql } from 'kysely'
import { auditAll } from '../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'

export async function pluginsOff(ctx: Ctx): Promise<Map<string, { at: Date; by: string }>> {
  const { rows } = await sql<{ plugin: string; at: Date; by: string }>`
    select plugin, at, by from plugin_off where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return new Map(rows.map(({ plugin, at, by }) => [plugin, { at, by }]))
}

/** What the server was not started with is refused. */
export function choosePlugins(
  ctx: Ctx,
  known: readonly string[],
  names: readonly string[],
  isOn: boolean,
): Promise<BatchAnswer> {
  const { taken, refused } = sortOut(names, known, (name) => name, 'plugin')
  return inTx(ctx, async (ctx) => {
    const { rows } = isOn
      ? await sql<{ plugin: string }>`
          delete from plugin_off where tenant_id = ${ctx.tenantId} and plugin = any(${taken}::text[]) returning plugin`.execute(
          ctx.pg,
        )
      : await sql<{ plugin: string }>`
          insert into plugin_off (tenant_id, plugin, at, by)
          select ${ctx.tenantId}::uuid, name, ${ctx.now()}::timestamptz, ${ctx.actor.name} from unnest(${taken}::text[]) as name
          on conflict (tenant_id, plugin) do nothing returning plugin`.execute(ctx.pg)
    await auditAll(
      ctx,
      rows.map(({ plugin }) => ({
        action: isOn ? 'plugin.switched_on' : 'plugin.switched_off',
        object: { kind: 'plugin', id: plugin },
      })),
    )
    return { changed: rows.length, refused }
  })
}
