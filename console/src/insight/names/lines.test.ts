import { expect, test } from 'vitest'
import { namesIn } from './lines.ts'

test('a line is a code and its name, as typed or out of a spreadsheet', () => {
  expect(namesIn('channel', 'CH-1, 小红书\nCH-2\t抖音\n\nCH-3，门店，台卡\nCH-4')).toEqual([
    { kind: 'channel', code: 'CH-1', name: '小红书' },
    { kind: 'channel', code: 'CH-2', name: '抖音' },
    { kind: 'channel', code: 'CH-3', name: '门店,台卡' },
    { kind: 'channel', code: 'CH-4', name: '' },
  ])
})
