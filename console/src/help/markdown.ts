// The part of Markdown that the documents use, as a tree. No HTML passes: it would be shown as text.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; parts: Inline[] }
  | { kind: 'emphasis'; parts: Inline[] }
  | { kind: 'link'; target: string; parts: Inline[] }

export interface ListItem {
  parts: Inline[]
  below: Block[]
}

export type Block =
  | { kind: 'heading'; level: number; parts: Inline[]; anchor: string }
  | { kind: 'paragraph' | 'quote'; parts: Inline[] }
  | { kind: 'code'; text: string; language: string }
  | { kind: 'list'; isNumbered: boolean; items: ListItem[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

const ITEM = /^(\s*)([-*]|\d+\.)\s+(.*)$/

export function parseMarkdown(source: string): Block[] {
  return blocksOf(source.replaceAll('\r\n', '\n').split('\n'))
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let at = 0
  const line = (offset = 0) => lines[at + offset] ?? ''
  const take = (goesOn: (line: string) => boolean) => {
    const start = at
    while (at < lines.length && goesOn(line())) at += 1
    return lines.slice(start, at)
  }
  while (at < lines.length) {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line())
    if (line().trim() === '') at += 1
    else if (line().startsWith('```')) {
      const language = line().slice(3).trim()
      at += 1
      const code = take((text) => !text.startsWith('```'))
      at += 1
      blocks.push({ kind: 'code', text: code.join('\n'), language })
    } else if (heading) {
      const text = heading[2] ?? ''
      blocks.push({
        kind: 'heading',
        level: heading[1]?.length ?? 1,
        parts: parseInline(text),
        anchor: anchorOf(text),
      })
      at += 1
    } else if (line().startsWith('|') && /^\|[\s:|-]+\|\s*$/.test(line(1))) {
      const [head = '', , ...rows] = take((text) => text.startsWith('|'))
      blocks.push({ kind: 'table', head: cellsOf(head), rows: rows.map(cellsOf) })
    } else if (line().startsWith('>')) {
      const quoted = take((text) => text.startsWith('>')).map((text) => text.replace(/^>\s?/, ''))
      blocks.push({ kind: 'quote', parts: parseInline(quoted.join(' ')) })
    } else if (ITEM.test(line())) {
      const first = ITEM.exec(line())
      const depth = first?.[1]?.length ?? 0
      const isNumbered = /\d/.test(first?.[2] ?? '')
      const items: ListItem[] = []
      while (at < lines.length && ITEM.test(line()) && ITEM.exec(line())?.[1]?.length === depth) {
        const text = ITEM.exec(line())?.[3] ?? ''
        at += 1
        const below = take((next) => /^\s+\S/.test(next) && indentOf(next) > depth)
        const nested = below.findIndex((next) => ITEM.test(next) || next.trim().startsWith('```'))
        const own = nested < 0 ? below : below.slice(0, nested)
        const inner = nested < 0 ? [] : below.slice(nested)
        const shift = Math.min(...inner.map(indentOf))
        items.push({
          parts: parseInline([text, ...own.map((next) => next.trim())].join(' ')),
          below: blocksOf(inner.map((next) => next.slice(shift))),
        })
      }
      blocks.push({ kind: 'list', isNumbered, items })
    } else {
      const start = at
      const text = take((next) => next.trim() !== '' && (at === start || !startsBlock(next)))
      blocks.push({ kind: 'paragraph', parts: parseInline(text.join(' ')) })
    }
  }
  return blocks
}

const indentOf = (line: string) => line.length - line.trimStart().length
const startsBlock = (line: string) => /^(#{1,6}\s|```|>|\|)/.test(line) || ITEM.test(line)

function cellsOf(row: string): Inline[][] {
  const inside = row.trim().replace(/^\||\|$/g, '')
  // A pipe inside code or after a backslash is no border.
  const cells = inside.match(/(?:`[^`]*`|\\\||[^|])+|(?<=\|)(?=\|)|^(?=\|)/g) ?? []
  return cells.map((cell) => parseInline(cell.trim().replaceAll('\\|', '|')))
}

const INLINE =
  /`([^`]+)`|\[([^\]]*)\]\(([^)\s]+)\)|\*\*(.+?)\*\*(?!\*)|(?<![\w*])\*([^*\s][^*]*?)\*(?!\w)|<(https?:[^>]+)>/

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = []
  let rest = text
  for (;;) {
    const found = INLINE.exec(rest)
    if (!found) break
    if (found.index > 0) parts.push({ kind: 'text', text: rest.slice(0, found.index) })
    const [whole, code, label, target, strong, emphasis, bare] = found
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (target !== undefined)
      parts.push({ kind: 'link', target, parts: parseInline(label ?? target) })
    else if (strong !== undefined) parts.push({ kind: 'strong', parts: parseInline(strong) })
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', parts: parseInline(emphasis) })
    else if (bare !== undefined)
      parts.push({ kind: 'link', target: bare, parts: [{ kind: 'text', text: bare }] })
    rest = rest.slice(found.index + whole.length)
  }
  if (rest !== '') parts.push({ kind: 'text', text: rest })
  return parts
}

/** As the documents' own links name their headings. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Mn}\- _]/gu, '')
    .replaceAll(' ', '-')
}
