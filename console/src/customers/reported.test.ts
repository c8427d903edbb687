import { expect, test } from 'vitest'
import type { TimelineLine } from './api.ts'
import { withReported } from './reported.ts'

const line = (name: string, order: string | null, minute = 0): TimelineLine => ({
  event_id: `${name} ${order} ${minute}`,
  name,
  kind: 'trade',
  at: new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString(),
  platform: 'mini_program',
  source: 'mini_program',
  session_id: null,
  subject: null,
  order_id: order,
  revenue_fen: 0,
  currency: 'CNY',
  consent: null,
})
const shape = (lines: TimelineLine[]) =>
  withReported(lines).map(({ name, reported }) => [name, ...reported.map((one) => one.name)])

test('an order that a client reported too is one line, ours, whichever came first', () => {
  const both = [line('order_paid', 'A'), line('Order Completed', 'A')]
  expect(shape(both)).toEqual([['order_paid', 'Order Completed']])
  expect(shape(both.toReversed())).toEqual([['order_paid', 'Order Completed']])
  expect(shape([line('order_paid_reported', 'A'), line('order_paid', 'A')])).toEqual([
    ['order_paid', 'order_paid_reported'],
  ])
})

test('another order, and one that only the client told of, stay lines of their own', () => {
  expect(shape([line('order_paid', 'A'), line('Order Completed', 'B')])).toEqual([
    ['order_paid'],
    ['Order Completed'],
  ])
  expect(shape([line('order_paid', null), line('Order Completed', null)])).toEqual([
    ['order_paid'],
    ['Order Completed'],
  ])
})

test('a refund is told under the refund nearest to it, not under the payment', () => {
  const lines = [
    line('order_refunded', 'A', 30),
    line('order_refunded', 'A', 20),
    line('Order Refunded', 'A', 21),
    line('order_paid', 'A', 0),
    line('order_placed', 'A', 0),
    line('OrderCompleted', 'A', 0),
  ]
  expect(shape(lines)).toEqual([
    ['order_refunded'],
    ['order_refunded', 'Order Refunded'],
    ['order_paid', 'OrderCompleted'],
    ['order_placed'],
  ])
})

test('what else clients tell of an order is kept as they told it', () => {
  expect(shape([line('order_paid', 'A'), line('Order Updated', 'A')])).toEqual([
    ['order_paid'],
    ['Order Updated'],
  ])
})
