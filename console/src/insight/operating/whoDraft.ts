import type { EventPattern, Rule } from '../../audiences/rule.ts'
import { isPattern, isRule, readAsked } from '../asked.ts'

export interface WhoDraft {
  who?: Rule
}
export const readWho = (text: string | undefined): WhoDraft =>
  readAsked<WhoDraft>(text, {}, { who: isRule })

/** What tells of each stage; left out, the brand's own events are guessed by their names. */
export interface ScorecardDraft extends WhoDraft {
  receive?: EventPattern
  want?: EventPattern
  choose?: EventPattern
}
export const readScorecard = (text: string | undefined): ScorecardDraft =>
  readAsked<ScorecardDraft>(
    text,
    {},
    { who: isRule, receive: isPattern, want: isPattern, choose: isPattern },
  )
