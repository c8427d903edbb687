import { z } from 'zod'
import { Alt, blockKind, NOTHING, nothing, PictureId } from './kind.ts'
import { Link } from './link.ts'

/** 轮播 */
export const carousel = blockKind({
  kind: 'carousel',
  settings: z.object({
    ratio: z.enum(['5:2', '2:1', '16:9', '4:3', '1:1', '3:4']).default('2:1'),
    seconds: z
      .union([z.literal(0), z.number().int().min(3).max(15)])
      .default(5)
      .describe('Until the next one comes by itself; 0: only when it is turned'),
    slides: z
      .array(z.object({ picture_id: PictureId, alt: Alt, link: Link.nullable().default(null) }))
      .max(10)
      .default([]),
  }),
  data: NOTHING,
  names: ({ slides }) => ({
    pictures: slides.map((slide) => slide.picture_id),
    links: slides.map((slide) => slide.link),
  }),
  missing: ({ slides }) => [
    ...(slides.length === 0 ? ['pictures'] : []),
    // A link is known by what its picture says.
    ...(slides.some(({ alt, link }) => link !== null && alt === '') ? ['alt'] : []),
  ],
  load: nothing,
})
