// Filters live in the address as plain text, so that a link can be read, edited and shared.

type Texts<Name extends string> = { [K in Name]?: string }

/** A route's validateSearch: these names, as text, and nothing else. */
export function texts<const Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): Texts<Name> => {
    const kept: Texts<Name> = {}
    for (const name of names) {
      const value = search[name]
      if (typeof value === 'string' && value !== '') kept[name] = value
    }
    return kept
  }
}

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const written = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') written.set(name, value)
  }
  const text = written.toString()
  return text === '' ? '' : `?${text}`
}
