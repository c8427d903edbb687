// Fields and schemas of the API page as HTML.
import { type Field, fieldOf, fieldsOf, type Schema, type Schemas } from './api-schema.ts'
import type { Words } from './api-words.ts'

export const toHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** Text in which `this` is code. */
export const prose = (text: string) => toHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')

/** JSON goes without saying. */
export const media = (type: string) =>
  type === 'application/json' ? '' : `<code>${toHtml(type)}</code>`

export function renderSchema(
  schema: Schema,
  schemas: Schemas,
  words: Words,
  isAnswer: boolean,
): string {
  const fields = fieldsOf(schema, schemas)
  if (fields.length > 0) return renderFields(fields, words, isAnswer)
  return `<p class="type">${toHtml(fieldOf('', schema, true, schemas).type)}</p>`
}

const renderFields = (fields: Field[], words: Words, isAnswer: boolean): string =>
  `<ul class="fields">${fields.map((f) => renderField(f, words, { isAnswer })).join('')}</ul>`

export function renderField(
  field: Field,
  words: Words,
  where: { isAnswer: boolean; place?: string },
): string {
  const marks = [
    `<i>${toHtml(field.type)}</i>`,
    where.place ? `<i>${toHtml(where.place)}</i>` : '',
    // An answer has all its fields; saying so at each would drown what is said.
    field.isRequired && !where.isAnswer ? `<em>${toHtml(words.required)}</em>` : '',
    field.isNullable ? `<i>${toHtml(words.nullable)}</i>` : '',
  ].join(' ')
  const description = field.description ? `<p>${prose(field.description)}</p>` : ''
  const rules = field.rules.length > 0 ? `<small>${toHtml(field.rules.join(' · '))}</small>` : ''
  return `<li><code>${toHtml(field.name)}</code> ${marks}${description}${rules}${renderInner(field, words, where.isAnswer)}</li>`
}

function renderInner({ name, fields }: Field, words: Words, isAnswer: boolean): string {
  if (fields.length === 0) return ''
  // What a list is a list of is what its reader came for.
  const open = isAnswer && name === 'items' ? ' open' : ''
  const label = toHtml(words.fields.replace('{n}', String(fields.length)))
  return `<details${open}><summary>${label}</summary>${renderFields(fields, words, isAnswer)}</details>`
}
