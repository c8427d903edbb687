import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber } from 'antd'
import { type ReactNode, useState } from 'react'
import { exactNumber, percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import styles from './Calculators.module.css'
import { LineProblem } from './lines.ts'

/** Fields on the left, what they come to on the right; it begins with an example. */
export function Calculator<Fields extends object, Found>(props: {
  name: string
  /** How it is reckoned, in a line. */
  formula: string
  example: Fields
  ask: (fields: Fields) => Promise<Found>
  fields: ReactNode
  result: (found: Found) => ReactNode
}) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const [asked, setAsked] = useState<Fields>(props.example)
  const found = useQuery({
    queryKey: ['calculator', props.name, asked],
    queryFn: () => props.ask(asked),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return (
    <div className={styles.halves}>
      <Panel title={t('calculator.yours')}>
        <p className={styles.formula}>{props.formula}</p>
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={props.example}
          onFinish={(fields) => setAsked(fields)}
        >
          {props.fields}
          <Button type="primary" htmlType="submit" loading={found.isFetching}>
            {t('calculator.run')}
          </Button>
        </Form>
      </Panel>
      <div className={styles.result} aria-live="polite">
        {found.error && <ErrorNote error={found.error} />}
        {!found.error && found.data === undefined && (
          <Panel>
            <SkeletonLines lines={8} />
          </Panel>
        )}
        {!found.error && found.data !== undefined && props.result(found.data)}
      </div>
    </div>
  )
}

/** Rows pasted from a spreadsheet; a line that cannot be read is named under them. */
export function Lines(props: {
  name: string
  label: string
  words: string
  rows?: number
  read: (text: string) => unknown[]
}) {
  const t = useTexts()
  const { read } = props
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      extra={props.words}
      rules={[
        {
          validator: async (_, text: string) => {
            const problem = problemOf(read, text ?? '')
            if (problem === 0) throw new Error(t('calculator.no_rows'))
            if (problem !== undefined) throw new Error(t('calculator.bad_line', { line: problem }))
          },
        },
      ]}
    >
      <Input.TextArea rows={props.rows ?? 8} spellCheck={false} />
    </Form.Item>
  )
}

/** The line that cannot be read, 0 when there is none at all. */
function problemOf(read: (text: string) => unknown[], text: string): number | undefined {
  try {
    return read(text).length === 0 ? 0 : undefined
  } catch (problem) {
    if (problem instanceof LineProblem) return problem.line
    throw problem
  }
}

export function NumberField(props: {
  name: string | string[]
  label: string
  min?: number
  max?: number
  step?: number
  optional?: boolean
  words?: string
}) {
  const t = useTexts()
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      extra={props.words}
      rules={props.optional ? [] : [{ required: true, message: t('calculator.needed') }]}
    >
      <InputNumber<number>
        style={{ width: '100%' }}
        min={props.min ?? 0}
        max={props.max}
        step={props.step}
      />
    </Form.Item>
  )
}

export function Pair(props: { children: ReactNode }) {
  return <div className={styles.pair}>{props.children}</div>
}

export function ResultTable(props: {
  title: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
}) {
  return (
    <Panel title={props.title} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what scrolls */}
      <section className={styles.table} tabIndex={0} aria-label={props.title}>
        <table aria-label={props.title}>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are a list of results without names
              <tr key={at}>
                {row.map((cell, column) => (
                  <td key={props.columns[column]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

/** To six digits, or two decimals: more would be noise of the method. */
export const rounded = (value: number) =>
  exactNumber(
    Math.abs(value) >= 1000 ? Math.round(value * 100) / 100 : Number(value.toPrecision(6)),
  )

export const range = (interval: { low: number; high: number }, write: (value: number) => string) =>
  `${write(interval.low)} – ${write(interval.high)}`

export const chanceWords = (p: number) =>
  p < 0.0001 ? '< 0.01%' : p < 0.01 ? `${(100 * p).toFixed(2)}%` : percent(p)
