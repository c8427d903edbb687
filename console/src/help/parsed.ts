import { queryOptions } from '@tanstack/react-query'
import type { Language } from '../i18n/language.ts'
import { allDocs, readDoc } from './files.ts'
import { type Block, type Inline, parseMarkdown } from './markdown.ts'

/** Null when there is no such document. */
export const docQuery = (doc: string, language: Language) =>
  queryOptions({
    queryKey: ['help', doc, language],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Block[] | null> => {
      const source = await readDoc(doc, language)
      return source === undefined ? null : withoutTwin(parseMarkdown(source))
    },
  })

/** Each document's title, from its first heading. */
export const titlesQuery = (language: Language) =>
  queryOptions({
    queryKey: ['help', 'titles', language],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Record<string, string>> => {
      const read = await Promise.all(
        allDocs().map(async (doc) => {
          const source = (await readDoc(doc, language)) ?? ''
          return [doc, titleOf(parseMarkdown(source.slice(0, 400)), doc)] as const
        }),
      )
      return Object.fromEntries(read)
    },
  })

export function titleOf(blocks: readonly Block[], otherwise: string): string {
  const [first] = blocks
  return first?.kind === 'heading' ? wordsOf(first.parts) : otherwise
}

const wordsOf = (parts: readonly Inline[]): string =>
  parts.map((part) => ('parts' in part ? wordsOf(part.parts) : part.text)).join('')

/** The link to the same text in the other language: the console's own switch does that. */
function withoutTwin(blocks: readonly Block[]): Block[] {
  return blocks.filter(
    (block) =>
      !(
        block.kind === 'paragraph' &&
        block.parts.length === 1 &&
        block.parts[0]?.kind === 'link' &&
        /\.md$/.test(block.parts[0].target)
      ),
  )
}
