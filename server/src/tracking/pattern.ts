// Patterns that people write and strangers' text is held against: read in one pass, whatever both
// are. A set of places in the pattern moves along the text, never back; the sets met are remembered.
// The dialect is a part of RE2's, so that ClickHouse finds the same rows (see conditions.ts).

/** Longer texts match no pattern. */
export const MAX_MATCHED = 4_096
export const MAX_PATTERN = 500
const MAX_PLACES = 2_000
const MAX_REPEAT = 100
/** How many places the remembered sets may hold in all; then they are found again. */
const MAX_REMEMBERED = 100_000

/** Ranges of code points, both ends included. */
interface Chars {
  ranges: readonly (readonly [number, number])[]
  isNegated: boolean
}
type Node =
  | { kind: 'chars'; chars: Chars }
  | { kind: 'all'; parts: Node[] }
  | { kind: 'any'; parts: Node[] }
  | { kind: 'repeat'; part: Node; least: number; most: number }

/** One place of the pattern: eats a character, or leads on without. */
type Place = { eats: Chars; next: number } | { leads: number[] } | { isEnd: true }

export interface Pattern {
  /** Whether the whole text is of this form. */
  matches(text: string): boolean
}

/** @throws SyntaxError in words for whoever wrote it */
export function compilePattern(source: string): Pattern {
  if (source.length > MAX_PATTERN)
    throw new SyntaxError(`a pattern has at most ${MAX_PATTERN} characters`)
  const places = placesOf(parse(source))
  return matcher(places)
}

const DIGIT: Chars = { ranges: [[48, 57]], isNegated: false }
const WORD: Chars = {
  ranges: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  isNegated: false,
}
/** RE2's: tab, line feed, form feed, return, blank. */
const SPACE: Chars = {
  ranges: [
    [9, 10],
    [12, 13],
    [32, 32],
  ],
  isNegated: false,
}
const ANYTHING: Chars = { ranges: [], isNegated: true }
const not = (chars: Chars): Chars => ({ ...chars, isNegated: !chars.isNegated })
const one = (code: number): Chars => ({ ranges: [[code, code]], isNegated: false })
const KINDS: Readonly<Record<string, Chars>> = {
  d: DIGIT,
  w: WORD,
  s: SPACE,
  D: not(DIGIT),
  W: not(WORD),
  S: not(SPACE),
}
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9 }
const PUNCTUATION = /^[!-/:-@[-`{-~]$/

function parse(source: string): Node {
  const text = [...source]
  let at = 0
  if (text[0] === '^') at = 1
  if (text.at(-1) === '$' && text.at(-2) !== '\\') text.pop()
  const whole = alternatives(0)
  if (at < text.length) throw new SyntaxError(`“${text[at]}” closes nothing at ${at + 1}`)
  return whole

  function alternatives(depth: number): Node {
    if (depth > 50) throw new SyntaxError('brackets are nested too deeply')
    const parts = [sequence(depth)]
    while (text[at] === '|') {
      at += 1
      parts.push(sequence(depth))
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'any', parts }
  }

  function sequence(depth: number): Node {
    const parts: Node[] = []
    while (at < text.length && text[at] !== '|' && text[at] !== ')')
      parts.push(repeated(atom(depth)))
    return { kind: 'all', parts }
  }

  function repeated(part: Node): Node {
    const mark = text[at]
    const bounds = mark === '{' ? counted() : BOUNDS[mark ?? '']
    if (!bounds) return part
    if (mark !== '{') at += 1
    if (['*', '+', '?', '{'].includes(text[at] ?? ''))
      throw new SyntaxError(`“${text[at]}” repeats a repetition at ${at + 1}`)
    return { kind: 'repeat', part, least: bounds[0], most: bounds[1] }
  }

  function counted(): readonly [number, number] {
    const found = /^\{(\d{1,3})(,(\d{1,3})?)?\}/.exec(text.slice(at, at + 9).join(''))
    if (!found) throw new SyntaxError(`“{” needs a count such as {2,5} at ${at + 1}`)
    const least = Number(found[1])
    const most = found[2] === undefined ? least : found[3] ? Number(found[3]) : Infinity
    if (least > MAX_REPEAT || (most !== Infinity && most > MAX_REPEAT) || most < least)
      throw new SyntaxError(`a repetition goes from few to at most ${MAX_REPEAT} times`)
    at += found[0].length
    return [least, most]
  }

  function atom(depth: number): Node {
    const here = text[at] ?? ''
    at += 1
    if (here === '(') {
      if (text[at] === '?') {
        if (text[at + 1] !== ':')
          throw new SyntaxError('of the brackets that begin with “(?” only “(?:” is known')
        at += 2
      }
      const inside = alternatives(depth + 1)
      if (text[at] !== ')') throw new SyntaxError('a “(” is never closed')
      at += 1
      return inside
    }
    if (here === '[') return { kind: 'chars', chars: set() }
    if (here === '.') return { kind: 'chars', chars: ANYTHING }
    if (here === '\\') return { kind: 'chars', chars: escaped() }
    if ('*+?{}]^$'.includes(here))
      throw new SyntaxError(`“${here}” stands alone at ${at}; write \\${here} for the character`)
    return { kind: 'chars', chars: one(here.codePointAt(0) ?? 0) }
  }

  function escaped(): Chars {
    const name = text[at]
    at += 1
    if (name === undefined) throw new SyntaxError('the pattern ends with a “\\”')
    const known = KINDS[name]
    if (known) return known
    const control = CONTROLS[name]
    if (control !== undefined) return one(control)
    if (PUNCTUATION.test(name)) return one(name.codePointAt(0) ?? 0)
    throw new SyntaxError(`“\\${name}” is not known`)
  }

  function set(): Chars {
    const isNegated = text[at] === '^'
    if (isNegated) at += 1
    const ranges: (readonly [number, number])[] = []
    const begin = at
    while (text[at] !== ']') {
      if (at >= text.length) throw new SyntaxError('a “[” is never closed')
      const low = member()
      const isLast = text[at + 1] === ']'
      if (text[at] !== '-' || isLast || typeof low !== 'number') {
        if (typeof low === 'number') ranges.push([low, low])
        else ranges.push(...rangesOf(low))
        continue
      }
      at += 1
      const high = member()
      if (typeof high !== 'number' || high < low)
        throw new SyntaxError('a range in “[…]” goes from a character to a later one')
      ranges.push([low, high])
    }
    if (at === begin) throw new SyntaxError('“[]” holds nothing')
    at += 1
    return { ranges, isNegated }
  }

  function member(): number | Chars {
    const here = text[at] ?? ''
    at += 1
    if (here === '[') throw new SyntaxError('write \\[ for the character inside “[…]”')
    if (here !== '\\') return here.codePointAt(0) ?? 0
    const chars = escaped()
    const [only] = chars.ranges
    if (!chars.isNegated && chars.ranges.length === 1 && only && only[0] === only[1]) return only[0]
    return chars
  }
}

const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
}

/** The ranges of a set, those of a negated one turned inside out. */
function rangesOf(chars: Chars): (readonly [number, number])[] {
  if (!chars.isNegated) return [...chars.ranges]
  const out: (readonly [number, number])[] = []
  let from = 0
  for (const [low, high] of chars.ranges) {
    if (low > from) out.push([from, low - 1])
    from = high + 1
  }
  out.push([from, 0x10ffff])
  return out
}

function placesOf(node: Node): Place[] {
  const places: Place[] = [{ isEnd: true }]
  const add = (place: Place): number => {
    if (places.length >= MAX_PLACES)
      throw new SyntaxError('the pattern is too large: fewer or shorter repetitions')
    return places.push(place) - 1
  }
  // Built from the end: each part is told where it leads.
  const build = (part: Node, next: number): number => {
    if (part.kind === 'chars') return add({ eats: part.chars, next })
    if (part.kind === 'all') return part.parts.reduceRight((after, p) => build(p, after), next)
    if (part.kind === 'any') return add({ leads: part.parts.map((p) => build(p, next)) })
    let after = next
    if (part.most === Infinity) {
      const loop: { leads: number[] } = { leads: [] }
      const again = add(loop)
      loop.leads = [build(part.part, again), next]
      after = again
    } else {
      for (let i = part.least; i < part.most; i++)
        after = add({ leads: [build(part.part, after), next] })
    }
    for (let i = 0; i < part.least; i++) after = build(part.part, after)
    return after
  }
  const start = build(node, 0)
  places.push({ leads: [start] })
  return places
}

/** A set of places, with where each character leads from it. */
interface Crowd {
  eating: { eats: Chars; next: number }[]
  isEnd: boolean
  moves: Map<number, Crowd>
}

function matcher(places: Place[]): Pattern {
  let crowds = new Map<string, Crowd>()
  let remembered = 0
  const crowdOf = (from: readonly number[]): Crowd => {
    const reached = new Set<number>()
    const waiting = [...from]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (reached.has(id)) continue
      reached.add(id)
      const place = places[id]
      if (place && 'leads' in place) waiting.push(...place.leads)
    }
    const key = [...reached].sort((a, b) => a - b).join()
    const known = crowds.get(key)
    if (known) return known
    const crowd: Crowd = { eating: [], isEnd: reached.has(0), moves: new Map() }
    for (const id of reached) {
      const place = places[id]
      if (place && 'eats' in place) crowd.eating.push(place)
    }
    crowds.set(key, crowd)
    return crowd
  }
  const start = places.length - 1
  return {
    matches(text) {
      if (text.length > 2 * MAX_MATCHED) return false
      let crowd = crowdOf([start])
      let length = 0
      for (const character of text) {
        length += 1
        if (length > MAX_MATCHED) return false
        const code = character.codePointAt(0) ?? 0
        let next = crowd.moves.get(code)
        if (!next) {
          next = crowdOf(crowd.eating.filter((p) => holds(p.eats, code)).map((p) => p.next))
          remembered += 1 + next.eating.length
          if (remembered > MAX_REMEMBERED) {
            crowds = new Map()
            crowd.moves.clear()
            next.moves.clear()
            remembered = 0
          } else crowd.moves.set(code, next)
        }
        if (next.eating.length === 0 && !next.isEnd) return false
        crowd = next
      }
      return crowd.isEnd
    },
  }
}

const holds = ({ ranges, isNegated }: Chars, code: number) =>
  ranges.some(([low, high]) => code >= low && code <= high) !== isNegated
