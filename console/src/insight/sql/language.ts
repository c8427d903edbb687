// How a statement is read in the editor: words of the event store, and what can be written next.
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completeFromList,
} from '@codemirror/autocomplete'
import {
  keywordCompletionSource,
  SQLDialect,
  type SQLNamespace,
  schemaCompletionSource,
} from '@codemirror/lang-sql'
import {
  HighlightStyle,
  LanguageSupport,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

/** What may be named in a statement. */
export interface Names {
  views: readonly {
    name: string
    says?: string
    columns: readonly { name: string; type: string }[]
  }[]
  audiences: readonly { id: string; name: string }[]
  functions: readonly string[]
  /** What stands for a day, and what it is. */
  days: readonly { name: string; says: string }[]
}

const KEYWORDS = `all and any array as asc asof between by case cast cross cube date_diff desc distinct else end
except exists false final first following from full global grouping group having ilike in inner intersect interval is
join last lateral left like limit not null nulls offset on or order outer over partition preceding prewhere qualify
range replace right rollup row rows sample select semi sets anti settings then ties timestamp totals true unbounded
union using when where window with`

const TYPES = `array bool date date32 datetime datetime64 decimal enum8 enum16 fixedstring float32 float64 int8 int16
int32 int64 int128 lowcardinality map nullable string tuple uint8 uint16 uint32 uint64 uint128 uuid`

/** Where names are written, not said: in texts and comments nothing is offered. */
const QUIET = new Set(['String', 'LineComment', 'BlockComment', 'QuotedIdentifier'])

const isQuiet = ({ state, pos }: CompletionContext): boolean =>
  QUIET.has(syntaxTree(state).resolveInner(pos, -1).name)

/** The columns of the views that the statement names; as long as it names none, of all. */
function columnsOffered({ views }: Names) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w.]*/)
    if (!word || (word.from === word.to && !context.explicit) || word.text.includes('.'))
      return null
    if (context.matchBefore(/\b(from|join)\s+\w*/i)) return null
    const text = context.state.doc.toString()
    const named = views.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text))
    const options = new Map<string, Completion>()
    for (const { name: view, columns } of named.length > 0 ? named : views)
      for (const { name, type } of columns) {
        const before = options.get(name)
        options.set(name, {
          ...{ label: name, type: 'property', boost: 4 },
          detail: before ? type : `${type} · ${view}`,
        })
      }
    return { from: word.from, options: [...options.values()], validFor: /^\w*$/ }
  }
}

/** An audience is found by its name and written by its id. */
const audiencesOffered =
  ({ audiences }: Names) =>
  (context: CompletionContext) => {
    const quoted = context.matchBefore(/'[^'\n]*/)
    if (!quoted || audiences.length === 0) return null
    const options = audiences.map(
      ({ id, name }): Completion => ({ label: name, detail: id, apply: id, type: 'constant' }),
    )
    return { from: quoted.from + 1, options, validFor: /^[^']*$/ }
  }

const daysOffered =
  ({ days }: Names) =>
  (context: CompletionContext) => {
    const word = context.matchBefore(/\{\w*/)
    const options = days.map(
      ({ name, says }): Completion => ({
        ...{ label: `{${name}}`, detail: says, type: 'variable' },
        apply: (view, { label }, from, to) => {
          // The brace that was closed by itself is taken with it.
          const end = view.state.sliceDoc(to, to + 1) === '}' ? to + 1 : to
          view.dispatch({
            changes: { from, to: end, insert: label },
            selection: { anchor: from + label.length },
          })
        },
      }),
    )
    return word && { from: word.from, options, validFor: /^\{\w*$/ }
  }

const functionsOffered = (functions: readonly string[]) => {
  const offered = completeFromList(
    functions.map(
      (name): Completion => ({ label: name, type: 'function', apply: `${name}(`, boost: -1 }),
    ),
  )
  return (context: CompletionContext) =>
    isQuiet(context) || context.matchBefore(/\.\w*/) ? null : offered(context)
}

export function sqlOf(names: Names): LanguageSupport {
  const words = new Set(`${KEYWORDS} ${TYPES}`.split(/\s+/))
  const functions = names.functions.filter((name) => !words.has(name.toLowerCase()))
  const dialect = SQLDialect.define({
    keywords: KEYWORDS,
    types: TYPES,
    builtin: functions.join(' ').toLowerCase(),
    backslashEscapes: true,
    hashComments: true,
    caseInsensitiveIdentifiers: true,
    identifierQuotes: '`"',
    operatorChars: '*+-%<>!=&|^/?:',
  })
  const schema: SQLNamespace = Object.fromEntries(
    names.views.map(({ name, says, columns }) => [
      name,
      {
        self: { label: name, type: 'class', boost: 3, ...(says && { detail: says }) },
        children: columns.map(
          (column): Completion => ({ label: column.name, detail: column.type, type: 'property' }),
        ),
      },
    ]),
  )
  const keywords = keywordCompletionSource(dialect, false, (label, type) => ({
    label,
    type,
    boost: -2,
  }))
  const sources = [
    schemaCompletionSource({ dialect, schema }),
    columnsOffered(names),
    functionsOffered(functions),
    daysOffered(names),
    audiencesOffered(names),
    // Functions are offered as the event store spells them, not by the highlighter's list.
    async (context: CompletionContext) => {
      const offered = await keywords(context)
      return (
        offered && { ...offered, options: offered.options.filter(({ label }) => words.has(label)) }
      )
    },
  ].map((source) => dialect.language.data.of({ autocomplete: source }))
  return new LanguageSupport(dialect.language, sources)
}

/** Colours are the house's, so they follow light and dark by themselves. */
export const highlighting: Extension = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--ant-color-info-text)', fontWeight: '600' },
    { tag: tags.typeName, color: 'var(--ant-color-info-text)' },
    { tag: tags.standard(tags.name), color: 'var(--ant-color-link)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--ant-color-success-text)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--ant-color-warning-text)' },
    { tag: tags.comment, color: 'var(--ant-color-text-tertiary)', fontStyle: 'italic' },
    { tag: [tags.operator, tags.punctuation], color: 'var(--ant-color-text-secondary)' },
  ]),
)
