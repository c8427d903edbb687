// Each customer's level as an attribute with its history: what rules, breakdowns and templates read. The
// page of ownership goes on asking the events, for any date.
import { keepValues } from '../../audiences/index.ts'
import { sql } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { type ComputedWords, countComputed, provideComputed } from '../../profile/index.ts'
import { settingsOf } from '../settings/versions.ts'
import { levelRows } from './levels-sql.ts'
import { type Level, OwnershipSettings } from './settings.ts'

/** Who was only ever exposed has none: nobody knows her well enough to treat her by it. */
type Held = Exclude<Level, 'exposed'>
const NAMES: Record<Held, [zh: string, en: string]> = {
  owned: ['有产权', 'Owned'],
  related: ['有关系', 'Related'],
  acquired: ['已获取', 'Acquired'],
  pseudo: ['伪私域', 'Pseudo-private'],
  deleted: ['已流失', 'Lost'],
}

export const OWNERSHIP_LEVEL = {
  name: 'ownership_level',
  label: '流量产权层级',
  label_en: 'Ownership level',
  description: '按品牌设定的标准每晚判断；仅曝光的客户没有',
  group: '流量产权',
  type: 'text',
  value_labels: Object.entries(NAMES).map(([value, [label, label_en]]) => ({
    value,
    label,
    label_en,
  })),
} as const satisfies ComputedWords

/** @throws 409 attribute_exists when the brand means something else by its name */
export async function keepLevels(ctx: Ctx): Promise<{ set: number; gone: number }> {
  const now = ctx.now()
  const { settings } = await settingsOf(ctx, 'ownership', OwnershipSettings)
  const rows = await ctx.ch.rows<{ c: number; level: Held }>(
    ctx.tenantId,
    sql`select c, level from (${levelRows(settings, now.getTime())}) where level != 'exposed' order by c`,
    { maxSeconds: 300 },
  )
  if (rows.length === 0 && (await countComputed(ctx, OWNERSHIP_LEVEL.name)) === 0)
    return { set: 0, gone: 0 }
  await inTx(ctx, (ctx) => provideComputed(ctx, [OWNERSHIP_LEVEL]))
  return keepValues(
    ctx,
    OWNERSHIP_LEVEL.name,
    now,
    rows.map(({ c, level }) => ({ customer: Number(c), value: level })),
  )
}
