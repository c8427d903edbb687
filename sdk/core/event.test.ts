import fc from 'fast-check'
import { expect, test } from 'vitest'
import { campaignOf, freshId, identifierList, splitLinks, withoutSecrets } from './event.ts'
import { pageKey } from './page-key.ts'
import { nextShare, readShare, shareText } from './share.ts'

test('pages of a kind have one name', () => {
  expect(pageKey('/goods/1001/reviews')).toBe('/goods/:id/reviews')
  expect(pageKey('/o/7c9e6679-7425-40de-944b-e07fc1f90ae7')).toBe('/o/:id')
  expect(pageKey('/2026-autumn/a1')).toBe('/2026-autumn/a1')
  expect(pageKey('/')).toBe('/')
})

test('an address tells no secrets', () => {
  expect(withoutSecrets('https://s.test/?code=abc&id=1&access_token=x#token=y')).toBe(
    'https://s.test/?code=***&id=1&access_token=***#token=***',
  )
  expect(withoutSecrets('/p?phone=13812345678&barcode=69')).toBe('/p?phone=***&barcode=69')
})

test('a share says how deep it is, hand by hand, and survives its link', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (hands) => {
      let arrived: ReturnType<typeof readShare>
      for (let hand = 1; hand <= hands; hand++) {
        const id = freshId(Math.random)
        arrived = readShare(shareText(nextShare(arrived, id)))
        expect(arrived).toEqual({ id, depth: hand })
      }
    }),
  )
  for (const text of ['', 'x', 'abcdef', 'abcdef.', 'ABCDEF.1', 'abcdef.1.2', 'abcdef.9999', null])
    expect(readShare(text)).toBeUndefined()
})

test('ids are 24 characters, and a thousand of one moment differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => freshId(Math.random)))
  expect(ids.size).toBe(1000)
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]{24}$/)
})

test('links stand beside the properties, and who is nobody is left out', () => {
  expect(splitLinks({ store_id: 'S1', sku: 'A', order_id: 7 })).toEqual({
    links: { store_id: 'S1', order_id: 7 },
    properties: { sku: 'A' },
  })
  expect(identifierList({ member_id: 7, phone: '', unionid: null, email: undefined })).toEqual([
    { namespace: 'member_id', value: '7' },
  ])
})

test('a campaign is what the address says, and nothing when it says nothing', () => {
  const brought: Record<string, string> = { utm_source: 'wecom', hf_store: 'S01', other: 'x' }
  expect(campaignOf((name) => brought[name])).toEqual({
    utm: { source: 'wecom' },
    links: { store_id: 'S01' },
  })
  expect(campaignOf(() => null)).toEqual({})
})
