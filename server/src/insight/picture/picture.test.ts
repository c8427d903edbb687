import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Told } from '../told/told.ts'
import { inkable } from './ink.ts'
import { broken, MOST_BYTES, pictureOf } from './picture.ts'

const told = (more: Partial<Told>): Told => ({
  title: 't',
  about: [],
  blocks: [],
  path: '/',
  ...more,
})
const drawing = (labels: string[], name: string) => ({
  ...{ kind: 'line' as const, unit: 'fen' as const, labels },
  series: [{ name, values: labels.map((_, at) => at * 100) }],
})
const draw = (report: Told) => pictureOf(report, { currency: 'CNY', tongue: 'zh-CN' })
const sizeOf = (png: Buffer | undefined) =>
  png ? [png.readUInt32BE(16), png.readUInt32BE(20)] : []
/** The picture's points, not yet put together. */
const points = (png: Buffer | undefined): Buffer => {
  const parts: Buffer[] = []
  for (let at = 8; png && at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return inflateSync(Buffer.concat(parts))
}

test('a report with a chart is a PNG that a chat takes', () => {
  const png = draw(
    told({ blocks: [{ title: '', drawing: drawing(['5月1日', '5月2日'], '净收入') }] }),
  )
  expect(png?.toString('hex', 0, 8)).toBe('89504e470d0a1a0a')
  expect(png?.length).toBeLessThan(MOST_BYTES)
  expect(sizeOf(png)[0]).toBe(1_440)
})

test('Chinese is drawn from our own font: other signs make another picture', () => {
  const of = (title: string) =>
    points(draw(told({ title, blocks: [{ title: '', tiles: [{ name: '订单', value: '1' }] }] })))
  expect(of('净收入').equals(of('复购率'))).toBe(false)
  // Signs that no font has are all the same box.
  expect(of('\ue000\ue000\ue000').equals(of('\ue001\ue001\ue001'))).toBe(true)
})

test('signs the font does not know are left out, and long names are broken or cut', () => {
  expect(inkable('会员日🎉 VIP')).toBe('会员日 VIP')
  expect(broken('一二三四五六七八九十', 50, 10)).toEqual(['一二三四五', '六七八九十'])
  const tiles = [{ name: '很长的名字'.repeat(30), value: '¥1' }]
  expect(sizeOf(draw(told({ blocks: [{ title: '', tiles }] })))).toEqual(
    sizeOf(draw(told({ blocks: [{ title: '', tiles: [{ name: '短', value: '¥1' }] }] }))),
  )
})

test('words alone are no picture', () => {
  expect(draw(told({ blocks: [{ title: '', words: ['x'] }] }))).toBeUndefined()
})
