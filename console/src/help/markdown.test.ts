import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Block, type Inline, parseMarkdown } from './markdown.ts'

const docs = join(import.meta.dirname, '../../../docs')
const pages = readdirSync(docs).filter((name) => name.endsWith('.md'))

const inlineText = (parts: readonly Inline[]): string =>
  parts.map((part) => ('parts' in part ? inlineText(part.parts) : part.text)).join('')

function textOf(block: Block): string {
  switch (block.kind) {
    case 'code':
      return block.text
    case 'list':
      return block.items
        .map((item) => inlineText(item.parts) + item.below.map(textOf).join(''))
        .join('')
    case 'table':
      return [block.head, ...block.rows].flat().map(inlineText).join('')
    default:
      return inlineText(block.parts)
  }
}

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')

describe('a document in the console', () => {
  test.each(pages)('%s loses none of its words', (page) => {
    const source = readFileSync(join(docs, page), 'utf8')
    const blocks = parseMarkdown(source)
    const shown = blocks.map(textOf).join('')
    // What is not shown: targets of links, the language of code, the numbers of lists.
    const written = source
      .replace(/\]\([^)\s]+\)/g, '')
      .replace(/^```\w+$/gm, '')
      .replace(/^\s*\d+\.\s/gm, '')
    expect(letters(shown)).toBe(letters(written))
    expect(blocks.filter((block) => block.kind === 'heading').length).toBeGreaterThan(0)
  })

  test('reads headings, lists in lists, tables and code', () => {
    const blocks = parseMarkdown(
      [
        '# 导入',
        '',
        '1. 一',
        '   - `a|b`',
        '2. **二**',
        '',
        '| 列 | 值 |',
        '|---|---|',
        '| `x|y` | |',
        '',
        '```sh',
        'npm start',
        '```',
      ].join('\n'),
    )
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'list', 'table', 'code'])
    expect(blocks[0]).toMatchObject({ level: 1, anchor: '导入' })
    expect(blocks[1]).toMatchObject({
      isNumbered: true,
      items: [
        {
          below: [
            {
              kind: 'list',
              isNumbered: false,
              items: [{ parts: [{ kind: 'code', text: 'a|b' }] }],
            },
          ],
        },
        { parts: [{ kind: 'strong' }] },
      ],
    })
    expect(blocks[2]).toMatchObject({ rows: [[[{ kind: 'code', text: 'x|y' }], []]] })
    expect(blocks[3]).toMatchObject({ text: 'npm start', language: 'sh' })
  })

  test('HTML stays text', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', parts: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }] },
    ])
  })
})
