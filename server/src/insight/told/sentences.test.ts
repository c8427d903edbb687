// What a mail or a chat says of each analysis. Goes over the register: a new one cannot be forgotten.
import { expect, test } from 'vitest'
import { useMergePolicy } from '../../identity/index.ts'
import { consentPolicy } from '../../profile/index.ts'
import { ANALYSES, analysisOf, readAnalysis } from '../analyses.ts'
import { asOf } from '../gate/as-of.ts'
import { brandWith, type Did, QUESTIONS, refused } from '../gate/testing.ts'
import { SENTENCES, tellAnswer } from './answers.ts'
import { sayingOf } from './report.ts'

useMergePolicy(consentPolicy)

/** The same two weeks each time: everybody does everything, some bought more than once. */
const given: Did[] = Array.from({ length: 84 }, (_, n) => ({
  ...{ customer: n % 6, day: Math.floor(n / 6), hour: (n * 7) % 24, fen: 100 + ((n * 53) % 800) },
  name: (['came', 'bought', 'answered', 'shared', 'added', 'met', 'bought'] as const)[n % 7] as
    | 'came'
    | 'bought',
  colour: n % 2 === 0 ? ('red' as const) : ('blue' as const),
}))

const asked = (name: string, question: object) => readAnalysis(name, question) as object

test('every analysis of the register is told in one sentence of figures, in both languages', async () => {
  expect(Object.keys(SENTENCES).sort()).toEqual(Object.keys(ANALYSES).sort())
  const brand = await brandWith(given)
  const ctx = await asOf(brand.ctx, '2026-03-14')
  const silent: string[] = []
  for (const name of Object.keys(ANALYSES)) {
    const question = asked(name, { ...QUESTIONS[name]?.(brand), as_of: '2026-03-14' })
    const answer = await analysisOf(name).ask(ctx, question).catch(refused)
    if (typeof answer === 'string') {
      silent.push(name)
      continue
    }
    for (const tongue of ['zh-CN', 'en'] as const) {
      const say = await sayingOf(ctx, tongue)
      const [block] = tellAnswer(name, answer, question, say)
      const [sentence = '', ...others] = block?.words ?? []
      expect({ name, others }).toEqual({ name, others: [] })
      expect(sentence, name).toMatch(tongue === 'en' ? /\d.*\.$/ : /\d.*。$/)
      expect(sentence, name).not.toMatch(/undefined|null|NaN|Infinity|\[object/)
      // Chinese is in no English sentence, nor what a code is in a Chinese one.
      if (tongue === 'en') expect(sentence, name).not.toMatch(/[一-鿿（），。；：]/)
      else expect(sentence, name).not.toMatch(/[a-z]+_[a-z]+_[a-z]+/)
    }
  }
  expect(silent).toEqual([])
})

test('an analysis of nothing is told too, and says nothing that is not so', async () => {
  const brand = await brandWith([])
  const ctx = await asOf(brand.ctx, '2026-03-14')
  for (const name of Object.keys(ANALYSES)) {
    const question = asked(name, { ...QUESTIONS[name]?.(brand), as_of: '2026-03-14' })
    const answer = await analysisOf(name).ask(ctx, question).catch(refused)
    if (typeof answer === 'string') continue
    const [block] = tellAnswer(name, answer, question, await sayingOf(ctx, 'zh-CN'))
    expect(block?.words?.[0], name).toMatch(/。$/)
    expect(block?.words?.[0], name).not.toMatch(/undefined|null|NaN|Infinity/)
  }
})
