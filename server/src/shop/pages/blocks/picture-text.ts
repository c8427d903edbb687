import { z } from 'zod'
import { Alt, blockKind, NOTHING, nothing, PictureId } from './kind.ts'
import { Link } from './link.ts'

/** 图文: a picture with words, either may be left out. */
export const pictureText = blockKind({
  kind: 'picture_text',
  settings: z.object({
    layout: z.enum(['above', 'left', 'right']).default('above').describe('Where the picture is'),
    picture_id: PictureId.nullable().default(null),
    alt: Alt,
    title: z.string().trim().max(60).default(''),
    text: z.string().trim().max(2000).default(''),
    link: Link.nullable().default(null),
  }),
  data: NOTHING,
  names: ({ picture_id, link }) => ({
    pictures: picture_id === null ? [] : [picture_id],
    links: [link],
  }),
  missing: ({ picture_id, alt, title, text, link }) => [
    ...(picture_id === null && title === '' && text === '' ? ['content'] : []),
    ...(link !== null && alt === '' && title === '' && text === '' ? ['alt'] : []),
  ],
  load: nothing,
})
