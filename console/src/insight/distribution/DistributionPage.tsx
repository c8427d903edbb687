import { EventField, PropertyField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { useLocale } from '../../format/locale.tsx'
import { shortMoney } from '../../format/money.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { type Analysis, AnalysisPage, type Answer, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { askDistribution, type DistributionAnswer, type DistributionQuestion } from '../api.ts'
import { BinsField } from '../BinsField.tsx'
import { BreakdownField } from '../BreakdownField.tsx'
import { useBinName } from '../bins.ts'
import { useValueName } from '../breakdownWords.ts'
import { tellingAttribute, wayOf } from '../examples.ts'
import { useWriting } from '../FigureTable.tsx'
import { isFew } from '../figures.ts'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { eventsOf } from '../pattern.ts'
import { Field, WhoField } from '../QuestionFields.tsx'
import { SpreadView } from '../SpreadView.tsx'
import { MONEY } from '../trends/draft.ts'
import {
  blankDistribution,
  type DistributionDraft,
  distributionQuestion,
  isAmount,
  isMoney,
  NUMBERS,
  readDistribution,
} from './draft.ts'

export const distributionAnalysis: Analysis<
  DistributionDraft,
  DistributionQuestion,
  DistributionAnswer
> = {
  code: 'distribution',
  since: 'last_30',
  read: readDistribution,
  question: distributionQuestion,
  ask: askDistribution,
  Fields,
  useExamples,
  Answer: Answered,
}

export function DistributionPage() {
  return <AnalysisPage {...distributionAnalysis} />
}

function Fields(props: { draft: DistributionDraft; onChange: (draft: DistributionDraft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('distribution_field.of')}>
        <EventField
          label={t('distribution_field.of_event')}
          pattern={draft.of}
          onChange={(of) => onChange({ ...draft, of })}
        />
      </Field>
      <Field label={t('distribution_field.measure')} hint={t(`distribution_hint.${draft.measure}`)}>
        <div className={styles.row}>
          <Choose
            label={t('distribution_field.measure')}
            value={draft.measure}
            options={NUMBERS.map((value) => ({ value, label: t(`distribution_of.${value}`) }))}
            onChange={(measure) => onChange({ ...draft, measure })}
          />
          {isAmount(draft.measure) && (
            <PropertyField
              events={eventsOf([draft.of])}
              value={draft.property}
              numbersOnly
              onChange={(property) => onChange({ ...draft, property })}
            />
          )}
        </div>
      </Field>
      <BinsField cut={draft} onChange={(cut) => onChange({ ...draft, ...cut })} />
      <BreakdownField
        breakdown={draft.breakdown}
        events={eventsOf([draft.of])}
        onChange={(breakdown) => onChange(having(draft, 'breakdown', breakdown))}
      />
      <WhoField who={draft.who} onChange={(who) => onChange(having(draft, 'who', who))} />
    </div>
  )
}

function Answered({
  answer,
  question,
  draft,
}: Answer<DistributionDraft, DistributionQuestion, DistributionAnswer>) {
  const t = useTexts()
  const write = useWriting()
  const valueName = useValueName(question.breakdown)
  const money = isMoney(draft)
  const kind = money ? 'money' : 'number'
  const binName = useBinName((value) => write(kind, value))
  const { language, currency } = useLocale()
  const briefName = useBinName((value) => shortMoney(value, currency, language))
  const { spread } = answer.all
  const few = isFew(spread.count) && { small: { cases: spread.count } }
  const behind = (value?: string | null) => (bin?: number) => ({
    analysis: 'distribution' as const,
    question,
    cell: { ...(bin !== undefined && { bin }), ...(value !== undefined && { value }) },
  })
  const number = t(`distribution_of.${draft.measure}`)
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('spread.customers')}
          definition={t('distribution_figure.customers_help')}
          value={spread.count}
        />
        {(['average', 'median'] as const).map((level) => (
          <Figure
            key={level}
            title={t(`spread.${level}`)}
            definition={t(`spread_help.${level}`)}
            value={spread[level]}
            write={(value) => write(kind, value)}
            {...few}
          />
        ))}
      </FigureRow>
      <SpreadView
        title={t('distribution_chart.title', { number })}
        counted={t('spread.customers')}
        axis={number}
        labels={answer.bins.map((bin, at) => binName(bin, at === answer.bins.length - 1))}
        {...(money && {
          brief: answer.bins.map((bin, at) => briefName(bin, at === answer.bins.length - 1)),
        })}
        all={{ key: 'all', name: t('insight.all'), ...answer.all, behind: behind() }}
        groups={[
          ...answer.breakdowns.map(({ value, ...told }) => ({
            key: `value ${value}`,
            name: valueName(value),
            ...told,
            behind: behind(value),
          })),
          ...(answer.other
            ? [
                {
                  key: 'other',
                  name: t('insight.other', { count: answer.other.values }),
                  spread: answer.other.spread,
                  counts: answer.other.counts,
                },
              ]
            : []),
        ]}
        kind={kind}
      />
    </>
  )
}

function useExamples({
  query,
  choices,
  labels,
}: Vocabulary): Example<DistributionDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const [first, second] = choices.events.map(({ value }) => value)
  if (first === undefined) return []
  const way = wayOf(choices.events)
  const come = way.arrive ?? way.look ?? first
  const buy = way.pay ?? way.order ?? second ?? first
  const attribute = tellingAttribute(choices.attributes)
  return [
    {
      title: t('distribution_example.days'),
      words: labels.event(come),
      draft: { ...blankDistribution(come, 'days'), cut: 'own', edges: '2, 3, 5, 8, 15, 22' },
    },
    {
      title: t('distribution_example.spent'),
      words: labels.event(buy),
      draft: way.pay
        ? { ...blankDistribution(buy, 'sum', MONEY), cut: 'quantile' }
        : blankDistribution(buy),
    },
    {
      title: t('distribution_example.times'),
      words: attribute ? `${labels.event(buy)} · ${attribute.label}` : labels.event(buy),
      draft: {
        ...blankDistribution(buy),
        ...{ cut: 'own', edges: '2, 3, 4, 6' },
        ...(attribute && { breakdown: { type: 'customer', by: attribute.value, limit: 6 } }),
      },
    },
  ]
}
