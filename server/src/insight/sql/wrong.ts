// Where in a statement the engine stumbled, as far as its words tell: as places in the text that was
// asked, before any days were put in. Pure.
import { splitAtDays } from './days.ts'

export interface Place {
  from: number
  to: number
}

/**
 * @param message the engine's, of `sent`
 * @param asked as it was written: `sent` before the days were put in
 */
export function placeOf(message: string, sent: string, asked: string): Place | undefined {
  const [, at, token = ''] =
    /failed at position (\d+)(?: \((?:end of query|`?([^)`]*)`?)\))?/i.exec(message) ?? []
  if (at !== undefined) {
    const from = charactersIn(sent, Number(at) - 1)
    const [start, end] = [from, from + Math.max(1, token.length)].map((place) =>
      beforeDays(place, sent, asked),
    ) as [number, number]
    return { from: start, to: Math.max(start, end) }
  }
  const named =
    /(?:table expression identifier|identifier|function with name|function|table|column) (?:[`'"]([^`'"]+)[`'"]|([\w.]+))/i.exec(
      message,
    )
  return placeOfName(named?.[1] ?? named?.[2] ?? '', asked)
}

/** The first that is neither said about nor quoted. */
export function placeOfName(name: string, asked: string): Place | undefined {
  if (name === '') return
  const bare = asked.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.|'')*'/g, (quiet) =>
    ' '.repeat(quiet.length),
  )
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const from = bare.search(new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'iu'))
  return from < 0 ? undefined : { from, to: from + name.length }
}

/** The engine counts bytes. */
const charactersIn = (text: string, bytes: number): number =>
  Buffer.from(text).subarray(0, Math.max(0, bytes)).toString().length

/** What stands in place of a day is as long as what stands in place of another. */
function beforeDays(place: number, sent: string, asked: string): number {
  const { plain, named } = splitAtDays(asked)
  const spare = sent.length - plain.reduce((sum, text) => sum + text.length, 0)
  const long = named.length === 0 ? 0 : spare / named.length
  let [inSent, inAsked] = [0, 0]
  for (const [i, text] of plain.entries()) {
    if (place <= inSent + text.length) return inAsked + Math.max(0, place - inSent)
    inSent += text.length + long
    inAsked += text.length
    // Within the days themselves: where they are named.
    if (place < inSent) return inAsked
    inAsked += named[i]?.length ?? 0
  }
  return asked.length
}
