// Where in a statement the engine stumbled, as far as its words tell.

/** @param text as it was sent, with nothing put in place of the days */
export function placeOf(message: string, text: string): { from: number; to: number } | undefined {
  const [, at, token = ''] =
    /failed at position (\d+)(?: \((?:end of query|`?([^)`]*)`?)\))?/i.exec(message) ?? []
  if (at !== undefined) {
    const from = Math.min(text.length, Number(at) - 1)
    return { from, to: Math.min(text.length, from + Math.max(1, token.length)) }
  }
  const [, named = ''] =
    /(?:identifier|function with name|function|table|column) [`'"]?([\w.]+)[`'"]?/i.exec(message) ??
    []
  const found = named === '' ? -1 : text.search(new RegExp(`\\b${named.replaceAll('.', '\\.')}\\b`))
  return found < 0 ? undefined : { from: found, to: found + named.length }
}
