import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { askGini, type Gini as Found } from './api.ts'
import { Calculator, Lines, NumberField, ResultTable } from './Calculator.tsx'
import { readNumbers } from './lines.ts'

interface Fields {
  values: string
  zeros: number
  share: number
}
const EXAMPLE: Fields = { values: '50, 20, 10, 5, 5, 4, 3, 2, 1', zeros: 1, share: 80 }

export function Gini() {
  const t = useTexts()
  return (
    <Calculator<Fields, Found>
      name="gini"
      formula={t('calc_gini.formula')}
      example={EXAMPLE}
      ask={({ values, zeros, share }) =>
        askGini({ values: readNumbers(values), zeros, share: share / 100 })
      }
      fields={
        <>
          <Lines
            name="values"
            label={t('calc_gini.values')}
            words={t('calc_gini.values_words')}
            read={readNumbers}
          />
          <NumberField name="zeros" label={t('calc_gini.zeros')} />
          <NumberField name="share" label={t('calc_gini.share')} min={1} max={100} />
        </>
      }
      result={(found) => <Result found={found} />}
    />
  )
}

function Result({ found }: { found: Found }) {
  const t = useTexts()
  const labels = found.lorenz.map(({ customers }) => `${Math.round(customers * 100)}%`)
  const points = (values: number[]) => values.map((value) => Math.round(value * 1000) / 10)
  return (
    <>
      <FigureRow label={t('calculator.result')}>
        <Figure
          title={t('calc_gini.gini')}
          definition={t('calc_gini.formula')}
          value={found.gini === null ? null : Number(found.gini.toFixed(3))}
        />
        {found.fewest && (
          <Figure
            title={t('calc_gini.fewest', { share: percent(found.fewest.share) })}
            definition={t('calc_gini.fewest_words')}
            value={found.fewest.customers}
            beside={t('calc_gini.of_all', { share: percent(found.fewest.of_all) })}
          />
        )}
        <Figure
          title={t('calc_gini.customers')}
          definition={t('calc_gini.customers_words')}
          value={found.n}
          beside={t('calc_gini.with_nothing', { count: found.zeros })}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('calc_gini.chart')}
          definition={t('calc_gini.chart_words')}
          axis={t('calc_gini.axis')}
          most={100}
          labels={labels}
          series={[
            {
              key: 'lorenz',
              name: t('calc_gini.actual'),
              values: points(found.lorenz.map(({ value }) => value)),
            },
            {
              key: 'even',
              name: t('calc_gini.even'),
              colour: 4,
              values: points(found.lorenz.map(({ customers }) => customers)),
            },
          ]}
        />
      </Panel>
      <ResultTable
        title={t('calc_gini.top')}
        columns={[t('calc_gini.top_share'), t('calc_gini.customers'), t('calc_gini.brings')]}
        rows={found.top.map(({ q, customers, share }) => [
          percent(q),
          String(customers),
          share === null ? t('value.none') : percent(share),
        ])}
      />
    </>
  )
}
