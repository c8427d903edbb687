// Where the rows of a body are: through lists, and through JSON that was sent as text inside JSON.

interface Place {
  value: unknown
  /** What stands beside the way that was taken. */
  parent: Record<string, unknown>
}

/**
 * The rows at a place such as `data.trades`. Each carries what stands around it as `parent`, so that
 * a line knows its order: `parent.tid`, `parent.parent.shop`. @throws an Error that says what is wrong
 */
export function rowsIn(text: string, rowsAt: string): object[] {
  let places: Place[] = [{ value: parsed(text, 'malformed_json'), parent: {} }]
  for (const name of rowsAt === '' ? [] : rowsAt.split('.'))
    places = places.flatMap(({ value, parent }) =>
      listOf(opened(value)).map((holder) => {
        if (!isObject(holder) || !Object.hasOwn(holder, name)) throw new Error('rows_missing')
        const { [name]: inner, ...beside } = holder
        return { value: inner, parent: within(beside, parent) }
      }),
    )
  return places.flatMap(({ value, parent }) =>
    listOf(opened(value)).map((row) => {
      if (!isObject(row)) throw new Error('rows_missing')
      return within(row, parent)
    }),
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

/** A field of the row's own that is called so stays as it is. */
const within = (row: Record<string, unknown>, parent: Record<string, unknown>) =>
  Object.keys(parent).length === 0 || Object.hasOwn(row, 'parent') ? row : { ...row, parent }

/** Some systems put the message itself as text into an envelope, percent-encoded or not. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const plain = /^\s*[[{]/.test(value)
  return parsed(plain ? value : decoded(value), 'rows_missing')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new Error('rows_missing')
  }
}

function parsed(text: string, fault: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(fault)
  }
}
