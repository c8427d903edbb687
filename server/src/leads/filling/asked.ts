// What is still to be asked of somebody, and what an answer may be. Pure.
import { checkValue } from '../../profile/index.ts'
import { PHONE, type PublishedField } from '../forms/shapes.ts'

/** By attribute; null: she was asked and would rather not say. */
export type Answers = Record<string, unknown>

/** Attributes bear any name, also one that every object has something under. */
export const saidOf = (answers: Answers, attribute: string): unknown =>
  (Object.hasOwn(answers, attribute) ? answers[attribute] : null) ?? null

export interface Question extends PublishedField {
  is_answered: boolean
  /** What she has said here and not sent yet. */
  answer: unknown
}

/** In the form's order. `known`: what the brand knows of her already; nobody is asked twice. */
export function questionsFor(
  fields: readonly PublishedField[],
  known: ReadonlySet<string>,
  answers: Answers,
): Question[] {
  return fields
    .filter(({ attribute }) => !known.has(attribute) || Object.hasOwn(answers, attribute))
    .filter(({ attribute }) => attribute !== PHONE || !known.has(PHONE))
    .map((field) => ({
      ...field,
      is_answered: Object.hasOwn(answers, field.attribute),
      answer: saidOf(answers, field.attribute),
    }))
}

/** What must be answered before the form is sent. */
export const missingFor = (
  fields: readonly PublishedField[],
  known: ReadonlySet<string>,
  answers: Answers,
): string[] =>
  fields
    .filter(({ attribute, required }) => required && !known.has(attribute))
    .filter(({ attribute }) => saidOf(answers, attribute) === null)
    .map(({ attribute }) => attribute)

/** What no store keeps: it is refused, not cut out. */
const isKeepable = (one: unknown) =>
  typeof one !== 'string' || (one.isWellFormed() && !one.includes('\0'))

const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** As it will be written; a text without what stands around it. */
export const tidied = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.trim()
    : Array.isArray(value)
      ? value.map((one) => (typeof one === 'string' ? one.trim() : one))
      : value

/** Why this is no answer; undefined when it is one. */
export function refuseAnswer(field: PublishedField, value: unknown): string | undefined {
  if (value === null) return field.required ? 'an answer' : undefined
  if (![value].flat().every(isKeepable)) return 'letters that can be kept'
  const offered = field.choices.map((choice) => choice.value)
  const why = checkValue({ type: field.type, choices: offered }, value)
  if (why !== undefined) return why
  if (field.attribute === 'email' && !MAIL.test(String(value))) return 'an e-mail address'
  if (field.type === 'text' && offered.length > 0 && !offered.includes(String(value)))
    return `one of ${offered.join(', ')}`
  if (Array.isArray(value)) {
    if (value.length === 0) return 'at least one of them'
    if (!value.every((one) => offered.includes(one))) return `some of ${offered.join(', ')}`
    if (new Set(value).size !== value.length) return 'each of them once'
  }
  return undefined
}
