// What goes with buying, and how common it is: importance × performance.
import { Alert } from 'antd'
import { useBuilding } from '../../audiences/building.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import { eventText } from '../../audiences/say.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import type { Days } from '../../format/days.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import {
  type Analysis,
  AnalysisPage,
  type Answer,
  type Brand,
  type Vocabulary,
} from '../AnalysisPage.tsx'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { patternOf } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew } from '../figures.ts'
import styles from '../Insight.module.css'
import { asPattern, asQuestion } from '../pattern.ts'
import { Field, WhoField } from '../QuestionFields.tsx'
import { StepsField } from '../StepsField.tsx'
import { askDrivers, type DriversAnswer, type DriversQuestion } from './api.ts'
import { ModeLine } from './ModeLine.tsx'

const OUTCOMES = ['spend', 'orders'] as const
/** To begin with: what the brand's customers do most. */
const BEGIN_WITH = 5

interface Draft {
  drivers?: EventPattern[]
  outcome: (typeof OUTCOMES)[number]
  who?: Rule
}
const readDrivers = (text: string | undefined): Draft =>
  readAsked<Draft>(
    text,
    { outcome: 'spend' },
    {
      drivers: (value) => Array.isArray(value) && value.length > 0 && value.every(isPattern),
      outcome: isOneOf(OUTCOMES),
      who: isRule,
    },
  )

/** Orders are the outcome itself, not what drives it. */
const IS_ORDER = /^order_|order completed|order refunded/i

/** What was chosen, else what the brand's customers do most. */
const driversOf = ({ drivers }: Draft, { choices }: Vocabulary): EventPattern[] =>
  drivers ??
  choices.events
    .filter(({ value }) => !IS_ORDER.test(value))
    .toSorted((a, b) => (b.volume ?? 0) - (a.volume ?? 0))
    .slice(0, BEGIN_WITH)
    .map(({ value }) => patternOf(value))

function question(draft: Draft, days: Days, { vocabulary }: Brand): DriversQuestion | undefined {
  const chosen = driversOf(draft, vocabulary).filter(({ any_of }) =>
    any_of.every(({ event }) => event !== ''),
  )
  if (!vocabulary.query.data || chosen.length === 0) return undefined
  return {
    date_from: days.from,
    date_to: days.to,
    drivers: chosen.map(asQuestion),
    outcome: draft.outcome,
    ...(draft.who && { who: draft.who as DriversQuestion['who'] }),
  }
}

export const driversAnalysis: Analysis<Draft, DriversQuestion, DriversAnswer> = {
  code: 'drivers',
  since: 'last_30',
  read: readDrivers,
  question,
  ask: askDrivers,
  Fields,
  useExamples: ({ query }) => (query.data ? [] : undefined),
  Answer: Drivers,
}

export function DriversPage() {
  return <AnalysisPage {...driversAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const vocabulary = useVocabulary()
  const { draft, onChange } = props
  const { who, ...rest } = draft
  return (
    <div className={styles.fields}>
      <Field label={t('operating_driver.drivers')} hint={t('operating_driver.drivers_help')}>
        <StepsField
          steps={driversOf(draft, vocabulary)}
          anyOrder={t('operating_driver.one')}
          onChange={(drivers) => onChange({ ...draft, drivers })}
        />
      </Field>
      <Field label={t('operating_driver.outcome')}>
        <Choose
          label={t('operating_driver.outcome')}
          value={draft.outcome}
          options={OUTCOMES.map((value) => ({ value, label: t(`operating_driver.${value}`) }))}
          onChange={(outcome) => onChange({ ...draft, outcome })}
        />
      </Field>
      <WhoField who={who} onChange={(next) => onChange(next ? { ...rest, who: next } : rest)} />
    </div>
  )
}

function Drivers({ answer, question }: Answer<Draft, DriversQuestion, DriversAnswer>) {
  const t = useTexts()
  const { sayer } = useBuilding()
  const names = question.drivers.map((driver) => eventText(asPattern(driver), sayer))
  const columns: FigureColumn[] = [
    { title: t('operating_driver.driver'), kind: 'words' },
    { title: t('operating_driver.share'), help: t('operating_driver.share_help'), kind: 'share' },
    {
      title: t('operating_driver.performance'),
      help: t('operating_driver.performance_help'),
      kind: 'share',
    },
    { title: t('operating_driver.quadrant'), kind: 'words' },
    { title: t('operating_driver.doing'), kind: 'count' },
    {
      title: t('operating_driver.correlation'),
      help: t('operating_driver.correlation_help'),
      kind: 'number',
    },
  ]
  const name = (of: number) => names[of] ?? String(of + 1)
  const rows = answer.drivers.map((one) => ({
    key: String(one.of),
    cells: [
      name(one.of),
      one.share,
      one.performance,
      t(`operating_quadrant.${one.quadrant}`),
      one.doing,
      one.correlation,
    ],
    isSmall: isFew(one.doing),
  }))
  return (
    <>
      {answer.orders === 'counted' ? (
        <ModeLine mode={answer.mode} />
      ) : (
        <Alert
          type="info"
          showIcon
          title={t('operating_driver.all_orders', { currency: answer.currency })}
        />
      )}
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('operating_driver.r_squared')}
          definition={t('operating_driver.r_squared_help')}
          value={answer.r_squared}
          unit="percent"
        />
        <Figure
          title={t('operating_driver.customers')}
          definition={t('operating_driver.customers_help')}
          value={answer.n}
          {...(isFew(answer.n) && { small: { cases: answer.n } })}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('operating_driver.chart')}
          definition={t('operating_driver.chart_words')}
          kind="bar"
          height={300}
          unit="percent"
          axis={t('operating_driver.driver')}
          labels={answer.drivers.map(({ of }) => name(of))}
          series={[
            {
              key: 'share',
              name: t('operating_driver.share'),
              values: answer.drivers.map(({ share }) => share),
            },
            {
              key: 'performance',
              name: t('operating_driver.performance'),
              values: answer.drivers.map(({ performance }) => performance),
              colour: 1,
            },
          ]}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable title={t('operating_driver.table')} columns={columns} rows={rows} />
    </>
  )
}
