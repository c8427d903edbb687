// Membership as rounds keep it, on the real engines.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Collector } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'

import { roundOf } from './round.ts'
import type { Rule } from './rule.ts'
import { insideNow, makeAudience } from './testing-audiences.ts'

let ctx: TestCtx
let collector: Collector
beforeAll(async () => {
  ctx = await testCtx()
  collector = testCollector(ctx)
  return () => collector.stop()
})

const paid = (times: number): Rule => ({
  kind: 'did',
  event: { any_of: [{ event: 'paid', where: [] }] },
  window: { kind: 'last', span: { n: 7, unit: 'day' } },
  times: { op: 'gte', value: times },
})

async function arrive(who: string, name: string, at = Date.now()): Promise<void> {
  await collector.submit(
    submission(ctx, [
      draft({
        name,
        at,
        messageId: randomUUIDv7(),
        identifiers: [{ namespace: 'member_id', value: who }],
      }),
    ]),
  )
}
async function idOf(who: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from identifier where tenant_id = ${ctx.tenantId} and value = ${who}`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}

test('an event brings its customer in, and time takes her out', async () => {
  await arrive('ann', 'paid')
  const id = await makeAudience(ctx, paid(1))
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual([await idOf('ann')])
  await arrive('bob', 'paid')
  await roundOf(ctx)
  expect(await insideNow(ctx, id)).toEqual(
    [await idOf('ann'), await idOf('bob')].sort((a, b) => a - b),
  )
  const later: Ctx = { ...ctx, now: () => new Date(Date.now() + 8 * 86_400_000) }
  await roundOf(later)
  expect(await insideNow(ctx, id)).toEqual([])
})
