import { Form, Select } from 'antd'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Panel } from '../../ui/Page.tsx'
import { askAttribution, type Attribution as Found, type Model } from './api.ts'
import { Calculator, Lines, ResultTable, rounded } from './Calculator.tsx'
import { readPaths } from './lines.ts'

const MODELS = [
  'markov',
  'shapley',
  'first',
  'last',
  'linear',
  'position',
  'time_decay',
] as const satisfies readonly Model[]
/** A chart stays readable with so many bars. */
const MOST_BARS = 12

interface Fields {
  model: Model
  paths: string
}

export function Attribution() {
  const t = useTexts()
  return (
    <Calculator<Fields, Found>
      name="attribution"
      formula={t('calc_attribution.formula')}
      example={{ model: 'markov', paths: t('calc_attribution.example') }}
      ask={({ model, paths }) => askAttribution({ model, paths: readPaths(paths) })}
      fields={
        <>
          <Form.Item name="model" label={t('calc_attribution.model')}>
            <Select
              options={MODELS.map((model) => ({
                value: model,
                label: t(`calc_model.${model}`),
              }))}
            />
          </Form.Item>
          <Lines
            name="paths"
            label={t('calc_attribution.paths')}
            words={t('calc_attribution.paths_words')}
            read={readPaths}
          />
        </>
      }
      result={(found) => <Result found={found} />}
    />
  )
}

function Result({ found }: { found: Found }) {
  const t = useTexts()
  const bars = found.channels.slice(0, MOST_BARS)
  const isMarkov = found.model === 'markov'
  return (
    <>
      <Panel>
        <TrendChart
          title={t('calc_attribution.chart')}
          kind="bar"
          axis={t('calc_attribution.channel')}
          labels={bars.map(({ channel }) => channel)}
          series={[
            {
              key: 'conversions',
              name: t('calc_attribution.conversions'),
              values: bars.map(({ conversions }) => Number(conversions.toPrecision(5))),
            },
          ]}
        />
      </Panel>
      <ResultTable
        title={t('calc_attribution.table')}
        columns={[
          t('calc_attribution.channel'),
          t('calc_attribution.conversions'),
          t('calc_attribution.share'),
          t('calc_attribution.value'),
          ...(isMarkov ? [t('calc_attribution.removal')] : []),
        ]}
        rows={found.channels.map((one) => [
          one.channel,
          rounded(one.conversions),
          percent(one.share),
          rounded(one.value),
          ...(isMarkov ? [percent(one.removal_effect ?? 0)] : []),
        ])}
      />
    </>
  )
}
