import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { exactNumber, percent } from '../../format/number.ts'
import { useLanguage, useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip, Chips } from '../../ui/Chip.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import tableStyles from '../FigureTable.module.css'
import { Small, TakeButtons } from '../FigureTable.tsx'
import { isFew } from '../figures.ts'
import { InsightFrame } from '../InsightFrame.tsx'
import { Asked } from './Asked.tsx'
import {
  addBenchmark,
  BENCHMARKS,
  type Benchmark,
  benchmarksQuery,
  type NewBenchmark,
  removeBenchmark,
} from './api.ts'
import styles from './Scores.module.css'

const EVIDENCE = ['claimed', 'survey', 'measured'] as const
const UNITS = ['share', 'hours', 'minutes'] as const
const TONE = { claimed: 'warning', survey: 'info', measured: 'good' } as const

export function BenchmarksPage() {
  const query = useQuery(benchmarksQuery)
  return (
    <InsightFrame code="benchmarks">
      <Asked query={query}>{(found) => <Found found={found} />}</Asked>
    </InsightFrame>
  )
}

function Found({ found }: { found: { items: Benchmark[]; as_of: string } }) {
  const t = useTexts()
  const language = useLanguage()
  const mayWrite = useMay('audiences:write')
  const [isAdding, setAdding] = useState(false)
  const said = (value: number, unit: Benchmark['unit']) =>
    unit === 'share'
      ? value < 0.001
        ? `${value * 100}%`
        : percent(value)
      : t(`benchmark_unit.${unit}`, { value: exactNumber(value) })
  const columns = [
    t('benchmarks.what'),
    t('benchmarks.theirs'),
    t('benchmarks.ours'),
    t('benchmarks.evidence'),
    t('benchmarks.source'),
  ]
  return (
    <div className={styles.stack}>
      <p className={styles.words}>{t('benchmarks.words')}</p>
      <Panel
        flush
        title={t('benchmarks.table')}
        extra={
          <span className={styles.actions}>
            {mayWrite && (
              <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
                {t('benchmarks.add')}
              </Button>
            )}
            <TakeButtons
              title={t('benchmarks.table')}
              columns={columns.map((title) => ({ title, kind: 'words' }))}
              rows={found.items.map((b) => ({
                key: b.code,
                cells: [
                  b.name[language],
                  said(b.value, b.unit),
                  [b.own, b.own?.beside]
                    .flatMap((one) =>
                      one?.value == null
                        ? []
                        : [
                            [b.own?.beside && one.name?.[language], said(one.value, b.unit)]
                              .filter(Boolean)
                              .join(' '),
                          ],
                    )
                    .join(' / ') || null,
                  t(`benchmark_evidence.${b.evidence}`),
                  `${b.source[language]}, ${b.year}`,
                ],
              }))}
            />
          </span>
        }
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
        <section className={tableStyles.wide} aria-label={t('benchmarks.table')} tabIndex={0}>
          <table className={`${tableStyles.table} ${styles.benchmarks}`}>
            <thead>
              <tr>
                {columns.map((title, i) => (
                  <th key={title} scope="col" data-kind={i === 1 || i === 2 ? 'number' : 'words'}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.items.map((b) => (
                <Row key={b.code} benchmark={b} said={said} />
              ))}
            </tbody>
          </table>
        </section>
      </Panel>
      <p className={styles.quiet}>
        {t('insight.as_of')} <When at={found.as_of} />
      </p>
      {isAdding && <Add onClose={() => setAdding(false)} />}
    </div>
  )
}

function Row(props: {
  benchmark: Benchmark
  said: (value: number, unit: Benchmark['unit']) => string
}) {
  const t = useTexts()
  const language = useLanguage()
  const queryClient = useQueryClient()
  const { benchmark: b, said } = props
  const removing = useMutation({
    mutationFn: removeBenchmark,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: BENCHMARKS }),
  })
  const { own, id } = b
  return (
    <tr>
      <th scope="row">
        {b.name[language]}
        {own?.differs && <div className={styles.quiet}>{own.differs[language]}</div>}
        {b.missing && <div className={styles.quiet}>{b.missing[language]}</div>}
      </th>
      <td data-kind="number">{said(b.value, b.unit)}</td>
      <td data-kind="number">
        {own ? (
          <>
            {own.beside && own.name && <small>{own.name[language]} </small>}
            {own.value === null ? '—' : said(own.value, b.unit)}
            {own.value !== null && own.cases !== null && isFew(own.cases) && <Small />}
            {own.beside && (
              <div>
                <small>{own.beside.name[language]} </small>
                {own.beside.value === null ? '—' : said(own.beside.value, b.unit)}
                {own.beside.value !== null &&
                  own.beside.cases !== null &&
                  isFew(own.beside.cases) && <Small />}
              </div>
            )}
          </>
        ) : (
          <span className={styles.quiet}>{t('benchmarks.nothing')}</span>
        )}
      </td>
      <td data-kind="words">
        <Chips>
          <Chip tone={TONE[b.evidence]} title={t(`benchmark_evidence_words.${b.evidence}`)}>
            {t(`benchmark_evidence.${b.evidence}`)}
          </Chip>
          {!b.is_read && <Chip title={t('benchmarks.quoted_words')}>{t('benchmarks.quoted')}</Chip>}
        </Chips>
      </td>
      <td data-kind="words" className={styles.source}>
        {b.url ? (
          <a href={b.url} target="_blank" rel="noreferrer">
            {b.source[language]}
          </a>
        ) : (
          b.source[language]
        )}
        , {b.year}
        {id && (
          <Button type="link" size="small" danger onClick={() => removing.mutate(id)}>
            {t('benchmarks.remove')}
          </Button>
        )}
      </td>
    </tr>
  )
}

function Add(props: { onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  return (
    <FormDialog<NewBenchmark>
      title={t('benchmarks.add')}
      okText={t('action.save')}
      words={t('benchmarks.add_words')}
      initial={{ unit: 'share', evidence: 'claimed', year: new Date().getFullYear() }}
      save={({ value, unit, url, ...rest }) =>
        addBenchmark({
          ...rest,
          unit,
          value: unit === 'share' ? value / 100 : value,
          ...(url && { url }),
        })
      }
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: BENCHMARKS })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('benchmarks.what')}
        rules={[{ required: true, message: t('benchmarks.what') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="unit" label={t('benchmarks.unit')}>
        <Segmented
          options={UNITS.map((value) => ({ value, label: t(`benchmark_units.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="value"
        label={t('benchmarks.value')}
        rules={[{ required: true, message: t('benchmarks.value') }]}
      >
        <InputNumber min={0} style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="evidence" label={t('benchmarks.evidence')}>
        <Segmented
          options={EVIDENCE.map((value) => ({ value, label: t(`benchmark_evidence.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="source"
        label={t('benchmarks.source')}
        rules={[{ required: true, message: t('benchmarks.source') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="year" label={t('benchmarks.year')}>
        <InputNumber min={1990} max={2100} />
      </Form.Item>
      <Form.Item name="url" label={t('benchmarks.url')}>
        <Input maxLength={500} placeholder="https://" />
      </Form.Item>
    </FormDialog>
  )
}
