import fc from 'fast-check'
import { expect, test } from 'vitest'
import { photoOf } from '../reviews/testing.ts'
import { measure } from './measure.ts'
import { withoutMetadata } from './strip.ts'

test('a photo keeps its size and loses what the camera wrote beside it, before and after it', () => {
  const photo = photoOf(50, 30, 'somewhere in Hangzhou')
  expect(photo.includes('somewhere')).toBe(true)
  const plain = withoutMetadata(photo)
  expect(plain && measure(plain)).toEqual({ type: 'image/jpeg', width: 50, height: 30 })
  expect(plain?.includes('somewhere')).toBe(false)
  expect(plain?.includes('JFIF')).toBe(true)
  expect(plain?.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
  // Once more changes nothing.
  expect(plain && withoutMetadata(plain)?.equals(plain)).toBe(true)
})

test('whatever is sent, nothing breaks and nothing but a whole JPEG comes back', () => {
  const photo = photoOf(20, 20)
  fc.assert(
    fc.property(fc.nat(photo.length), fc.uint8Array({ maxLength: 60 }), (cut, tail) => {
      const plain = withoutMetadata(Buffer.concat([photo.subarray(0, cut), Buffer.from(tail)]))
      expect(plain === undefined || (plain[0] === 0xff && plain.at(-1) === 0xd9)).toBe(true)
    }),
  )
})
