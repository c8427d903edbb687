// The figures of a funnel as rows.
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import type { Figure, FunnelSteps } from '../api.ts'
import type { FigureColumn, TableRow } from '../figures.ts'
import { isFew } from '../figures.ts'

export const shareOf = (part: number, whole: number): number | null =>
  whole > 0 ? part / whole : null

/** Everybody's steps, or those of one value of the breakdown. */
export interface NamedSteps {
  key: string
  name: string
  /** Of the breakdown, null: none; undefined for everybody, and for what has no figure of its own. */
  value?: string | null
  steps: FunnelSteps
}

/** Between what the true share lies, as far as so many cases tell. */
const intervalWords = (share: FunnelSteps[number]['of_before'] | undefined) =>
  share ? `${percent(share.low)} – ${percent(share.high)}` : null

const cellsOf = (steps: FunnelSteps, at: number) => {
  const count = steps[at]?.count ?? 0
  const before = at === 0 ? undefined : (steps[at - 1]?.count ?? 0)
  return [
    count,
    shareOf(count, steps[0]?.count ?? 0),
    before === undefined ? null : shareOf(count, before),
    intervalWords(steps[at]?.of_before),
    before === undefined ? null : before - count,
    steps[at]?.avg_seconds ?? null,
    steps[at]?.median_seconds ?? null,
  ]
}

/** @param behind opens who came to a step, and who came to it and no further */
export function stepRows(
  names: readonly string[],
  steps: FunnelSteps,
  behind?: (step: number, came: 'reached' | 'lost') => Figure | undefined,
): TableRow[] {
  return names.map((name, at) => ({
    key: String(at),
    cells: [`${at + 1}. ${name}`, ...cellsOf(steps, at)],
    isSmall: isFew(steps[Math.max(0, at - 1)]?.count ?? 0),
    behind: behind && [
      undefined,
      behind(at + 1, 'reached'),
      undefined,
      undefined,
      undefined,
      // Lost before this step: came to the one before and no further.
      at > 0 ? behind(at, 'lost') : undefined,
    ],
  }))
}

export function useStepColumns(): FigureColumn[] {
  const t = useTexts()
  return [
    { title: t('insight_funnel.step'), kind: 'words' },
    { title: t('insight_funnel.count'), help: t('insight_funnel.count_help'), kind: 'count' },
    { title: t('insight_funnel.of_first'), help: t('insight_funnel.of_first_help'), kind: 'share' },
    {
      title: t('insight_funnel.of_before'),
      help: t('insight_funnel.of_before_help'),
      kind: 'share',
    },
    { title: t('funnel_depth.interval'), help: t('funnel_depth.interval_help'), kind: 'words' },
    { title: t('insight_funnel.lost'), help: t('insight_funnel.lost_help'), kind: 'count' },
    { title: t('insight_funnel.average'), help: t('insight_funnel.average_help'), kind: 'seconds' },
    { title: t('insight_funnel.median'), help: t('insight_funnel.median_help'), kind: 'seconds' },
  ]
}

/** All steps of all values below each other: what the file of a breakdown holds. */
export function fileRows(names: readonly string[], groups: readonly NamedSteps[]): TableRow[] {
  return groups.flatMap((group) =>
    names.map((name, at) => ({
      key: `${group.key} ${at}`,
      cells: [group.name, `${at + 1}. ${name}`, ...cellsOf(group.steps, at)],
    })),
  )
}

/** A row a value: how many came to each step, and how many of a hundred to the last. */
export function groupRows(names: readonly string[], groups: readonly NamedSteps[]): TableRow[] {
  return groups.map(({ key, name, steps }) => ({
    key,
    cells: [
      name,
      ...names.map((_, at) => steps[at]?.count ?? 0),
      shareOf(steps.at(-1)?.count ?? 0, steps[0]?.count ?? 0),
    ],
    isSmall: isFew(steps[0]?.count ?? 0),
  }))
}
