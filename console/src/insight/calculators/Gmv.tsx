import { useMemo } from 'react'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Waterfall } from '../Waterfall.tsx'
import { askGmv, type Factors, type Gmv as Found } from './api.ts'
import { Calculator, NumberField, Pair, ResultTable, rounded } from './Calculator.tsx'
import styles from './Calculators.module.css'

const FACTORS = [
  'visitors',
  'conversion_rate',
  'order_value',
  'fission_rate',
  'ltv_multiple',
] as const
type Given = { [Key in keyof Factors]?: number | null }
interface Fields {
  now: Given & { gmv?: number | null }
  before: Given
}

/** Rates are typed as percentages. */
const RATES = new Set<string>(['conversion_rate', 'fission_rate'])
const EXAMPLE: Fields = {
  now: {
    visitors: 120_000,
    conversion_rate: 2.7,
    order_value: 130,
    fission_rate: 25,
    ltv_multiple: 1.5,
  },
  before: {
    visitors: 100_000,
    conversion_rate: 3,
    order_value: 120,
    fission_rate: 10,
    ltv_multiple: 1.4,
  },
}

function sent(given: Given): Partial<Factors> {
  return Object.fromEntries(
    FACTORS.flatMap((name) => {
      const value = given[name]
      return typeof value === 'number' ? [[name, RATES.has(name) ? value / 100 : value]] : []
    }),
  )
}

export function Gmv() {
  const t = useTexts()
  return (
    <Calculator<Fields, Found>
      name="gmv"
      formula={t('calc_gmv.formula')}
      example={EXAMPLE}
      ask={({ now, before }) => {
        const old = sent(before)
        const isWhole = FACTORS.every((name) => old[name] !== undefined)
        return askGmv({
          factors: { ...sent(now), ...(typeof now.gmv === 'number' && { gmv: now.gmv }) },
          ...(isWhole && { before: old as Factors }),
        })
      }}
      fields={
        <>
          <p className={styles.formula}>{t('calc_gmv.one_missing')}</p>
          {FACTORS.map((name) => (
            <Pair key={name}>
              <NumberField name={['now', name]} label={t(`calc_factor.${name}`)} optional />
              <NumberField
                name={['before', name]}
                label={t('calc_gmv.before', { factor: t(`calc_factor.${name}`) })}
                optional
              />
            </Pair>
          ))}
          <NumberField name={['now', 'gmv']} label="GMV" optional />
        </>
      }
      result={(found) => <Result found={found} />}
    />
  )
}

function Result({ found }: { found: Found }) {
  const t = useTexts()
  const { change, solved } = found
  const solvedFactor = solved === null || solved === 'gmv' ? undefined : solved
  return (
    <>
      <FigureRow label={t('calculator.result')}>
        <Figure
          title="GMV"
          definition={t('calc_gmv.formula')}
          value={Math.round(found.gmv * 100) / 100}
          change={
            change ? { from: change.before, good: 'up', against: t('calc_gmv.against') } : undefined
          }
        />
        {solvedFactor && (
          <Figure
            title={t('calc_gmv.solved', { factor: t(`calc_factor.${solvedFactor}`) })}
            definition={t('calc_gmv.solved_words')}
            value={
              RATES.has(solvedFactor)
                ? found.factors[solvedFactor]
                : Number(found.factors[solvedFactor].toPrecision(6))
            }
            unit={RATES.has(solvedFactor) ? 'percent' : 'count'}
          />
        )}
      </FigureRow>
      {change && <ChangeOf change={change} />}
    </>
  )
}

function ChangeOf({ change }: { change: NonNullable<Found['change']> }) {
  const t = useTexts()
  const names = change.factors.map(({ factor }) => t(`calc_factor.${factor}`))
  const drawn = useMemo(
    () => ({
      labels: [
        t('calc_gmv.was'),
        ...change.factors.map(({ factor }) => t(`calc_step.${factor}`)),
        t('calc_gmv.is'),
      ],
      before: change.before,
      steps: change.factors.map(({ lmdi }) => lmdi),
    }),
    [change, t],
  )
  const rows = change.factors.map((one, i) => [
    names[i] ?? '',
    written(one.factor, one.before),
    written(one.factor, one.after),
    rounded(one.lmdi),
    rounded(one.shapley),
    rounded(one.chain),
  ])
  const sum = (of: (one: (typeof change.factors)[number]) => number) =>
    rounded(change.factors.reduce((all, one) => all + of(one), 0))
  return (
    <>
      <Panel>
        <Waterfall
          title={t('calc_gmv.chart')}
          definition={t('calc_gmv.chart_words')}
          columns={[t('calc_gmv.factor'), t('calc_gmv.part')]}
          drawn={drawn}
        />
      </Panel>
      <ResultTable
        title={t('calc_gmv.table')}
        columns={[
          t('calc_gmv.factor'),
          t('calc_gmv.was'),
          t('calc_gmv.is'),
          'LMDI',
          'Shapley',
          t('calc_gmv.chain'),
        ]}
        rows={[
          ...rows,
          [
            t('calc_gmv.sum'),
            '',
            '',
            sum((one) => one.lmdi),
            sum((one) => one.shapley),
            sum((one) => one.chain),
          ],
        ]}
      />
    </>
  )
}

function written(factor: string, value: number | null): string {
  if (value === null) return '—'
  return RATES.has(factor) ? percent(value) : rounded(value)
}
