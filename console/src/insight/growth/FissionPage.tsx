// How customers bring customers: K, how long it takes, layer by layer, the branches, and what looks bought.
import { Checkbox } from 'antd'
import { useCallback, useMemo } from 'react'
import { EventField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import type { EventPattern, Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Chart } from '../../ui/Chart.tsx'
import type { Look } from '../../ui/chart/look.ts'
import { tip } from '../../ui/chart/tip.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isPattern, isRule, readAsked } from '../asked.ts'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { asQuestion } from '../pattern.ts'
import { Field } from '../QuestionFields.tsx'
import { isCount, NumberField, Whose } from '../value/fields.tsx'
import { askFission, type FissionAnswer, type FissionQuestion } from './api.ts'
import { FissionTables } from './FissionTables.tsx'
import { heightOf, type Leaf, leafOf, leavesOf, treeOption } from './tree.ts'

interface Draft {
  of?: EventPattern
  window_days: number
  branches: number
  /** The customer whose branches are drawn. */
  source?: number
  who?: Rule
}

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { window_days: 30, branches: 8 },
    {
      of: isPattern,
      window_days: (value) => isCount(value) && Number(value) <= 365,
      branches: (value) => isCount(value) && Number(value) >= 2 && Number(value) <= 30,
      source: isCount,
      who: isRule,
    },
  )
const question = ({ of, who, ...asked }: Draft, days: Days): FissionQuestion => ({
  ...{ ...asked, date_from: days.from, date_to: days.to },
  ...(of && { of: asQuestion(of) }),
  ...(who && { who: who as NonNullable<FissionQuestion['who']> }),
})

export const fissionAnalysis: Analysis<Draft, FissionQuestion, FissionAnswer> = {
  code: 'fission',
  since: 'last_90',
  read,
  question,
  ask: askFission,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function FissionPage() {
  return <AnalysisPage {...fissionAnalysis} />
}

const EVERYBODY: EventPattern = { any_of: [{ event: 'page_viewed', where: [] }] }

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('fission.of')} hint={t('fission.of_hint')}>
        <Checkbox
          checked={draft.of !== undefined}
          onChange={({ target }) => {
            const { of: _, ...rest } = draft
            onChange(target.checked ? { ...rest, of: EVERYBODY } : rest)
          }}
        >
          {t('fission.of_given')}
        </Checkbox>
        {draft.of && (
          <EventField pattern={draft.of} onChange={(of) => onChange({ ...draft, of })} />
        )}
      </Field>
      <NumberField
        label={t('fission.window')}
        hint={t('fission.window_hint')}
        value={draft.window_days}
        min={1}
        max={365}
        suffix={t('value_unit.days')}
        onChange={(window_days) => onChange({ ...draft, window_days })}
      />
      <NumberField
        label={t('fission.branches')}
        hint={t('fission.branches_hint')}
        value={draft.branches}
        min={2}
        max={30}
        onChange={(branches) => onChange({ ...draft, branches })}
      />
      <Whose draft={draft} onChange={onChange} />
    </div>
  )
}

const two = (value: number) => value.toFixed(2)

function Answered(props: Answer<Draft, FissionQuestion, FissionAnswer>) {
  const t = useTexts()
  const { answer, question, draft, onChange } = props
  const { k, fission_rate, cycle, suspects, tree } = answer
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('fission.k')}
          definition={t('fission.k_help')}
          formula={t('fission.k_formula')}
          value={k?.k ?? null}
          write={two}
          {...(k && { range: { low: k.interval.low, high: k.interval.high } })}
          beside={
            k &&
            (k.amplification === null
              ? t('fission.endless')
              : t('fission.amplified', { times: two(k.amplification) }))
          }
        />
        <Figure
          title={t('fission.rate')}
          definition={t('fission.rate_help')}
          formula={t('fission.rate_formula')}
          value={fission_rate.rate}
          unit="percent"
          beside={`${exactNumber(fission_rate.newcomers)} ÷ ${exactNumber(fission_rate.seeds)}`}
        />
        <Figure
          title={t('fission.cycle')}
          definition={t('fission.cycle_help')}
          value={cycle.share_hours}
          write={(hours) => t('fission.hours', { hours: hours.toFixed(1) })}
          beside={
            cycle.join_days === null
              ? undefined
              : t('fission.join', { days: cycle.join_days.toFixed(1) })
          }
        />
        <Figure
          title={t('fission.suspects')}
          definition={t('fission.suspects_help')}
          value={suspects.share}
          unit="percent"
          beside={
            suspects.unknown_sharer > 0
              ? t('fission.unknown', { count: suspects.unknown_sharer })
              : undefined
          }
        />
      </FigureRow>
      {tree ? (
        <Panel>
          <Tree tree={tree} onSource={(source) => onChange({ ...draft, source })} />
        </Panel>
      ) : (
        <Panel>
          <EmptyState compact title={t('fission.nobody')}>
            {t('fission.nobody_words')}
          </EmptyState>
        </Panel>
      )}
      <Sources answer={answer} question={question} draft={draft} onChange={onChange} />
      <FissionTables answer={answer} question={question} />
    </>
  )
}

function Tree(props: {
  tree: NonNullable<FissionAnswer['tree']>
  onSource: (customer: number) => void
}) {
  const t = useTexts()
  const { tree } = props
  const leaf = useMemo(
    () =>
      leafOf(
        tree,
        (customer) => `#${customer}`,
        (count) => t('fission.rest', { count }),
      ),
    [tree, t],
  )
  const leaves = useMemo(() => leavesOf(leaf), [leaf])
  const option = useCallback(
    (look: Look) =>
      treeOption(
        leaf,
        (own: Leaf) =>
          tip(own.name, [
            { name: t('fission.recruits'), value: exactNumber(own.recruits) },
            { name: t('fission.descendants'), value: exactNumber(own.descendants) },
          ]),
        look,
      ),
    [leaf, t],
  )
  return (
    <Chart
      title={t('fission.tree', { customer: tree.customer_id })}
      definition={t('fission.tree_help')}
      description={t('fission.tree', { customer: tree.customer_id })}
      height={heightOf(leaf)}
      option={option}
      table={{
        columns: [t('fission.customer'), t('fission.recruits'), t('fission.descendants')],
        rows: leaves.map(({ name, recruits, descendants }) => [name, recruits, descendants]),
      }}
      onOpen={({ at }) => {
        const customer = leaves[at]?.customer
        if (customer !== undefined && customer !== tree.customer_id) props.onSource(customer)
      }}
    />
  )
}

function Sources(props: {
  answer: FissionAnswer
  question: FissionQuestion
  draft: Draft
  onChange: (draft: Draft) => void
}) {
  const t = useTexts()
  const { answer, question, draft, onChange } = props
  const columns: FigureColumn[] = [
    { title: t('fission.customer'), kind: 'words' },
    { title: t('fission.recruits'), help: t('fission.recruits_help'), kind: 'count' },
    { title: t('fission.descendants'), help: t('fission.descendants_help'), kind: 'count' },
    { title: t('fission.depth'), help: t('fission.depth_help'), kind: 'count' },
    { title: t('fission.share_of'), help: t('fission.share_of_help'), kind: 'share' },
  ]
  const all = answer.fission_rate.newcomers
  const rows: TableRow[] = answer.sources.map((one) => ({
    key: String(one.customer_id),
    cells: [
      `#${one.customer_id}`,
      one.recruits,
      one.descendants,
      one.depth,
      all > 0 ? one.descendants / all : null,
    ],
    behind: [
      ...[undefined, undefined],
      { analysis: 'fission', question, cell: { is: 'descendants', source: one.customer_id } },
    ],
    isSmall: isFew(all),
  }))
  if (rows.length === 0) return null
  const chosen = answer.tree?.customer_id
  const listed = answer.sources.map(({ customer_id }) => customer_id)
  // Who was chosen in the drawing may have begun nothing herself.
  const drawable = chosen === undefined || listed.includes(chosen) ? listed : [chosen, ...listed]
  return (
    <FigureTable
      title={
        answer.further_sources > 0
          ? t('fission.sources_of', { count: answer.further_sources })
          : t('fission.sources')
      }
      columns={columns}
      rows={rows}
      extra={
        <Choose
          label={t('fission.draw')}
          value={String(draft.source ?? answer.tree?.customer_id ?? '')}
          options={drawable.map((customer) => ({
            value: String(customer),
            label: t('fission.tree', { customer }),
          }))}
          onChange={(customer) => onChange({ ...draft, source: Number(customer) })}
        />
      }
    />
  )
}
