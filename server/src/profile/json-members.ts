// Members cut out of a JSON text: whatever stays is byte for byte what was sent, however deep it is
// nested and however long its numbers are. Pure.

/** In what the scanner is; of an object, how many members were kept and where its last comma is. */
type Open = { isList: true } | { isList: false; kept: number; comma: number | undefined }

/**
 * The text without the members whose names `isUnwanted` says yes to, at any depth, and the names of
 * the topmost ones taken out. Undefined when there is none. `text` must be valid JSON.
 */
export function withoutMembers(
  text: string,
  isUnwanted: (name: string) => boolean,
): { kept: string; names: string[] } | undefined {
  const parts: string[] = []
  const names: string[] = []
  const open: Open[] = []
  let copied = 0
  const cut = (from: number, to: number) => {
    parts.push(text.slice(copied, from))
    copied = to
  }
  for (let i = 0; i < text.length; ) {
    const char = text[i]
    const inside = open.at(-1)
    if (char === '{') open.push({ isList: false, kept: 0, comma: undefined })
    else if (char === '[') open.push({ isList: true })
    else if (char === '}' || char === ']') open.pop()
    else if (char === ',' && inside && !inside.isList) inside.comma = i
    if (char !== '"') {
      i += 1
      continue
    }
    const end = endOfText(text, i)
    // Values are stepped over below, so a text in an object is a name.
    if (!inside || inside.isList) {
      i = end
      continue
    }
    const name: string = JSON.parse(text.slice(i, end))
    const value = afterSpace(text, text.indexOf(':', end) + 1)
    // A comma belongs to the member after it; the first one kept has none.
    const { comma } = inside
    if (isUnwanted(name)) {
      names.push(name)
      const from = i
      i = endOfValue(text, value)
      cut(comma ?? from, i)
    } else {
      if (inside.kept === 0 && comma !== undefined) cut(comma, comma + 1)
      inside.kept += 1
      i = isOpening(text[value]) ? value : endOfValue(text, value)
    }
  }
  if (names.length === 0) return undefined
  parts.push(text.slice(copied))
  return { kept: parts.join(''), names }
}

const isOpening = (char: string | undefined) => char === '{' || char === '['

function afterSpace(text: string, from: number): number {
  let i = from
  while (/\s/.test(text[i] ?? '')) i += 1
  return i
}

/** Place after the closing quote of the text that opens at `open`. */
function endOfText(text: string, open: number): number {
  let i = open + 1
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i + 1
}

/** Place after the value that begins at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  let i = start
  do {
    const char = text[i]
    if (char === '"') {
      i = endOfText(text, i)
      continue
    }
    if (isOpening(char)) depth += 1
    else if (char === '}' || char === ']') depth -= 1
    i += 1
    // A number or word has no end of its own.
    if (depth === 0 && !isOpening(char) && char !== '}' && char !== ']')
      while (i < text.length && !/[\s,}\]]/.test(text[i] ?? '')) i += 1
  } while (depth > 0)
  return i
}
