// What a rule is read with: the clock, the brand's zone, the audiences it names, what the brand defined.
import type { Ctx } from '../platform/ctx.ts'
import type { Reading } from './compile.ts'
import { brandWithDefined } from './defined/defined.ts'
import { membersOf } from './history-sql.ts'

export async function readingNow(ctx: Ctx): Promise<Reading> {
  const { timezone, ...defined } = await brandWithDefined(ctx)
  return { clock: { now: ctx.now().getTime(), timezone }, membersOf, defined }
}
