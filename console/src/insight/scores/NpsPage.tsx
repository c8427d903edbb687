import { Alert, Segmented } from 'antd'
import { EventField, PropertyField } from '../../audiences/EventField.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { BreakdownField } from '../BreakdownField.tsx'
import { useValueName } from '../breakdownWords.ts'
import { patternOf } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import type { TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { eventsOf } from '../pattern.ts'
import { usePeriodName } from '../periods.ts'
import { Field, PeriodField, WhoField } from '../QuestionFields.tsx'
import { askNps, type NpsAnswer, type NpsQuestion } from './api.ts'
import { DetractorList } from './DetractorList.tsx'
import { blankNps, type NpsDraft, npsQuestion, readNps, UNITS, WAVES } from './npsDraft.ts'

export const npsAnalysis: Analysis<NpsDraft, NpsQuestion, NpsAnswer> = {
  code: 'nps',
  since: 'last_90',
  read: readNps,
  question: npsQuestion,
  ask: askNps,
  Fields,
  useExamples,
  Answer: Shown,
}

export function NpsPage() {
  return <AnalysisPage {...npsAnalysis} />
}

const ASKED = /nps|recommend/i
/** Stars are out of five; what is called after the question itself comes first. */
const ANSWERS = /^(nps|score|grade)/
/** Numbers that look like answers from 0 to 10. */
function useExamples({ query, choices, labels }: Vocabulary): Example<NpsDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const found = choices.events.flatMap(({ value }) => {
    const property = choices
      .propertiesOf([value])
      .find((p) => ANSWERS.test(p.value) || (ASKED.test(value) && p.type === 'number'))
    return property ? [{ event: value, property: property.value }] : []
  })
  const asked = (one: (typeof found)[number]) => ASKED.test(one.event) || ASKED.test(one.property)
  return found
    .toSorted((a, b) => Number(asked(b)) - Number(asked(a)))
    .slice(0, 3)
    .map(({ event, property }) => ({
      title: t('nps.example'),
      words: `${labels.event(event)} · ${property}`,
      draft: blankNps(patternOf(event), property),
    }))
}

function Fields(props: { draft: NpsDraft; onChange: (draft: NpsDraft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  const events = eventsOf([draft.of])
  return (
    <div className={styles.fields}>
      <Field label={t('nps.event')} hint={t('nps.event_hint')}>
        <EventField pattern={draft.of} onChange={(of) => onChange({ ...draft, of })} />
        <PropertyField
          events={events}
          value={draft.property}
          numbersOnly={false}
          onChange={(property) => onChange({ ...draft, property })}
        />
      </Field>
      <Field label={t('nps.wave')}>
        <PeriodField
          label={t('nps.wave')}
          period={draft.wave}
          periods={WAVES}
          onChange={(wave) => onChange({ ...draft, wave: wave as NpsDraft['wave'] })}
        />
      </Field>
      <Field label={t('nps.unit')} hint={t('nps.unit_hint')}>
        <Segmented<'none' | (typeof UNITS)[number]>
          aria-label={t('nps.unit')}
          value={draft.unit ?? 'none'}
          options={(['none', ...UNITS] as const).map((value) => ({
            value,
            label: t(`nps_unit.${value}`),
          }))}
          onChange={(next) => {
            const { unit: _, ...rest } = draft
            onChange(next === 'none' ? rest : { ...rest, unit: next })
          }}
        />
      </Field>
      <BreakdownField
        breakdown={draft.breakdown}
        events={events}
        without={['audience']}
        onChange={(breakdown) => {
          const { breakdown: _, ...rest } = draft
          onChange(breakdown ? { ...rest, breakdown } : rest)
        }}
      />
      <WhoField
        who={draft.who}
        onChange={(who) => {
          const { who: _, ...rest } = draft
          onChange(who ? { ...rest, who } : rest)
        }}
      />
    </div>
  )
}

const points = (value: number) => (Math.round(value * 10) / 10).toFixed(1)
const signed = (value: number) => `${value > 0 ? '+' : ''}${points(value)}`
type Result = NonNullable<NpsAnswer['total']>
const CLASSES = ['promoters', 'passives', 'detractors'] as const

function Shown({ answer, question, draft }: Answer<NpsDraft, NpsQuestion, NpsAnswer>) {
  const t = useTexts()
  const periodName = usePeriodName()
  const valueName = useValueName(draft.breakdown)
  const { total, change } = answer
  const name = (start: string) => periodName(start, question.wave ?? 'month')
  const columns = [
    { title: t('nps.wave'), kind: 'words' as const },
    { title: 'NPS', kind: 'number' as const, help: t('nps.words') },
    { title: t('nps.interval'), kind: 'words' as const, help: t('nps.interval_words') },
    ...CLASSES.map((c) => ({ title: t(`nps_class.${c}`), kind: 'count' as const })),
    { title: t('nps.answers'), kind: 'count' as const },
  ]
  const rowOf = (key: string, title: string, result: Result | null, place: object): TableRow => ({
    key,
    cells: [
      title,
      result ? Math.round(result.score * 10) / 10 : null,
      result ? `${points(result.interval.low)} – ${points(result.interval.high)}` : null,
      ...CLASSES.map((c) => result?.[c] ?? 0),
      result?.n ?? 0,
    ],
    behind: [
      ...[undefined, undefined, undefined],
      ...CLASSES.map((c) => ({
        analysis: 'nps' as const,
        question,
        cell: { class: c, ...place },
      })),
    ],
    isSmall: result?.too_few ?? false,
  })
  const unfinished = answer.waves.length - answer.complete
  return (
    <>
      {answer.unreadable > 0 && (
        <Alert type="warning" showIcon title={t('nps.unreadable', { count: answer.unreadable })} />
      )}
      <FigureRow label="NPS">
        <Figure
          title="NPS"
          definition={t('nps.words')}
          value={total ? Math.round(total.score * 10) / 10 : null}
          {...(total?.too_few && {
            small: { cases: total.n, low: total.interval.low, high: total.interval.high },
          })}
          beside={
            total && !total.too_few
              ? `${points(total.interval.low)} – ${points(total.interval.high)}`
              : undefined
          }
        />
        <Figure
          title={t('nps.answers')}
          definition={t('nps.answers_words')}
          value={total?.n ?? 0}
        />
        <Figure
          title={t('nps.change')}
          definition={t('nps.change_words')}
          value={change ? Math.round(change.change * 10) / 10 : null}
          write={signed}
          beside={
            change
              ? `${signed(change.interval.low)} – ${signed(change.interval.high)} · ${t(change.significant ? 'nps.real' : 'nps.chance')}`
              : t('nps.no_change')
          }
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('nps.over_time')}
          definition={
            change
              ? t('nps.compared', {
                  before: name(change.before),
                  now: name(change.now),
                  count: change.recontacted,
                })
              : t('nps.words')
          }
          axis={t('nps.wave')}
          height={260}
          labels={answer.waves.map(({ start }) => name(start))}
          starts={answer.waves.map(({ start }) => start)}
          unfinished={unfinished}
          series={[
            {
              key: 'nps',
              name: 'NPS',
              values: answer.waves.map(({ result }) =>
                result ? Math.round(result.score * 10) / 10 : null,
              ),
            },
          ]}
        />
      </Panel>
      <FigureTable
        title={t('nps.waves')}
        columns={columns}
        rows={answer.waves
          .map(({ start, result }, i) => ({
            ...rowOf(start, name(start), result, { start }),
            ...(i >= answer.complete && { tone: 'unfinished' as const }),
          }))
          .toReversed()}
      />
      {answer.segments.length > 0 && (
        <FigureTable
          title={t('nps.segments')}
          columns={[
            { title: t(draft.unit ? `nps_unit.${draft.unit}` : 'nps.segment'), kind: 'words' },
            ...(draft.unit
              ? [
                  {
                    title: t('nps.waiting'),
                    kind: 'count' as const,
                    help: t('nps.waiting_words'),
                  },
                ]
              : []),
            ...columns.slice(1),
          ]}
          rows={answer.segments.map(({ value, name, result, waiting }) => {
            const called = draft.unit ? (name ?? value ?? t('nps.no_unit')) : valueName(value)
            const row = rowOf(`segment ${value}`, called, result, { value })
            if (!draft.unit) return row
            const [title = null, ...figures] = row.cells
            return {
              ...row,
              cells: [title, waiting, ...figures],
              behind: [undefined, ...(row.behind ?? [])],
            }
          })}
          extra={
            answer.further_values > 0
              ? t('insight.other', { count: answer.further_values })
              : undefined
          }
        />
      )}
      <DetractorList question={question} />
    </>
  )
}
