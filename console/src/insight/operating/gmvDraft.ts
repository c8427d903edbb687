import type { Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import { isOneOf, isRecord, isRule, readAsked } from '../asked.ts'
import type { GmvQuestion } from './api.ts'

export const BY = ['none', 'month', 'store', 'channel', 'pool'] as const
export const AGAINST = ['nothing', 'previous', 'period', 'segments'] as const

export interface GmvDraft {
  by: (typeof BY)[number]
  against: (typeof AGAINST)[number]
  /** The other period's days. */
  other?: { from: string; to: string }
  /** Two segments, null: none. */
  pair?: { before: string | null; after: string | null }
  who?: Rule
}

const isText = (value: unknown) => typeof value === 'string'
const isTextOrNull = (value: unknown) => value === null || isText(value)

export const readGmvDraft = (text: string | undefined): GmvDraft =>
  readAsked<GmvDraft>(
    text,
    { by: 'none', against: 'previous' },
    {
      by: isOneOf(BY),
      against: isOneOf(AGAINST),
      other: (value) => isRecord(value) && isText(value.from) && isText(value.to),
      pair: (value) => isRecord(value) && isTextOrNull(value.before) && isTextOrNull(value.after),
      who: isRule,
    },
  )

/** Undefined as long as something of the comparison is still to be chosen: then nothing is compared. */
function compared({ against, other, pair, by }: GmvDraft): GmvQuestion['compare'] {
  if (against === 'previous') return { with: 'previous' }
  if (against === 'period' && other)
    return { with: 'period', date_from: other.from, date_to: other.to }
  if (against === 'segments' && pair && by !== 'none') return { with: 'segments', ...pair }
  return undefined
}

export function gmvQuestion(draft: GmvDraft, days: Days): GmvQuestion {
  const compare = compared(draft)
  return {
    date_from: days.from,
    date_to: days.to,
    by: draft.by,
    ...(compare && { compare }),
    ...(draft.who && { who: draft.who as GmvQuestion['who'] }),
  }
}
