import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEADS_TO, PARCEL_STATES, type Trace, type TraceState, trackOf } from './states.ts'

const STATES = PARCEL_STATES.filter((state): state is TraceState => state !== 'waiting')
const trace = (minute: number, state: TraceState | null, text = `at ${minute}`): Trace => ({
  ...{ at: new Date(Date.UTC(2026, 10, 23, 0, minute)), text, place: null, state },
})

test('a parcel goes from hand to hand until it is signed', () => {
  const story = [
    ...[trace(1, 'collected'), trace(2, 'in_transit'), trace(3, null), trace(4, 'problem')],
    ...[trace(5, 'out_for_delivery'), trace(6, 'signed'), trace(7, 'in_transit')],
  ]
  expect(trackOf(story.slice(0, 3))).toMatchObject({
    state: 'in_transit',
    lastTraceAt: story[2]?.at,
  })
  expect(trackOf(story.slice(0, 4)).state).toBe('problem')
  expect(trackOf(story)).toEqual({
    ...{ state: 'signed', stateAt: story[5]?.at, signedAt: story[5]?.at },
    lastTraceAt: story[6]?.at,
  })
})

test('one on its way back is not delivered by what is scanned on the way', () => {
  const story = [trace(1, 'out_for_delivery'), trace(2, 'returning'), trace(3, 'in_transit')]
  expect(trackOf([...story, trace(4, 'signed')])).toMatchObject({
    ...{ state: 'returning', signedAt: null },
  })
  expect(trackOf([...story, trace(4, 'returned')]).state).toBe('returned')
})

const Traces = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 20 }),
    state: fc.option(fc.constantFrom(...STATES)),
    text: fc.constantFrom('a', 'b', 'c'),
  }),
  { maxLength: 25 },
)

test('told in any order, any number of times, traces come to one state, by declared steps only', () => {
  fc.assert(
    fc.property(Traces, fc.infiniteStream(fc.nat()), (given, random) => {
      const traces = given.map(({ minute, state, text }) => trace(minute, state, text))
      const whole = trackOf(traces)
      const shuffled = [...traces, ...traces.slice(0, 5)]
        .map((one) => ({ one, at: random.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      expect(trackOf(shuffled)).toEqual(whole)
      // The plain reading: step by step through sorted time, taking only what is declared.
      expect(whole.state === 'waiting').toBe(traces.every((one) => one.state === null))
      expect(whole.signedAt !== null).toBe(whole.state === 'signed')
      for (const state of STATES) expect(LEADS_TO[state]).not.toContain(state)
    }),
    { numRuns: 300 },
  )
})
