import { expect, test } from 'vitest'
import type { Preview } from './api.ts'
import { assign, documentOf, draftOf, fieldOf, missingOf, setConstant } from './draft.ts'

const rule = { column: '时间', format: 'd/M/yyyy' }
const preview = {
  guess: {
    kind: 'events',
    part: { fields: { at: rule, 'identifiers.phone': '手机' }, excel_text: true },
  },
} as unknown as Preview
const draft = draftOf(preview, 'crm', { sheet: 2 })
const kind = {
  kind: 'events' as const,
  fields: [
    { name: 'name', type: 'text', required: true },
    { name: 'at', type: 'time', required: true },
  ],
  open: ['identifiers', 'properties'],
}

test('a column feeds one field and a field has one column', () => {
  const moved = assign(draft, '手机', 'at', preview.guess)
  expect([fieldOf(moved, '手机'), fieldOf(moved, '时间')]).toEqual(['at', undefined])
  const back = assign(moved, '时间', 'at', preview.guess)
  expect(back.fields).toEqual({ at: rule })
  expect(assign(back, '时间', undefined, preview.guess).fields).toEqual({})
})

test('what a file has no column for may be the same in every row', () => {
  expect(missingOf(draft, kind)).toEqual({ fields: ['name'], identifier: false })
  const named = setConstant(draft, 'name', '到店')
  expect(missingOf(named, kind)).toEqual({ fields: [], identifier: false })
  expect(missingOf(setConstant(named, 'name', ''), kind).fields).toEqual(['name'])
  const nobody = assign(named, '手机', undefined, preview.guess)
  expect(missingOf(nobody, kind).identifier).toBe(true)
})

test('the document says how the file is read and in which zone its times are', () => {
  expect(documentOf(draft, { timezone: 'Asia/Shanghai', currency: 'CNY' })).toEqual({
    name: 'wizard',
    source: 'crm',
    zone: 'Asia/Shanghai',
    currency: 'CNY',
    parts: [{ kind: 'events', fields: draft.fields, excel_text: true, sheet: 2 }],
  })
})
