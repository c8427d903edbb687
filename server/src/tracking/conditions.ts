// The same questions as rule.ts asks, as ClickHouse conditions: for looking back over rows.
import { as, join, type Sql, sql } from '../platform/ch.ts'
import { MAX_MATCHED } from './pattern.ts'
import type { Rule, RuleSetting } from './rule.ts'

/** Rows of `event` that break the rule. Values that were put aside for their type count as sent. */
export function brokenBy({ property, setting }: Rule, known: readonly string[]): Sql {
  if (setting.kind === 'unknown_property') {
    const names = as('Array(String)', [...known])
    const unknown = (column: Sql) =>
      sql`arrayExists(k -> not has(${names}, k) and not match(k, '^[$_]|^context$'), JSONExtractKeys(${column}))`
    return join(
      [unknown(sql`props`), sql`(props_aside != '' and ${unknown(sql`props_aside`)})`],
      ' or ',
    )
  }
  const name = as('String', property)
  const held = sql`if(JSONHas(props, ${name}), props, props_aside)`
  const type = sql`JSONType(${held}, ${name})`
  const isThere = sql`JSONHas(${held}, ${name}) and ${type} != 'Null'`
  // Sensitive values are taken out on their way in; that they were there stays known.
  const isWithheld = sql`has(JSONExtract(props, '$withheld', 'Array(String)'), ${name})`
  if (setting.kind === 'required')
    return sql`not ((${isThere} and JSONExtractRaw(${held}, ${name}) != '""') or ${isWithheld})`
  return sql`(${isThere} and not (${keptBy(setting, held, property)}))`
}

const NUMBERS = sql`('Int64', 'UInt64', 'Double')`
const TYPES: Record<string, Sql> = {
  string: sql`= 'String'`,
  number: sql`in ${NUMBERS}`,
  boolean: sql`= 'Bool'`,
  list: sql`= 'Array'`,
  object: sql`= 'Object'`,
}

function keptBy(
  setting: Exclude<RuleSetting, { kind: 'required' | 'unknown_property' }>,
  held: Sql,
  property: string,
): Sql {
  const name = as('String', property)
  const type = sql`JSONType(${held}, ${name})`
  const text = sql`JSONExtractString(${held}, ${name})`
  const number = sql`JSONExtractFloat(${held}, ${name})`
  switch (setting.kind) {
    case 'type':
      return setting.type === 'integer'
        ? sql`${type} in ${NUMBERS} and ${number} = trunc(${number})`
        : sql`${type} ${TYPES[setting.type] ?? sql`= 'String'`}`
    case 'enum': {
      const texts = setting.values.filter((v) => typeof v === 'string')
      const numbers = setting.values.filter((v) => typeof v === 'number')
      const parts = [
        sql`(${type} = 'String' and has(${as('Array(String)', texts)}, ${text}))`,
        ...numbers.map((n) => sql`(${type} in ${NUMBERS} and ${number} = ${as('Float64', n)})`),
        ...setting.values
          .filter((v) => typeof v === 'boolean')
          .map(
            (b) => sql`(${type} = 'Bool' and JSONExtractBool(${held}, ${name}) = ${as('Bool', b)})`,
          ),
      ]
      return join(parts, ' or ')
    }
    case 'pattern':
      return sql`${type} = 'String' and lengthUTF8(${text}) <= ${as('UInt32', MAX_MATCHED)}
        and match(${text}, ${as('String', wholeOf(setting.pattern))})`
    case 'range': {
      const ends = [sql`${type} in ${NUMBERS}`]
      if (setting.min !== null) ends.push(sql`${number} >= ${as('Float64', setting.min)}`)
      if (setting.max !== null) ends.push(sql`${number} <= ${as('Float64', setting.max)}`)
      return join(ends, ' and ')
    }
    case 'max_length':
      return sql`${type} = 'String' and lengthUTF8(${text}) <= ${as('UInt32', setting.max)}`
  }
}

/** Against the whole text; a dot is any character, as in pattern.ts. */
function wholeOf(pattern: string): string {
  const inside = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')
  return `(?s)\\A(?:${inside})\\z`
}
