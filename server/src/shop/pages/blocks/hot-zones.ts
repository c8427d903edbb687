import { z } from 'zod'
import { Alt, blockKind, NOTHING, nothing, PictureId } from './kind.ts'
import { Link } from './link.ts'

const Share = z.number().int().min(0).max(10_000).describe('Of the picture’s side, basis points')
const Zone = z
  .object({
    ...{ x: Share, y: Share },
    w: z.number().int().min(100).max(10_000),
    h: z.number().int().min(100).max(10_000),
    label: z.string().trim().max(60).describe('What somebody reads who does not see the picture'),
    link: Link.nullable(),
  })
  .refine(({ x, y, w, h }) => x + w <= 10_000 && y + h <= 10_000, 'an area within the picture')

/** 热区: one picture, and where in it a touch leads. */
export const hotZones = blockKind({
  kind: 'hot_zones',
  settings: z.object({
    picture_id: PictureId.nullable().default(null),
    alt: Alt,
    zones: z.array(Zone).max(20).default([]),
  }),
  data: NOTHING,
  names: ({ picture_id, zones }) => ({
    pictures: picture_id === null ? [] : [picture_id],
    links: zones.map((zone) => zone.link),
  }),
  missing: ({ picture_id, zones }) => [
    ...(picture_id === null ? ['picture'] : []),
    ...(zones.length === 0 ? ['zones'] : []),
    ...(zones.some(({ label }) => label === '') ? ['label'] : []),
    ...(zones.some(({ link }) => link === null) ? ['link'] : []),
  ],
  load: nothing,
})
