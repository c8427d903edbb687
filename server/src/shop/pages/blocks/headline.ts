import { z } from 'zod'
import { blockKind, NOTHING, nothing, Title } from './kind.ts'
import { Link } from './link.ts'

/** 标题 */
export const headline = blockKind({
  kind: 'headline',
  settings: z.object({
    title: Title,
    words: z.string().trim().max(80).default(''),
    link: Link.nullable().default(null).describe('Where “more” leads'),
  }),
  data: NOTHING,
  names: ({ link }) => ({ links: [link] }),
  missing: ({ title }) => (title === '' ? ['title'] : []),
  load: nothing,
})
