// The functions an analyst may call, as the engine spells them: what an editor offers while she writes.
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { isAllowedFunction } from './functions.ts'

/** Of the engine, which does not change while it runs. */
let known: Promise<string[]> | undefined

export function allowedFunctions({ ch }: Ctx): Promise<string[]> {
  known ??= ch
    .allRows<{ name: string }>(sql`select name from system.functions order by name`)
    .then((rows) => rows.map(({ name }) => name).filter(isAllowedFunction))
    .catch((error: unknown) => {
      known = undefined
      throw error
    })
  return known
}
