// The question as it stands in the address: a link shows a colleague the same.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { EventPattern, Rule } from '../audiences/rule.ts'

/** What a part of a question must be, so that a mistyped address opens as far as it can be read. */
export type Checks<Draft> = { [Part in keyof Draft]-?: (value: unknown) => boolean }

export function readAsked<Draft extends object>(
  text: string | undefined,
  blank: Draft,
  checks: Checks<Draft>,
): Draft {
  const read = parsed(text)
  const kept = { ...blank }
  for (const part of Object.keys(checks) as (keyof Draft & string)[])
    if (part in read && checks[part](read[part])) kept[part] = read[part] as Draft[typeof part]
  return kept
}

function parsed(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {}
  try {
    const read: unknown = JSON.parse(text)
    return isRecord(read) ? read : {}
  } catch {
    // Cut off while it was copied: the page opens with nothing asked.
    return {}
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isListOf = (value: unknown, is: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is)

export const isPattern = (value: unknown): value is EventPattern =>
  isRecord(value) &&
  Array.isArray(value.any_of) &&
  value.any_of.length > 0 &&
  value.any_of.every(
    (one) =>
      isRecord(one) &&
      typeof one.event === 'string' &&
      isListOf(
        one.where,
        (where) =>
          isRecord(where) &&
          typeof where.property === 'string' &&
          isRecord(where.is) &&
          typeof where.is.op === 'string',
      ),
  )

export const isSpan = (value: unknown): boolean =>
  isRecord(value) && typeof value.n === 'number' && typeof value.unit === 'string'

export const isRule = (value: unknown): value is Rule =>
  isRecord(value) && typeof value.kind === 'string'

export const isOneOf =
  (choices: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && choices.includes(value)

/** The question on the page; every change of it is written into the address. */
export function useAsked<Draft extends object>(
  read: (text: string | undefined) => Draft,
): [Draft, (next: Draft) => void] {
  const navigate = useNavigate()
  const text = useSearch({ strict: false, select: ({ ask }: { ask?: string }) => ask })
  const [draft, setDraft] = useState(() => read(text))
  const written = useRef(text)
  useEffect(() => {
    if (text === written.current) return
    written.current = text
    setDraft(read(text))
  }, [text, read])
  const put = useCallback(
    (next: Draft) => {
      // The field that is typed into must not wait for the address.
      setDraft(next)
      const ask = JSON.stringify(next)
      written.current = ask
      void navigate({
        to: '.',
        search: (search: Record<string, unknown>) => ({ ...search, ask }),
        replace: true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [draft, put]
}
