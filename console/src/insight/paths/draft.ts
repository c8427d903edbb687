// The question of paths while it is built, and as it is asked.
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule, Span } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import type { PathsQuestion } from '../api.ts'
import { isOneOf, isPattern, isRecord, isRule, isSpan, readAsked } from '../asked.ts'
import { blank, patternOf } from '../examples.ts'
import { asQuestion, secondsOf } from '../pattern.ts'

export const DIRECTIONS = ['forward', 'back'] as const
export const FROM = ['event', 'visit'] as const
export const REACHES = ['gap', 'window'] as const
export const MOST_PATH_STEPS = 10
export const MOST_NODES = 30
export const MOST_GROUPS = 20
const MOST_SPLITS = 10

export interface PathsDraft {
  direction: (typeof DIRECTIONS)[number]
  /** From an event, or from what a visit begins with; read back, ends with. */
  from: (typeof FROM)[number]
  anchor: EventPattern
  reach: (typeof REACHES)[number]
  /** Minutes of quiet that end a visit. */
  gap: number
  window: Span
  except: string[]
  groups: { name: string; of: EventPattern }[]
  split: { event: string; by: string }[]
  collapse: boolean
  steps: number
  nodes: number
  who?: Rule
}

export const blankPaths = (anchor?: string): PathsDraft => ({
  direction: 'forward',
  from: 'event',
  anchor: anchor === undefined ? blank() : patternOf(anchor),
  reach: 'gap',
  gap: 30,
  window: { n: 1, unit: 'day' },
  except: [],
  groups: [],
  split: [],
  collapse: true,
  steps: 5,
  nodes: 6,
})

const isNumber = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most
const isListOf = (is: (one: unknown) => boolean, most: number) => (value: unknown) =>
  Array.isArray(value) && value.length <= most && value.every(is)

export const readPaths = (text: string | undefined): PathsDraft =>
  readAsked<PathsDraft>(text, blankPaths(), {
    direction: isOneOf(DIRECTIONS),
    from: isOneOf(FROM),
    anchor: isPattern,
    reach: isOneOf(REACHES),
    gap: isNumber(1, 1_440),
    window: isSpan,
    except: isListOf((one) => typeof one === 'string', 50),
    groups: isListOf(
      (one) => isRecord(one) && typeof one.name === 'string' && isPattern(one.of),
      MOST_GROUPS,
    ),
    split: isListOf(
      (one) => isRecord(one) && typeof one.event === 'string' && typeof one.by === 'string',
      MOST_SPLITS,
    ),
    collapse: (value) => typeof value === 'boolean',
    steps: isNumber(2, MOST_PATH_STEPS),
    nodes: isNumber(1, MOST_NODES),
    who: isRule,
  })

export function pathsQuestion(draft: PathsDraft, days: Days): PathsQuestion | undefined {
  const { groups, split, who } = draft
  const anchor = draft.from === 'event' ? draft.anchor : undefined
  const isReady =
    (!anchor || isWhole(anchor)) &&
    groups.every(({ name, of }) => name.trim() !== '' && isWhole(of)) &&
    split.every(({ event, by }) => event !== '' && by !== '')
  if (!isReady) return undefined
  return {
    direction: draft.direction,
    ...(anchor && { anchor: asQuestion(anchor) }),
    visit:
      draft.reach === 'gap'
        ? { by: 'gap', minutes: draft.gap }
        : { by: 'window', seconds: secondsOf(draft.window) },
    except: draft.except,
    groups: groups.map(({ name, of }) => ({ name: name.trim(), of: asQuestion(of) })),
    split,
    collapse: draft.collapse,
    steps: draft.steps,
    nodes: draft.nodes,
    date_from: days.from,
    date_to: days.to,
    ...(who && { who }),
  }
}
