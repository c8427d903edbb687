// A JSON schema as people read it: a list of fields, and an example of it.

export interface Schema {
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  default?: unknown
  additionalProperties?: boolean | Schema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  $ref?: string
}
export type Schemas = Record<string, Schema>

export interface Field {
  name: string
  type: string
  isRequired: boolean
  isNullable: boolean
  description: string
  /** Fixed values, bounds, the default. */
  rules: string[]
  fields: Field[]
}

export function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name ? (schemas[name] ?? {}) : schema
}

/** The fields of an object, or of the objects in a list; none for anything else. */
export function fieldsOf(given: Schema, schemas: Schemas): Field[] {
  const schema = withoutNull(given, schemas).schema
  if (schema.items) return fieldsOf(schema.items, schemas)
  const named = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property, schema.required?.includes(name) ?? false, schemas),
  )
  const others = schema.additionalProperties
  if (typeof others !== 'object' || Object.keys(others).length === 0) return named
  return [...named, fieldOf('*', others, false, schemas)]
}

export function fieldOf(name: string, given: Schema, isRequired: boolean, schemas: Schemas): Field {
  const { schema, isNullable } = withoutNull(given, schemas)
  return {
    name,
    type: typeName(schema, schemas),
    isRequired,
    isNullable,
    description: given.description ?? schema.description ?? '',
    rules: rulesOf(schema),
    fields: fieldsOf(schema, schemas),
  }
}

/** `string | null` is a string that may be null, however it is written. */
function withoutNull(given: Schema, schemas: Schemas): { schema: Schema; isNullable: boolean } {
  const schema = resolve(given, schemas)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    const rest = choices.filter((choice) => choice.type !== 'null')
    const [only] = rest
    if (rest.length === 1 && only)
      return {
        schema: { ...resolve(only, schemas), ...pick(schema) },
        isNullable: choices.length > 1,
      }
    return { schema: { ...schema, anyOf: rest }, isNullable: rest.length < choices.length }
  }
  if (Array.isArray(schema.type)) {
    const rest = schema.type.filter((type) => type !== 'null')
    const type = rest.length === 1 ? rest[0] : rest
    return {
      schema: { ...schema, ...(type && { type }) },
      isNullable: rest.length < schema.type.length,
    }
  }
  return { schema, isNullable: false }
}
const pick = ({ description, default: value }: Schema): Schema => ({
  ...(description !== undefined && { description }),
  ...(value !== undefined && { default: value }),
})

function typeName(schema: Schema, schemas: Schemas): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map((c) => typeName(resolve(c, schemas), schemas)).join(' | ')
  if (schema.items) return `${typeName(withoutNull(schema.items, schemas).schema, schemas)}[]`
  if (schema.format === 'date-time') return 'time'
  if (schema.format) return schema.format
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  return schema.type ?? (schema.properties ? 'object' : 'any')
}

function rulesOf(schema: Schema): string[] {
  const values = schema.enum ?? schema.items?.enum
  // JSON's safe integers as bounds say nothing to a reader.
  const isBound = (n: number | undefined): n is number =>
    n !== undefined && Math.abs(n) < 2 ** 53 - 1
  return [
    values ? values.map((v) => JSON.stringify(v)).join(' · ') : '',
    schema.const !== undefined ? JSON.stringify(schema.const) : '',
    isBound(schema.minimum) ? `≥ ${schema.minimum}` : '',
    isBound(schema.maximum) ? `≤ ${schema.maximum}` : '',
    schema.minLength ? `length ≥ ${schema.minLength}` : '',
    schema.maxLength ? `length ≤ ${schema.maxLength}` : '',
    schema.minItems ? `items ≥ ${schema.minItems}` : '',
    schema.maxItems ? `items ≤ ${schema.maxItems}` : '',
    schema.default !== undefined ? `default ${JSON.stringify(schema.default)}` : '',
  ].filter(Boolean)
}

const BY_FORMAT: Record<string, string> = {
  'date-time': '2026-10-01T08:00:00.000Z',
  date: '2026-10-01',
  email: 'li@example.com',
  uuid: '0199a3f0-7c1e-7000-8000-5b8d1f2a6c3e',
  uri: 'https://example.com/',
}

/** A value that fits, for a reader to copy: required fields only when `brief`. */
export function exampleOf(given: Schema, schemas: Schemas, brief: boolean, name = ''): unknown {
  const { schema } = withoutNull(given, schemas)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices?.[0]) return exampleOf(choices[0], schemas, brief, name)
  if (schema.properties) {
    const shown = Object.entries(schema.properties).filter(
      ([key]) => !brief || (schema.required?.includes(key) ?? false),
    )
    return Object.fromEntries(
      shown.map(([key, property]) => [key, exampleOf(property, schemas, brief, key)]),
    )
  }
  if (schema.items) return [exampleOf(schema.items, schemas, brief, name)]
  if (schema.format && BY_FORMAT[schema.format]) return BY_FORMAT[schema.format]
  if (schema.type === 'integer' || schema.type === 'number')
    return schema.default ?? Math.max(schema.minimum ?? 0, 1)
  if (schema.type === 'boolean') return schema.default ?? true
  if (schema.type === 'string') return name === 'email' ? BY_FORMAT.email : (schema.default ?? '…')
  return schema.type === 'null' ? null : {}
}
