// What else moves the stock: some went to another store, some broke, some went back to who made it, a count found one
// less, and a paper that was written by mistake was taken back. Of one article nothing is left.
import { PRODUCTS, STORES } from './brand.ts'
import { ask, type Door } from './sender.ts'

const HERE = STORES[0]?.id ?? ''
const THERE = STORES[1]?.id ?? ''
/** It sells out; whoever wants it waits. */
export const SOLD_OUT = 'QH-ZS-1'

interface Level {
  sku: string
  on_hand: number
  free: number
}
interface Paper {
  id: string
  note: string
}

/** Told before: a paper that is there already, by its note, is not written again. */
export async function moveStock(door: Door): Promise<void> {
  for (const sku of ['QH-LJ-100', 'QH-LHX-3', 'QH-GW-1'])
    await ask(door, 'PUT', '/stock/settings', {
      body: { store: HERE, sku, buckets: 1, low_at: 150 },
    })
  const { items: papers } = await ask<{ items: Paper[] }>(door, 'GET', '/stock/documents?limit=200')
  const write = async (kind: string, note: string, lines: object[], more: object = {}) =>
    papers.some((paper) => paper.note === note)
      ? undefined
      : ask<{ id?: string }>(door, 'POST', '/stock/documents', {
          ...{ body: { kind, store: HERE, note, lines, ...more }, passes: [409] },
        })
  const some = PRODUCTS.slice(0, 6).map(({ sku }) => ({ sku, quantity: 12 }))
  await write('transfer', '徐汇店补货', some, { to_store: THERE })
  await write('loss', '运输途中受潮', [{ sku: 'QH-CPHC-20', quantity: 3 }])
  await write('purchase_return', '批次香气不达标，退回茶厂', [{ sku: 'QH-PES-200', quantity: 10 }])
  const mistaken = await write('loss', '误录：库存在内库', [{ sku: 'QH-PB-1', quantity: 5 }])
  if (mistaken?.id)
    await ask(door, 'POST', `/stock/documents/${mistaken.id}/reverse`, {
      ...{ body: { note: '内库已找到，冲回' }, passes: [409] },
    })
  const levels = await Promise.all(['QH-MF-50', SOLD_OUT].map((sku) => levelOf(door, sku)))
  const [counted, last] = levels
  if (counted)
    await write('count', '月末盘点', [{ sku: counted.sku, quantity: counted.on_hand - 1 }])
  if (last && last.free > 0)
    await write('transfer', '紫砂壶调去徐汇店做专场', [{ sku: last.sku, quantity: last.free }], {
      to_store: THERE,
    })
}

async function levelOf(door: Door, sku: string): Promise<Level | undefined> {
  const { items } = await ask<{ items: Level[] }>(
    door,
    'GET',
    `/stock?store=${HERE}&q=${sku}&limit=50`,
  )
  return items.find((level) => level.sku === sku)
}
