import { beforeAll, expect, test, vi } from 'vitest'

let readCameBy: typeof import('./came-by.ts').readCameBy
beforeAll(async () => {
  // Which shop it is stands in the address.
  vi.stubGlobal('window', { location: { pathname: '/m/tea/' } })
  readCameBy = (await import('./came-by.ts')).readCameBy
  return () => vi.unstubAllGlobals()
})

const NOTHING = { way: null, staff_id: null, channel_id: null, room: null, affiliate: null }

test('a guide’s code that was scanned and one that was shared are told apart', () => {
  expect(readCameBy('?guide=li&by=scan')).toEqual({ ...NOTHING, way: 'scanned', staff_id: 'li' })
  expect(readCameBy('?guide=li')).toEqual({ ...NOTHING, way: 'shared', staff_id: 'li' })
})

test('a channel and a room need no guide, and a link that names nothing changes nothing', () => {
  expect(readCameBy('?channel=poster&room=evening')).toEqual({
    ...{ ...NOTHING, channel_id: 'poster', room: 'evening' },
  })
  expect(readCameBy('?affiliate=mei')).toEqual({ ...NOTHING, affiliate: 'mei' })
  expect(readCameBy('?guide=%20&q=tea')).toBeUndefined()
})
