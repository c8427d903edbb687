import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { catchUp } from '../../profile/index.ts'
import { KeptAnswers } from './kept-answers.ts'

async function brand() {
  const ctx = await testCtx()
  const [customer = 0] = await newCustomers(ctx, 1)
  await catchUp(ctx)
  const kept = new KeptAnswers()
  let counted = 0
  const ask = (question: unknown, given = ctx, isFresh = false) =>
    kept.get(
      given,
      'trends',
      question,
      async () => {
        counted += 1
        return { counted }
      },
      isFresh,
    )
  return { ctx, customer, ask }
}

test('an answer is kept until the brand has new data, whatever they are', async () => {
  const { ctx, customer, ask } = await brand()
  expect(await ask('a')).toEqual({ counted: 1 })
  expect(await ask('a')).toEqual({ counted: 1 })
  expect(await ask('b')).toEqual({ counted: 2 })
  await happen(ctx, [{ customer, name: 'came', at: Date.parse('2026-01-01'), props: {} }])
  expect(await ask('a'), 'an event').toEqual({ counted: 3 })
  expect(await ask('a')).toEqual({ counted: 3 })
  await sql`insert into customer_state_round (tenant_id, version) values (${ctx.tenantId}, 7)
    on conflict (tenant_id) do update set version = customer_state_round.version + 1`.execute(
    ctx.pg,
  )
  await know(ctx, [{ customer, kind: 'tag', key: 'VIP' }])
  expect(await ask('a'), 'something known of a customer').toEqual({ counted: 4 })
  await sql`update tenant set timezone = 'Europe/London' where id = ${ctx.tenantId}`.execute(ctx.pg)
  expect(await ask('a'), 'another zone').toEqual({ counted: 5 })
  expect(await ask('a', ctx, true), 'asked for anew').toEqual({ counted: 6 })
  expect(await ask('a')).toEqual({ counted: 6 })
})

test('another brand, and who sees other customers, gets an answer of her own', async () => {
  const { ctx, ask } = await brand()
  const other = await testCtx()
  expect(await ask('a')).toEqual({ counted: 1 })
  expect(await ask('a', { ...ctx, tenantId: other.tenantId })).toEqual({ counted: 2 })
  const guide = (id: string) => ({
    ...ctx,
    actor: { ...ctx.actor, role: 'guide' as const, scope: { kind: 'own' as const, ids: [id] } },
  })
  expect(await ask('a', guide('wang'))).toEqual({ counted: 3 })
  expect(await ask('a', guide('li'))).toEqual({ counted: 4 })
  expect(await ask('a', guide('wang'))).toEqual({ counted: 3 })
  expect(await ask('a')).toEqual({ counted: 1 })
})

test('time alone moves figures too: nothing is kept for longer than ten minutes', async () => {
  const { ctx, ask } = await brand()
  const at = (minutes: number) => ({ ...ctx, now: () => new Date(minutes * 60_000) })
  expect(await ask('a', at(0))).toEqual({ counted: 1 })
  expect(await ask('a', at(9))).toEqual({ counted: 1 })
  expect(await ask('a', at(11))).toEqual({ counted: 2 })
})

test('who asks while it is being counted waits for the same, and a failure is kept for nobody', async () => {
  const { ctx } = await brand()
  const kept = new KeptAnswers()
  let counted = 0
  const count = async () => {
    counted += 1
    if (counted === 1) throw new Error('the store is busy')
    return { counted }
  }
  const ask = () => kept.get(ctx, 'trends', 'a', count)
  await expect(Promise.all([ask(), ask()])).rejects.toThrow('busy')
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(
    Array.from({ length: 3 }, () => ({ counted: 2 })),
  )
})

test('no more is kept than there is room for: what was used last stays', async () => {
  const { ctx } = await brand()
  const kept = new KeptAnswers(1_000)
  let counted = 0
  const ask = async (question: string) => {
    const { n } = await kept.get(ctx, 'trends', question, async () => {
      counted += 1
      return { n: counted, text: 'x'.repeat(200) }
    })
    return n
  }
  for (const question of ['a', 'b', 'c', 'd']) await ask(question)
  expect(await ask('a')).toBe(1)
  expect(await ask('e')).toBe(5)
  expect(await ask('a')).toBe(1)
  expect(await ask('b'), 'used longest ago').toBe(6)
})
