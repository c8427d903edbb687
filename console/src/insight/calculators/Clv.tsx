import { Alert, Form, Select } from 'antd'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { askFit, askOutlook, type Fit, type Outlook } from './api.ts'
import { Calculator, Lines, NumberField, ResultTable, rounded } from './Calculator.tsx'
import { readRows } from './lines.ts'

interface Fields {
  unit: 'day' | 'week' | 'month'
  rows: string
  margin: number
}
interface Found {
  fit: Fit
  outlook: Outlook
  rows: number[][]
}

const EXAMPLE = [
  '1, 16, 142, 106',
  '1, 95, 253, 85',
  '1, 46, 295, 306',
  '1, 3, 169, 123',
  '0, 0, 205',
  '1, 218, 285, 90',
  '0, 0, 251',
  '33, 294, 295, 821',
  '2, 133, 141, 242',
  '3, 108, 214, 290',
  '0, 0, 133',
  '6, 146, 266, 153',
  '4, 171, 246, 182',
  '1, 80, 214, 347',
  '1, 23, 285, 64',
  '0, 0, 235',
  '3, 137, 186, 615',
  '3, 49, 205, 223',
  '1, 22, 128, 117',
  '1, 67, 298, 193',
].join('\n')
/** So many customers are predicted and shown; the fit takes all. */
const MOST_SHOWN = 100
const readBuyers = (text: string) => readRows(text, 3, 4)

export function Clv() {
  const t = useTexts()
  return (
    <Calculator<Fields, Found>
      name="clv"
      formula={t('calc_clv.formula')}
      example={{ unit: 'day', rows: EXAMPLE, margin: 100 }}
      ask={async ({ unit, rows, margin }) => {
        const read = readBuyers(rows)
        const buyers = read.map(([frequency = 0, recency = 0, T = 0, monetary]) => ({
          frequency,
          recency,
          T,
          ...(monetary !== undefined && { monetary }),
        }))
        const fit = await askFit({ rows: buyers })
        const outlook = await askOutlook({
          ...fit,
          rows: buyers.slice(0, MOST_SHOWN),
          time_unit: unit,
          margin: margin / 100,
        })
        return { fit, outlook, rows: read }
      }}
      fields={
        <>
          <Form.Item name="unit" label={t('calc_clv.unit')}>
            <Select
              options={(['day', 'week', 'month'] as const).map((unit) => ({
                value: unit,
                label: t(`calc_unit.${unit}`),
              }))}
            />
          </Form.Item>
          <Lines
            name="rows"
            label={t('calc_clv.rows')}
            words={t('calc_clv.rows_words')}
            rows={12}
            read={readBuyers}
          />
          <NumberField name="margin" label={t('calc_clv.margin')} max={100} />
        </>
      }
      result={(found) => <Result found={found} />}
    />
  )
}

function Result({ found }: { found: Found }) {
  const t = useTexts()
  const { bg_nbd: orders, gamma_gamma: value, notes } = found.fit
  const notices = [
    ...notes.map((note) => t(`calc_clv_note.${note}`)),
    ...(orders.at_edge || value?.at_edge ? [t('calc_clv.at_edge')] : []),
  ]
  const parameters = [
    ['r', orders.r],
    ['α', orders.alpha],
    ['a', orders.a],
    ['b', orders.b],
    ...(value
      ? ([
          ['p', value.p],
          ['q', value.q],
          ['v', value.v],
        ] as const)
      : []),
  ] as const
  return (
    <>
      {notices.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('calc_clv.careful')}
          description={notices.map((words) => <div key={words}>{words}</div>)}
        />
      )}
      <FigureRow label={t('calculator.result')}>
        {found.outlook.totals.map((total) => (
          <Figure
            key={total.days}
            title={t('calc_clv.within', { count: total.days })}
            definition={t('calc_clv.within_words')}
            value={Number(total.orders.toPrecision(4))}
            isEstimate
            beside={
              total.value === null
                ? undefined
                : t('calc_clv.worth', { value: rounded(Math.round(total.value)) })
            }
          />
        ))}
      </FigureRow>
      <ResultTable
        title={t('calc_clv.customers')}
        columns={[
          t('calc_clv.row'),
          t('calc_clv.past'),
          t('calc_clv.alive'),
          t('calc_clv.order_value'),
          ...found.outlook.totals.map(({ days }) => t('calc_clv.orders_within', { count: days })),
          t('calc_clv.value_last'),
        ]}
        rows={found.outlook.rows.map((row, i) => [
          String(i + 1),
          (found.rows[i] ?? []).slice(0, 3).join(' / '),
          percent(row.alive),
          row.order_value === null ? t('value.none') : rounded(Number(row.order_value.toFixed(2))),
          ...row.horizons.map((horizon) => horizon.orders.toFixed(2)),
          lastValue(row.horizons) ?? t('value.none'),
        ])}
      />
      <ResultTable
        title={t('calc_clv.parameters')}
        columns={[...parameters.map(([name]) => name), 'ln L', t('calc_clv.gradient')]}
        rows={[
          [
            ...parameters.map(([, parameter]) => rounded(Number(parameter.toPrecision(5)))),
            orders.log_likelihood.toFixed(4),
            orders.gradient.toExponential(1),
          ],
        ]}
      />
    </>
  )
}

function lastValue(horizons: { value: number | null }[]): string | undefined {
  const value = horizons.at(-1)?.value
  return typeof value === 'number' ? rounded(Number(value.toFixed(2))) : undefined
}
