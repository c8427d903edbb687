// How a storefront shows itself in the customers' shop: at an address of its own, in a colour, with what it has live.
import { z } from 'zod'
import { invalid } from '../../platform/errors.ts'

/** A live broadcast, shown from when it is saved until it ends. */
export const Live = z.object({
  title: z.string().trim().min(1).max(60),
  url: z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .describe('Where it is watched'),
  room: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .nullable()
    .default(null)
    .describe('What orders of who came through it count for; null: nothing'),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
})
export type Live = z.infer<typeof Live>
export interface StorefrontLook {
  /** Customers reach it in the shop, beside the shop's own storefront. */
  in_shop: boolean
  /** Of buttons and links: `#rrggbb`; null: the shop's own. */
  accent: string | null
  live: Live | null
}
export const PLAIN_LOOK: StorefrontLook = { in_shop: false, accent: null, live: null }

/** What the accessibility guidelines ask of text and what lies below it. */
const LEAST_CONTRAST = 4.5

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const luminance = (colour: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
/** Of white text on it. */
export const contrastWithWhite = (colour: string): number => 1.05 / (luminance(colour) + 0.05)

/** @throws 400 accent_too_pale, live_ends_first */
export function demandLook({ accent, live }: StorefrontLook): void {
  if (accent !== null && contrastWithWhite(accent) < LEAST_CONTRAST)
    throw invalid('accent_too_pale', 'White words cannot be read on this colour')
  if (live !== null && Date.parse(live.ends_at) <= Date.parse(live.starts_at))
    throw invalid('live_ends_first', 'What is live ends after it begins')
}
