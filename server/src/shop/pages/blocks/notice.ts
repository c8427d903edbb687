import { z } from 'zod'
import { blockKind, NOTHING, nothing } from './kind.ts'
import { Link } from './link.ts'

/** 公告 */
export const notice = blockKind({
  kind: 'notice',
  settings: z.object({
    text: z.string().trim().max(200).default(''),
    link: Link.nullable().default(null),
  }),
  data: NOTHING,
  names: ({ link }) => ({ links: [link] }),
  missing: ({ text }) => (text === '' ? ['text'] : []),
  load: nothing,
})
