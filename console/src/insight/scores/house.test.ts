import { expect, test } from 'vitest'
import { missingOf } from './house.ts'

test('a saved list is told what every brand begins with meanwhile, and keeps its own', () => {
  const saved = ['review_posted', 'till_asked']
  expect(missingOf(saved, ['review_posted', 'activity_joined'])).toEqual(['activity_joined'])
  expect(missingOf([...saved, 'activity_joined'], ['review_posted', 'activity_joined'])).toEqual([])
})
