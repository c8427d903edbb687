import { expect, test } from 'vitest'
import { encode } from './encode.ts'
import type { Column, Row } from './export-kinds.ts'
import { calledAs, namedBy } from './value-names.ts'

const columns: Column[] = [
  { key: 'state', title: { 'zh-CN': '状态', en: 'State' }, called: calledAs('order_state') },
  { key: 'platform', title: { 'zh-CN': '平台', en: 'Platform' }, called: calledAs('platform') },
  {
    key: 'store_id',
    title: { 'zh-CN': '门店', en: 'Store' },
    called: namedBy(new Map([['S1', '南京西路店']])),
  },
]
async function* rows(): AsyncGenerator<Row> {
  yield ['partly_refunded', 'import:till', 'S1']
  yield ['not a state', 'wholly new', null]
}

async function fileOf(format: 'csv' | 'ndjson', header: 'zh-CN' | 'en' | 'keys') {
  let text = ''
  for await (const piece of encode({ format, header, bom: false }, columns, rows()))
    text += String(piece)
  return text.trim().split(/\r?\n/)
}

test('a file for people has names where the console has them, in its language', async () => {
  expect(await fileOf('csv', 'zh-CN')).toEqual([
    '状态,平台,门店',
    '部分退款,导入,南京西路店',
    'not a state,wholly new,',
  ])
  expect((await fileOf('csv', 'en'))[1]).toBe('Partly refunded,Import,南京西路店')
})

test('a file for machines keeps the codes', async () => {
  expect((await fileOf('csv', 'keys'))[1]).toBe('partly_refunded,import:till,S1')
  expect(JSON.parse((await fileOf('ndjson', 'zh-CN'))[0] ?? '')).toEqual({
    ...{ state: 'partly_refunded', platform: 'import:till', store_id: 'S1' },
  })
})
