import { expect, test } from 'vitest'
import { PALETTE, PAPER } from './palette.ts'

type Triple = readonly [number, number, number]

/** How full colour-blindness shifts linear light (Machado, Oliveira and Fernandes, 2009). */
const EYES: Record<string, readonly [Triple, Triple, Triple]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'without red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'without green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'without blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const times = (row: Triple, by: Triple) => row[0] * by[0] + row[1] * by[1] + row[2] * by[2]

function light(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

/** Where the eye puts it: Oklab, in which equal distances look equal. */
function place(colour: Triple, eye: readonly [Triple, Triple, Triple]): Triple {
  const seen: Triple = [times(eye[0], colour), times(eye[1], colour), times(eye[2], colour)]
  const l = Math.cbrt(times([0.4122214708, 0.5363325363, 0.0514459929], seen))
  const m = Math.cbrt(times([0.2119034982, 0.6806995451, 0.1073969566], seen))
  const s = Math.cbrt(times([0.0883024619, 0.2817188376, 0.6299787005], seen))
  return [
    times([0.2104542553, 0.793617785, -0.0040720468], [l, m, s]),
    times([1.9779984951, -2.428592205, 0.4505937099], [l, m, s]),
    times([0.0259040371, 0.7827717662, -0.808675766], [l, m, s]),
  ]
}

const brightness = (colour: Triple) => times([0.2126, 0.7152, 0.0722], colour)

function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [one, other].map((hex) => brightness(light(hex)) + 0.05).sort()
  return bright / dim
}

test.each(['light', 'dark'] as const)(
  'every two colours of a %s chart can be told apart, whatever the eye lacks',
  (mode) => {
    const near: string[] = []
    for (const [eye, shift] of Object.entries(EYES)) {
      const places = PALETTE[mode].map((hex) => place(light(hex), shift))
      for (const [i, a] of places.entries())
        for (const [j, b] of places.entries()) {
          const apart = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
          if (j > i && apart < 0.1) near.push(`${eye}: ${i} and ${j} at ${apart.toFixed(3)}`)
        }
    }
    expect(near).toEqual([])
  },
)

test.each(['light', 'dark'] as const)('every colour stands out from the %s paper', (mode) => {
  const faint = PALETTE[mode].filter((hex) => contrast(hex, PAPER[mode]) < 3)
  expect(faint).toEqual([])
})
