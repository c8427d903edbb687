import { Form, Segmented } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { askKFactor, type KFactor as Found } from './api.ts'
import { Calculator, Lines, NumberField, Pair, range } from './Calculator.tsx'
import { readNumbers } from './lines.ts'

interface Fields {
  by: 'measured' | 'model'
  invites: number
  conversion: number
  recruits: string
  cohort: number
  sharers?: number | null
  start: number
  cycle: number
  days: number
}
const EXAMPLE: Fields = {
  by: 'measured',
  invites: 5,
  conversion: 10,
  recruits: '3, 1, 2, 8, 1, 1, 1, 2',
  cohort: 60,
  sharers: 21,
  start: 1000,
  cycle: 7,
  days: 90,
}
const POINTS = 20
const thousandth = (value: number) => Number(value.toFixed(3))

export function KFactor() {
  const t = useTexts()
  return (
    <Calculator<Fields, Found>
      name="kfactor"
      formula={t('calc_k.formula')}
      example={EXAMPLE}
      ask={({ by, invites, conversion, recruits, cohort, sharers, start, cycle, days }) =>
        askKFactor({
          ...(by === 'model'
            ? { model: { invites_per_user: invites, conversion: conversion / 100 } }
            : {
                measured: {
                  recruits: readNumbers(recruits),
                  cohort,
                  ...(typeof sharers === 'number' && { sharers }),
                },
              }),
          growth: {
            start,
            cycle,
            times: Array.from(
              { length: POINTS + 1 },
              (_, i) => Math.round((i * days * 10) / POINTS) / 10,
            ),
          },
        })
      }
      fields={<Inputs />}
      result={(found) => <Result found={found} />}
    />
  )
}

function Inputs() {
  const t = useTexts()
  const by = Form.useWatch('by') ?? EXAMPLE.by
  return (
    <>
      <Form.Item name="by" label={t('calc_k.by')}>
        <Segmented
          options={[
            { value: 'measured', label: t('calc_k.measured') },
            { value: 'model', label: t('calc_k.model') },
          ]}
        />
      </Form.Item>
      <div hidden={by !== 'model'}>
        <Pair>
          <NumberField name="invites" label={t('calc_k.invites')} />
          <NumberField name="conversion" label={t('calc_k.conversion')} max={100} />
        </Pair>
      </div>
      <div hidden={by === 'model'}>
        <Lines
          name="recruits"
          label={t('calc_k.recruits')}
          words={t('calc_k.recruits_words')}
          rows={3}
          read={readNumbers}
        />
        <Pair>
          <NumberField name="cohort" label={t('calc_k.cohort')} min={1} />
          <NumberField name="sharers" label={t('calc_k.sharers')} optional />
        </Pair>
      </div>
      <Pair>
        <NumberField name="start" label={t('calc_k.start')} />
        <NumberField name="cycle" label={t('calc_k.cycle')} min={0.1} />
      </Pair>
      <NumberField name="days" label={t('calc_k.days')} min={1} max={3650} />
    </>
  )
}

function Result({ found }: { found: Found }) {
  const t = useTexts()
  const { measured } = found
  return (
    <>
      <FigureRow label={t('calculator.result')}>
        <Figure
          title={t('calc_k.k')}
          definition={t('calc_k.k_words')}
          value={thousandth(found.k)}
          beside={
            measured ? range(measured.interval, (value) => String(thousandth(value))) : undefined
          }
        />
        {measured && (
          <Figure
            title={t('calc_k.share_rate')}
            definition={t('calc_k.share_rate_words')}
            value={measured.share_rate}
            unit="percent"
          />
        )}
        {measured && (
          <Figure
            title={t('calc_k.per_share')}
            definition={t('calc_k.per_share_words')}
            value={measured.k_of_sharers === null ? null : thousandth(measured.k_of_sharers)}
          />
        )}
        <Figure
          title={t('calc_k.all')}
          definition={t('calc_k.all_words')}
          value={found.amplification === null ? null : thousandth(found.amplification)}
          beside={found.amplification === null ? t('calc_k.no_end') : undefined}
          isEstimate
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('calc_k.chart')}
          definition={t('calc_k.chart_words', { k: String(thousandth(found.k)) })}
          axis={t('calc_k.day')}
          labels={found.growth.map(({ time }) => String(time))}
          series={[
            {
              key: 'users',
              name: t('calc_k.users'),
              values: found.growth.map(({ users }) => Math.round(users)),
            },
          ]}
        />
      </Panel>
    </>
  )
}
