// What goes with buying, and how common it is: importance × performance.

import { Choose } from '../../audiences/Pick.tsx'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import { eventText } from '../../audiences/say.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useDays } from '../../shell/days.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { AnswerPanel } from '../AnswerPanel.tsx'
import { isOneOf, isPattern, isRule, readAsked, useAsked } from '../asked.ts'
import { patternOf } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew } from '../figures.ts'
import styles from '../Insight.module.css'
import { InsightPage } from '../InsightPage.tsx'
import { asQuestion } from '../pattern.ts'
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

export function DriversPage() {
  const t = useTexts()
  const { days } = useDays('last_30')
  const vocabulary = useVocabulary()
  const [draft, put] = useAsked(readDrivers)
  const { who, ...rest } = draft
  const most = vocabulary.choices.events
    .filter(({ value }) => !IS_ORDER.test(value))
    .toSorted((a, b) => (b.volume ?? 0) - (a.volume ?? 0))
    .slice(0, BEGIN_WITH)
    .map(({ value }) => patternOf(value))
  const patterns = draft.drivers ?? most
  const chosen = patterns.filter(({ any_of }) => any_of.every(({ event }) => event !== ''))
  const question: DriversQuestion | undefined =
    vocabulary.query.data && chosen.length > 0
      ? {
          date_from: days.from,
          date_to: days.to,
          drivers: chosen.map(asQuestion),
          outcome: draft.outcome,
          ...(who && { who: who as DriversQuestion['who'] }),
        }
      : undefined
  const names = chosen.map((pattern) => eventText(pattern, vocabulary.sayer))
  return (
    <InsightPage
      analysis="drivers"
      vocabulary={vocabulary}
      question={
        <div className={styles.fields}>
          <Field label={t('operating_driver.drivers')} hint={t('operating_driver.drivers_help')}>
            <StepsField steps={patterns} onChange={(drivers) => put({ ...draft, drivers })} />
          </Field>
          <Field label={t('operating_driver.outcome')}>
            <Choose
              label={t('operating_driver.outcome')}
              value={draft.outcome}
              options={OUTCOMES.map((value) => ({ value, label: t(`operating_driver.${value}`) }))}
              onChange={(outcome) => put({ ...draft, outcome })}
            />
          </Field>
          <WhoField who={who} onChange={(next) => put(next ? { ...rest, who: next } : rest)} />
        </div>
      }
    >
      <AnswerPanel<DriversQuestion, DriversAnswer, Draft>
        analysis="drivers"
        question={question}
        ask={askDrivers}
        examples={vocabulary.query.data ? [] : undefined}
        onExample={put}
      >
        {(answer) => <Drivers answer={answer} names={names} />}
      </AnswerPanel>
    </InsightPage>
  )
}

function Drivers({ answer, names }: { answer: DriversAnswer; names: readonly string[] }) {
  const t = useTexts()
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
      <ModeLine mode={answer.mode} />
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
