import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { askSql } from './ask.ts'
import { withDays } from './days.ts'
import { demandKept, saveSql } from './store.ts'

const clock = { now: Date.parse('2026-03-10T04:00:00Z'), timezone: 'Asia/Shanghai' }
const range = { date_from: '2026-03-01', date_to: '2026-03-01' }

test('a statement’s days are those of the brand: the first counts whole, and what follows the last does not', async () => {
  const ctx = await testCtx()
  const [customer = 0] = await newCustomers(ctx, 1)
  const at = (time: string) => Date.parse(`${time}+08:00`)
  await happen(
    ctx,
    [
      '2026-02-28T23:59:59',
      '2026-03-01T00:00:00',
      '2026-03-01T23:59:59',
      '2026-03-02T00:00:00',
    ].map((time) => ({ customer, name: 'came', at: at(time), props: {} })),
  )
  const asked = 'select count() from events where at >= {date_from} and at < {date_to}'
  expect((await askSql(ctx, withDays(asked, range, clock))).rows).toEqual([['2']])
  expect(withDays('select 1', range, clock)).toBe('select 1')
})

test('what is put in ends no statement and begins none', async () => {
  const ctx = await testCtx()
  const tricky = withDays("select '{date_from}; drop table events; --' from events", range, clock)
  await expect(askSql(ctx, tricky)).rejects.toMatchObject({ status: 400 })
})

test('a board takes only statements that its brand has', async () => {
  const [mine, theirs] = [await testCtx(), await testCtx()]
  const { id } = await saveSql(theirs, undefined, { name: 'a', text: 'select 1' })
  await expect(demandKept(mine, [id], new Set())).rejects.toMatchObject({
    code: 'unknown_statements',
  })
  await demandKept(theirs, [id], new Set())
  await demandKept(mine, [id], new Set([id]))
})
