import { Alert } from 'antd'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { TrendChart } from '../../ui/Chart.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, readAsked } from '../asked.ts'
import { Opening } from '../Behind.tsx'
import { noExamples } from '../examples.ts'
import { FigureTable, Meaning, useWriting } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { Field } from '../QuestionFields.tsx'
import { askRfm, type RfmAnswer, type RfmQuestion } from './api.ts'
import { isCount, NumberField } from './fields.tsx'
import own from './Value.module.css'

const MONEY = ['average_fen', 'amount_fen'] as const
interface Draft {
  days: number
  money: (typeof MONEY)[number]
  high: number
}

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { days: 365, money: 'average_fen', high: 4 },
    {
      days: isCount,
      money: isOneOf(MONEY),
      high: (value) => [2, 3, 4, 5].includes(value as number),
    },
  )

const question = (draft: Draft): RfmQuestion => draft

export const rfmAnalysis: Analysis<Draft, RfmQuestion, RfmAnswer> = {
  code: 'rfm',
  read,
  question,
  ask: askRfm,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function RfmPage() {
  return <AnalysisPage {...rfmAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <NumberField
        label={t('value_rfm.days')}
        hint={t('value_rfm.days_hint')}
        value={draft.days}
        min={1}
        max={3650}
        suffix={t('value_unit.days')}
        onChange={(days) => onChange({ ...draft, days })}
      />
      <Field label={t('value_rfm.money')}>
        <Choose
          label={t('value_rfm.money')}
          value={draft.money}
          options={MONEY.map((value) => ({ value, label: t(`value_rfm.money_${value}`) }))}
          onChange={(money) => onChange({ ...draft, money })}
        />
      </Field>
      <NumberField
        label={t('value_rfm.high')}
        hint={t('value_rfm.high_hint')}
        value={draft.high}
        min={2}
        max={5}
        onChange={(high) => onChange({ ...draft, high })}
      />
    </div>
  )
}

const SCORES = [5, 4, 3, 2, 1]

function Answered(props: Answer<Draft, RfmQuestion, RfmAnswer>) {
  const t = useTexts()
  const write = useWriting()
  const { answer, question } = props
  const { cut_offs: cuts, segments, cells } = answer
  const all = segments.reduce((sum, { customers }) => sum + customers, 0)
  const money = segments.reduce((sum, { fen }) => sum + fen, 0)
  const columns: FigureColumn[] = [
    { title: t('value_rfm.segment'), kind: 'words' },
    { title: t('value_rfm.customers'), kind: 'count' },
    { title: t('value_rfm.share'), kind: 'share' },
    { title: t('value_rfm.net'), help: t('value_rfm.net_help'), kind: 'money' },
    { title: t('value_rfm.net_share'), kind: 'share' },
    { title: t('value_rfm.net_each'), kind: 'money' },
  ]
  const rows: TableRow[] = segments.map(({ segment, customers, fen }) => ({
    key: segment,
    cells: [
      t(`calc_segment.${segment}`),
      customers,
      all > 0 ? customers / all : null,
      fen,
      money > 0 ? fen / money : null,
      customers > 0 ? fen / customers : null,
    ],
    behind: [undefined, { analysis: 'rfm', question, cell: { segment } }],
    isSmall: isFew(customers),
  }))
  const cutColumns: FigureColumn[] = [
    { title: t('value_rfm.score'), kind: 'words' },
    ...[2, 3, 4, 5].map((score): FigureColumn => ({ title: String(score), kind: 'words' })),
  ]
  const cutRows: TableRow[] = cuts
    ? [
        {
          key: 'r',
          cells: [t('value_rfm.r'), ...cuts.r.map((days) => t('value_rfm.at_most_days', { days }))],
        },
        {
          key: 'f',
          cells: [t('value_rfm.f'), ...cuts.f.map((from) => t('value_rfm.at_least', { from }))],
        },
        {
          key: 'm',
          cells: [
            t('value_rfm.m'),
            ...cuts.m.map((from) => t('value_rfm.at_least', { from: write('money', from) })),
          ],
        },
      ]
    : []
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={
          answer.taken_at ? (
            <>
              {t('value_rfm.kept')} <When at={answer.taken_at} />
              {answer.again_at && (
                <>
                  {' · '}
                  {t('value_rfm.again')} <When at={answer.again_at} />
                </>
              )}
            </>
          ) : (
            t('value_rfm.not_kept')
          )
        }
        action={
          !answer.taken_at && (
            <ButtonLink to="/audiences/templates">{t('value_rfm.make')}</ButtonLink>
          )
        }
      />
      <Grid cells={cells} question={question} />
      <Panel>
        <TrendChart
          title={t('value_rfm.chart')}
          kind="bar"
          height={260}
          axis={t('value_rfm.segment')}
          labels={segments.map(({ segment }) => t(`calc_segment.${segment}`))}
          series={[
            {
              key: 'customers',
              name: t('value_rfm.customers'),
              values: segments.map(({ customers }) => customers),
            },
          ]}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable title={t('value_rfm.table')} columns={columns} rows={rows} />
      {cuts && <FigureTable title={t('value_rfm.cuts')} columns={cutColumns} rows={cutRows} />}
    </>
  )
}

/** R downwards, F to the right; each cell its customers and what they brought on average. */
function Grid(props: { cells: RfmAnswer['cells']; question: RfmQuestion }) {
  const t = useTexts()
  const write = useWriting()
  const { cells, question } = props
  const sums = new Map<string, { customers: number; fen: number }>()
  for (const { r, f, customers, fen } of cells) {
    const one = sums.get(`${r} ${f}`) ?? { customers: 0, fen: 0 }
    sums.set(`${r} ${f}`, { customers: one.customers + customers, fen: one.fen + fen })
  }
  const most = Math.max(1, ...[...sums.values()].map(({ customers }) => customers))
  return (
    <Panel flush title={<Meaning title={t('value_rfm.grid')} help={t('value_rfm.grid_help')} />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
      <section className={own.wide} aria-label={t('value_rfm.grid')} tabIndex={0}>
        <table className={own.grid}>
          <thead>
            <tr>
              <th scope="col">{t('value_rfm.corner')}</th>
              {SCORES.toReversed().map((f) => (
                <th key={f} scope="col">
                  F{f}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {SCORES.map((r) => (
              <tr key={r}>
                <th scope="row">R{r}</th>
                {SCORES.toReversed().map((f) => {
                  const cell = sums.get(`${r} ${f}`)
                  if (!cell) return <td key={f} className={own.none} />
                  const part = Math.round((cell.customers / most) * 46)
                  return (
                    <td
                      key={f}
                      style={{
                        background: `color-mix(in srgb, var(--ant-color-primary) ${part}%, transparent)`,
                      }}
                    >
                      <Opening
                        figure={{ analysis: 'rfm', question, cell: { r, f } }}
                        title={`R${r} F${f}`}
                      >
                        {write('count', cell.customers)}
                      </Opening>
                      <span className={own.aside}>{write('money', cell.fen / cell.customers)}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}
