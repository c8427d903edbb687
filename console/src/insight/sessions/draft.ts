// The question of visits while it is built, and as it is asked.
import type { Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import type { Period, SessionsQuestion } from '../api.ts'
import { isOneOf, isRecord, isRule, readAsked } from '../asked.ts'
import { PERIODS } from '../periods.ts'

export interface SessionsDraft {
  minutes: number
  except: string[]
  split: { event: string; by: string }[]
  period: Period
  who?: Rule
}

export const blankSessions = (split: SessionsDraft['split'] = []): SessionsDraft => ({
  minutes: 30,
  except: [],
  split,
  period: 'day',
})

export const readSessions = (text: string | undefined): SessionsDraft =>
  readAsked<SessionsDraft>(text, blankSessions(), {
    minutes: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1_440,
    except: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
    split: (value) =>
      Array.isArray(value) &&
      value.every(
        (one) => isRecord(one) && typeof one.event === 'string' && typeof one.by === 'string',
      ),
    period: isOneOf(PERIODS),
    who: isRule,
  })

/** There is nothing that must be chosen; what is half chosen is not asked for yet. */
export function sessionsQuestion(draft: SessionsDraft, days: Days): SessionsQuestion {
  const { minutes, except, split, period, who } = draft
  return {
    ...{ minutes, except, period },
    split: split.filter(({ event, by }) => event !== '' && by !== ''),
    date_from: days.from,
    date_to: days.to,
    ...(who && { who }),
  }
}
