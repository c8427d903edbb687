import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Panel } from '../../ui/Page.tsx'
import { askRfm, type Rfm as Found } from './api.ts'
import { Calculator, Lines, ResultTable, rounded } from './Calculator.tsx'
import { readRows } from './lines.ts'

interface Fields {
  rows: string
}
const EXAMPLE = [
  '3, 9, 320',
  '12, 4, 180',
  '45, 2, 90',
  '80, 1, 60',
  '200, 6, 240',
  '7, 1, 450',
  '150, 1, 35',
  '30, 3, 120',
  '95, 5, 300',
  '18, 7, 75',
].join('\n')
const readBuyers = (text: string) => readRows(text, 3, 3)
const MOST_SHOWN = 100

export function Rfm() {
  const t = useTexts()
  return (
    <Calculator<Fields, { found: Found; rows: number[][] }>
      name="rfm"
      formula={t('calc_rfm.formula')}
      example={{ rows: EXAMPLE }}
      ask={async ({ rows }) => {
        const read = readBuyers(rows)
        const found = await askRfm({
          rows: read.map(([recency = 0, frequency = 0, monetary = 0]) => ({
            recency,
            frequency,
            monetary,
          })),
        })
        return { found, rows: read }
      }}
      fields={
        <Lines
          name="rows"
          label={t('calc_rfm.rows')}
          words={t('calc_rfm.rows_words')}
          rows={12}
          read={readBuyers}
        />
      }
      result={({ found, rows }) => <Result found={found} rows={rows} />}
    />
  )
}

function Result({ found, rows }: { found: Found; rows: number[][] }) {
  const t = useTexts()
  const { cut_offs: cuts, segments, scores } = found
  return (
    <>
      <Panel>
        <TrendChart
          title={t('calc_rfm.chart')}
          kind="bar"
          axis={t('calc_rfm.segment')}
          labels={segments.map(({ segment }) => t(`calc_segment.${segment}`))}
          series={[
            {
              key: 'customers',
              name: t('calc_rfm.customers'),
              values: segments.map(({ customers }) => customers),
            },
          ]}
        />
      </Panel>
      <ResultTable
        title={t('calc_rfm.cut_offs')}
        columns={[t('calc_rfm.score'), '2', '3', '4', '5']}
        rows={[
          [t('calc_rfm.recency'), ...cuts.r.map((days) => `≤ ${rounded(days)}`)],
          [t('calc_rfm.frequency'), ...cuts.f.map((from) => `≥ ${rounded(from)}`)],
          [t('calc_rfm.monetary'), ...cuts.m.map((from) => `≥ ${rounded(from)}`)],
        ]}
      />
      <ResultTable
        title={t('calc_rfm.scores')}
        columns={[
          t('calc_rfm.row'),
          t('calc_rfm.recency'),
          t('calc_rfm.frequency'),
          t('calc_rfm.monetary'),
          'R-F-M',
          t('calc_rfm.segment'),
        ]}
        rows={scores
          .slice(0, MOST_SHOWN)
          .map(({ r, f, m, segment }, i) => [
            String(i + 1),
            ...(rows[i] ?? []).map(rounded),
            `${r}-${f}-${m}`,
            t(`calc_segment.${segment}`),
          ])}
      />
    </>
  )
}
