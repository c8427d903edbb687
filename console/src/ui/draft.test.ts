import { expect, test } from 'vitest'
import { readDraft } from './draft.ts'

test('a draft is what was typed; what cannot be a form’s values is none', () => {
  expect(readDraft('{"name":"官网","role":"analyst"}')).toEqual({ name: '官网', role: 'analyst' })
  for (const stored of [null, '', '[1]', '"text"', 'null', '{"name":'])
    expect(readDraft(stored)).toBeUndefined()
})
