import { expect, test } from 'vitest'
import { TEMPLATES } from '../../../server/src/audiences/templates.ts'
import en from '../i18n/en/templates.json' with { type: 'json' }
import zh from '../i18n/zh-CN/templates.json' with { type: 'json' }
import type { Template } from './api.ts'
import { isAllowed, readValues, usualValues } from './values.ts'

test('every template of the kit is told in both languages, with its numbers', () => {
  const wanted = TEMPLATES.flatMap(({ id, group, parameters }) => [
    `template_name.${id}`,
    `template_finds.${id}`,
    `template_use.${id}`,
    `template_group.${group}`,
    `template_group.about_${group}`,
    ...Object.entries(parameters).flatMap(([name, { kind }]) => [
      `template_parameter.${id}.${name}`,
      ...(kind === 'events' ? [] : [`template_unit.${kind}`]),
    ]),
  ])
  expect(TEMPLATES.length).toBeGreaterThan(20)
  for (const texts of [zh, en]) expect(wanted.filter((key) => !(key in texts))).toEqual([])
})

test('no text is kept for a template or a number that the kit no longer has', () => {
  const ids = new Set(TEMPLATES.map(({ id }) => id))
  const kept = Object.keys(zh).flatMap((key) => {
    const [family, id = '', parameter] = key.split('.')
    if (!/^template_(name|finds|use|parameter)$/.test(family ?? '')) return []
    const template = TEMPLATES.find((one) => one.id === id)
    const isThere =
      ids.has(id) && (parameter === undefined || parameter in (template?.parameters ?? {}))
    return isThere ? [] : [key]
  })
  expect(kept).toEqual([])
})

const cart = {
  id: 'cart_left',
  group: 'care',
  parameters: [
    { name: 'hours', kind: 'hours', default: 72, min: 1, max: 720 },
    { name: 'carts', kind: 'events', default: ['a', 'b'], min: null, max: null },
  ],
  rule: { kind: 'known' },
} satisfies Template

test('a brand begins with those of the usual events that it has, and with all when it has none', () => {
  expect(usualValues(cart, new Set(['b', 'c']))).toEqual({ hours: 72, carts: ['b'] })
  expect(usualValues(cart, new Set(['c']))).toEqual({ hours: 72, carts: ['a', 'b'] })
})

test('a number outside its bounds, a broken one and no event at all are refused before they are sent', () => {
  const [hours, carts] = cart.parameters
  if (!hours || !carts) throw new Error('the template has two parameters')
  expect([1, 720].every((value) => isAllowed(hours, value))).toBe(true)
  for (const value of [0, 721, 1.5, Number.NaN, undefined, ['a']])
    expect(isAllowed(hours, value)).toBe(false)
  expect(isAllowed(carts, [])).toBe(false)
  expect(isAllowed(carts, ['a'])).toBe(true)
})

test('values come back out of an address, and a broken address brings none', () => {
  expect(readValues('{"hours":24,"carts":["a"]}')).toEqual({ hours: 24, carts: ['a'] })
  for (const text of ['{"hours":', '[1]', '{"hours":"24"}', '{"carts":[1]}', undefined])
    expect(readValues(text)).toBeUndefined()
})
