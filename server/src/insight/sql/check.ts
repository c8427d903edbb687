// Whether a statement does what it may: told by the engine's own parser and analyser, line by line.
// Whatever is not known to be harmless is refused. Pure.
import { invalid } from '../../platform/errors.ts'
import { isAllowedFunction } from './functions.ts'

const NODES = new Set([
  ...['SelectWithUnionQuery', 'SelectIntersectExceptQuery', 'SelectQuery', 'ExpressionList'],
  ...['Function', 'Identifier', 'Literal', 'TablesInSelectQuery', 'TablesInSelectQueryElement'],
  ...['TableExpression', 'TableIdentifier', 'TableJoin', 'Subquery', 'ArrayJoin', 'Set'],
  ...['OrderByElement', 'WithElement', 'Asterisk', 'QualifiedAsterisk', 'WindowDefinition'],
  ...['WindowListElement', 'ColumnsTransformerList', 'ColumnsExceptTransformer', 'Explain'],
  ...['ColumnsReplaceTransformer', 'Replacement', 'InterpolateElement', 'StringLiteral'],
])
/** Databases of an engine that is not ours alone may be called anything: every dotted table is refused. */
const FOREIGN =
  /^(system|information_schema|homefield\w*|default|_temporary_and_external_tables)\./i

const refuse = (what: string, details: Record<string, string>): Error =>
  invalid('sql_not_allowed', `Not allowed here: ${what}`, details)

/**
 * @param lines of `explain ast` of the statement within parentheses
 * @throws 400 sql_not_allowed naming what it was
 */
export function demandHarmless(lines: readonly string[]): void {
  let settings = 0
  for (const line of lines) {
    const [, node = '', rest = ''] = /^ *(\w+) ?(.*)$/s.exec(line) ?? []
    if (!NODES.has(node)) throw refuse(node || line.trim(), { node })
    const name = rest.replace(/ \((alias .*|children \d+)\)$/s, '').replace(/ \(alias .*\)$/s, '')
    if (node === 'Function' && !isAllowedFunction(name))
      throw refuse(`the function ${name}`, { function: name })
    if (node === 'TableIdentifier' && name.includes('.'))
      throw refuse(`the table ${name}`, { table: name })
    if (node === 'Identifier' && FOREIGN.test(name)) throw refuse(name, { table: name })
    // Ours is the one at the end; one inside could lift what bounds the statement.
    if (node === 'Set') settings += 1
  }
  if (settings > 1) throw refuse('SETTINGS', { node: 'Set' })
}

/**
 * @param lines of `explain query tree`: every table, function and table function as it was resolved
 * @throws 400 sql_not_allowed
 */
export function demandOwnTables(lines: readonly string[], database: string): void {
  for (const line of lines) {
    const table = /^\s*(TABLE|TABLE_FUNCTION) id: /.exec(line)
    if (table) {
      const own = new RegExp(`table_name: ${database}\\.\\w+$`).test(line.trimEnd())
      // `select 1` without a table reads one row of the engine's.
      const isNone = /table_name: system\.one$/.test(line.trimEnd())
      if (table[1] !== 'TABLE' || !(own || isNone))
        throw refuse('that table', { table: /table_name: (\S+)/.exec(line)?.[1] ?? '' })
    }
    const called =
      /^\s*(?:FUNCTION|WINDOW_FUNCTION|AGGREGATE_FUNCTION) id: \d+, function_name: ([^,]+),/.exec(
        line,
      )?.[1]
    if (called !== undefined && !isAllowedFunction(called))
      throw refuse(`the function ${called}`, { function: called })
  }
}
