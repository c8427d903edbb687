// What an HTTP request to ClickHouse asks for, read off its SQL text without parsing all of it.

export interface InsertHead {
  table: string
  columns: string[] | undefined
  format: string
}

const IDENTIFIER = '(?:`[^`]+`|"[^"]+"|[A-Za-z_]\\w*)'
const INSERT = new RegExp(
  `^\\s*insert\\s+into\\s+(?:table\\s+)?(${IDENTIFIER}(?:\\.${IDENTIFIER})?)\\s*(?:\\(([^()]*)\\)\\s*)?format\\s+(\\w+)\\s*$`,
  'i',
)
const bare = (name: string) => name.trim().replace(/^[`"]|[`"]$/g, '')

/** An INSERT whose rows are the request's body; undefined for any other statement. */
export function insertHead(query: string): InsertHead | undefined {
  const found = INSERT.exec(query)
  if (!found) return undefined
  const [, table = '', columns, format = ''] = found
  return {
    table: table.split('.').map(bare).join('.'),
    columns: columns === undefined ? undefined : columns.split(',').map(bare),
    format,
  }
}

export interface Scanned {
  /** Text follows a semicolon: the HTTP interface runs one statement a request. */
  hasSecond: boolean
  /** Names of `{name:Type}`. */
  parameters: Set<string>
}

/** Strings, quoted names and comments are left out, so that only code counts. */
export function scan(query: string): Scanned {
  const code = query.replace(
    /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`\\]|\\.|``)*`|--[^\n]*|\/\*[\s\S]*?\*\//g,
    (skipped) => (skipped.startsWith('-') || skipped.startsWith('/') ? ' ' : `''`),
  )
  const parameters = new Set<string>()
  for (const [, name = ''] of code.matchAll(/\{\s*(\w+)\s*:/g)) parameters.add(name)
  return { hasSecond: /;[\s;]*[^\s;]/.test(code), parameters }
}

/** As a ClickHouse string literal. */
export const quote = (text: string) => `'${text.replace(/[\\']/g, (c) => `\\${c}`)}'`
