// What the figures of an offer experiment say, in words.
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { exactNumber, percent, signedPercent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import type { ExperimentReadout, OfferExperiment } from './experimentApi.ts'

export type Metric = OfferExperiment['metric']
type Stop = { rule: NonNullable<OfferExperiment['stop']>['rule']; arm: string | null } & {
  figures: Record<string, number>
  words?: string | null
}

export const EXPERIMENT_TONES = {
  planned: 'plain',
  running: 'good',
  stopped: 'warning',
  decided: 'plain',
} as const

export const armName = ({ arms }: Pick<OfferExperiment, 'arms'>, code: string | null) =>
  arms.find((arm) => arm.code === code)?.name ?? code ?? ''

const isShare = (metric: Metric) => metric === 'conversion' || metric === 'behaviour'

/** A mean of a metric, or a difference of two: a share, or money. */
export function useMeasured() {
  const { currency, language } = useLocale()
  const yuan = (fen: number) => money(Math.round(fen), currency, language)
  return {
    yuan,
    mean: (metric: Metric, value: number) => (isShare(metric) ? percent(value) : yuan(value)),
    change: (metric: Metric, value: number) =>
      isShare(metric)
        ? signedPercent(value)
        : `${value > 0 ? '+' : value < 0 ? '−' : ''}${yuan(Math.abs(value))}`,
  }
}

const bp = (value: number | undefined) => percent((value ?? 0) / 10_000)

/** Why it was stopped, or would be, with its figures. */
export function useStopWords() {
  const t = useTexts()
  const { yuan, change } = useMeasured()
  return (experiment: OfferExperiment, { rule, arm, figures: f, words }: Stop): string => {
    const name = armName(experiment, arm)
    const { metric } = experiment
    switch (rule) {
      case 'winner':
        return t('offer_experiment_stop.winner', {
          ...{ arm: name, metric: t(`offer_experiment_metric.${metric}`) },
          estimate: change(metric, f.estimate ?? 0),
          low: change(metric, f.low ?? 0),
          high: change(metric, f.high ?? 0),
          ...{ people: exactNumber(f.measured ?? 0), alpha: percent(experiment.alpha) },
        })
      case 'futility':
        return t('offer_experiment_stop.futility', {
          ...{ wanted: bp(f.wanted_bp), high: signedPercent(f.lift_high ?? 0) },
        })
      case 'sample_ratio':
        return t('offer_experiment_stop.sample_ratio', {
          ...{ arm: name, exposed: exactNumber(f.exposed ?? 0) },
          expected: exactNumber(Math.round(f.expected ?? 0)),
          p: (f.p_value ?? 0).toExponential(1),
        })
      case 'margin_floor':
        return t('offer_experiment_stop.margin_floor', {
          ...{ arm: name, value: bp(f.value_bp), limit: bp(f.limit_bp) },
          high: change('margin', f.high ?? 0),
        })
      case 'refund_ceiling':
        return t('offer_experiment_stop.refund_ceiling', {
          ...{ arm: name, value: bp(f.value_bp), limit: bp(f.limit_bp) },
          low: change('margin', f.low ?? 0),
        })
      case 'budget':
        return t('offer_experiment_stop.budget', {
          ...{ used: yuan(f.used_fen ?? 0), budget: yuan(f.budget_fen ?? 0) },
        })
      case 'used_up':
        return t('offer_experiment_stop.used_up', { arm: name })
      case 'end_date':
        return t('offer_experiment_stop.end_date')
      case 'by_person':
        return t('offer_experiment_stop.by_person', { words: words ?? '' })
    }
  }
}

export type Comparison = ExperimentReadout['comparisons'][number]
