// Metrics as the catalogue words them, and which of them a board's widgets need.
import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../../i18n/texts.ts'
import { catalogueQuery, type Metric, type MetricAnswer, type Widget } from './api.ts'

export interface MetricWords {
  name: string
  definition: string
  formula: string
  /** Who says where it should lie. */
  band: string | undefined
}
export interface Catalogue {
  metrics: readonly Metric[]
  of: (code: string) => Metric | undefined
  words: (code: string) => MetricWords
}

/** Undefined while it is on its way. */
export function useCatalogue(): Catalogue | undefined {
  const language = useLanguage()
  const { data } = useQuery(catalogueQuery)
  if (!data) return undefined
  const byCode = new Map(data.items.map((metric) => [metric.code, metric]))
  return {
    metrics: data.items,
    of: (code) => byCode.get(code),
    words: (code) => {
      const metric = byCode.get(code)
      if (!metric) return { name: code, definition: '', formula: '', band: undefined }
      const { name, definition, formula, band } = metric
      return {
        ...{ name: name[language], definition: definition[language], formula: formula[language] },
        band: band?.source[language],
      }
    },
  }
}

export const unitOf = (unit: Metric['unit']): 'money' | 'percent' | 'count' =>
  unit === 'fen' ? 'money' : unit === 'share' ? 'percent' : 'count'

/** As it is drawn: a ratio has no more than two decimals, an average amount no parts of a fen. */
export const drawnValue = (unit: Metric['unit'], value: number | null): number | null => {
  if (value === null || unit === 'share') return value
  return unit === 'fen' ? Math.round(value) : Math.round(value * 100) / 100
}

export type Period = NonNullable<Extract<Widget, { kind: 'metrics' }>['period']>
export const DEFAULT_PERIOD: Period = 'day'

/** The period of a widget's points; undefined for figures, which have none. */
export const periodOf = (widget: Extract<Widget, { kind: 'metrics' }>): Period | undefined =>
  widget.look === 'figures' ? undefined : (widget.period ?? DEFAULT_PERIOD)

/**
 * All metrics that the board shows by this period: asked together, so that they are counted together.
 * What a vanity metric needs beside it is among them.
 */
export function codesAskedBy(
  widgets: readonly Widget[],
  period: Period | undefined,
  { of }: Catalogue,
): string[] {
  const codes = new Set<string>()
  for (const widget of widgets) {
    if (widget.kind !== 'metrics' || periodOf(widget) !== period) continue
    for (const code of widget.metrics) {
      const metric = of(code)
      if (!metric?.may_see) continue
      codes.add(code)
      const beside = metric.beside === null ? undefined : of(metric.beside)
      if (beside?.may_see) codes.add(beside.code)
    }
  }
  return [...codes].toSorted()
}

export const answerOf = (
  answers: readonly MetricAnswer[],
  code: string,
): MetricAnswer | undefined => answers.find((one) => one.code === code)
