import { EventField, PropertyField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import { FIELD } from '../../audiences/say.ts'
import type { Days } from '../../format/days.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, isPattern, isRule, readAsked } from '../asked.ts'
import { useValueName } from '../breakdownWords.ts'
import { blank, noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { asQuestion, eventsOf } from '../pattern.ts'
import { Field } from '../QuestionFields.tsx'
import { askFirstOrder, type FirstOrderAnswer, type FirstOrderQuestion } from './api.ts'
import { isCount, NumberField, Whose } from './fields.tsx'

const FROM = ['friend', 'trace', 'event'] as const
/** As the metric of first orders has it. */
const FRIEND: EventPattern = {
  any_of: [
    { event: 'wecom_friend_added', where: [] },
    { event: 'relation_added', where: [] },
  ],
}
interface Draft {
  hours: number
  by: string
  from: (typeof FROM)[number]
  /** Of `event`. */
  contact?: EventPattern
  who?: Rule
}

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { hours: 72, by: `${FIELD}channel_id`, from: 'friend' },
    {
      hours: isCount,
      by: (value) => typeof value === 'string' && value !== '',
      from: isOneOf(FROM),
      contact: isPattern,
      who: isRule,
    },
  )

/** Undefined: a customer's first trace. */
const contactOf = ({ from, contact = blank() }: Draft): EventPattern | undefined =>
  from === 'trace' ? undefined : from === 'friend' ? FRIEND : contact

function question(draft: Draft, days: Days): FirstOrderQuestion | undefined {
  const contact = contactOf(draft)
  if (contact && !isWhole(contact)) return undefined
  const { hours, by, who } = draft
  return {
    ...{ hours, by },
    ...(who && { who }),
    ...(contact && { contact: asQuestion(contact) }),
    date_from: days.from,
    date_to: days.to,
  }
}

export const firstOrderAnalysis: Analysis<Draft, FirstOrderQuestion, FirstOrderAnswer> = {
  code: 'first_order',
  since: 'last_90',
  read,
  question,
  ask: askFirstOrder,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function FirstOrderPage() {
  return <AnalysisPage {...firstOrderAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  const contact = contactOf(draft)
  return (
    <div className={styles.fields}>
      <Field label={t('first_order.contact')} hint={t(`first_order.from_${draft.from}_hint`)}>
        <Choose
          label={t('first_order.contact')}
          value={draft.from}
          options={FROM.map((value) => ({ value, label: t(`first_order.from_${value}`) }))}
          onChange={(from) =>
            onChange({ ...draft, from, ...(from === 'event' && { contact: contact ?? blank() }) })
          }
        />
        {draft.from === 'event' && contact && (
          <EventField
            label={t('first_order.contact')}
            pattern={contact}
            onChange={(next) => onChange({ ...draft, contact: next })}
          />
        )}
      </Field>
      <NumberField
        label={t('first_order.hours')}
        value={draft.hours}
        min={1}
        max={8760}
        suffix={t('value_unit.hours')}
        onChange={(hours) => onChange({ ...draft, hours })}
      />
      <Field label={t('first_order.by')} hint={t('first_order.by_hint')}>
        <PropertyField
          events={contact ? eventsOf([contact]) : []}
          value={draft.by}
          onChange={(by) => onChange({ ...draft, by })}
        />
      </Field>
      <Whose draft={draft} onChange={onChange} />
    </div>
  )
}

type Is = 'added' | 'already' | 'open' | 'converted' | 'not_converted'

function Answered(props: Answer<Draft, FirstOrderQuestion, FirstOrderAnswer>) {
  const t = useTexts()
  const { answer, question, draft } = props
  const { all } = answer
  const valueName = useValueName({ type: 'event', by: draft.by })
  const hours = { hours: draft.hours }
  const columns: FigureColumn[] = [
    { title: t('first_order.value'), kind: 'words' },
    ...(
      ['added', 'seen', 'already', 'converted', 'rate', 'discount', 'subsidy', 'open'] as const
    ).map(
      (name): FigureColumn => ({
        title: t(`first_order.${name}`, hours),
        help: t(`first_order.${name}_help`, hours),
        kind:
          name === 'rate' ? 'share' : name === 'discount' || name === 'subsidy' ? 'money' : 'count',
      }),
    ),
  ]
  const rowOf = (
    key: string,
    name: string,
    one: FirstOrderAnswer['all'],
    value: string | null | undefined,
    isOpened: boolean,
  ): TableRow => {
    const figure = (is: Is) => ({
      analysis: 'first_order' as const,
      question,
      cell: { is, ...(value !== undefined && { value }) },
    })
    return {
      key,
      cells: [
        name,
        one.added,
        one.seen,
        one.already,
        one.converted,
        one.rate,
        one.discount_fen,
        one.subsidy_fen,
        one.open,
      ],
      ...(isOpened && {
        behind: [
          undefined,
          figure('added'),
          undefined,
          figure('already'),
          figure('converted'),
          undefined,
          undefined,
          undefined,
          figure('open'),
        ],
      }),
      isSmall: isFew(one.seen),
    }
  }
  const rows: TableRow[] = [
    { ...rowOf('all', t('first_order.all'), all, undefined, true), tone: 'sum' },
    ...answer.values.map((one) =>
      rowOf(
        `${one.is_other} ${one.value}`,
        one.is_other ? t('insight.other', { count: answer.further_values }) : valueName(one.value),
        one,
        one.value,
        !one.is_other,
      ),
    ),
  ]
  const shown = answer.values.filter(({ is_other, rate }) => !is_other && rate !== null)
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('first_order.rate', hours)}
          definition={t('first_order.rate_help', hours)}
          formula={t('first_order.rate_formula', hours)}
          value={all.rate}
          unit="percent"
          {...(isFew(all.seen) && { small: { cases: all.seen } })}
        />
        <Figure
          title={t('first_order.converted', hours)}
          definition={t('first_order.converted_help', hours)}
          value={all.converted}
        />
        <Figure
          title={t('first_order.subsidy')}
          definition={t('first_order.subsidy_help', hours)}
          value={all.subsidy_fen === null ? null : Math.round(all.subsidy_fen)}
          unit="money"
        />
        <Figure
          title={t('first_order.added')}
          definition={t('first_order.added_help', hours)}
          value={all.added}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('first_order.chart', hours)}
          definition={t('first_order.rate_help', hours)}
          kind="bar"
          unit="percent"
          height={280}
          axis={t('first_order.value')}
          labels={shown.map(({ value }) => valueName(value))}
          series={[
            {
              key: 'rate',
              name: t('first_order.rate', hours),
              values: shown.map(({ rate }) => rate),
            },
          ]}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable title={t('first_order.table')} columns={columns} rows={rows} />
    </>
  )
}
