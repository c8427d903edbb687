import { Alert, Form, Segmented } from 'antd'
import { percent, signedPercent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { askExperiment, type Experiment as Found } from './api.ts'
import {
  Calculator,
  chanceWords,
  NumberField,
  Pair,
  ResultTable,
  range,
  rounded,
} from './Calculator.tsx'

interface ArmFields {
  n: number
  conversions: number
  mean: number
  standard_deviation: number
}
interface Fields {
  method: 'mean' | 'proportion'
  control: ArmFields
  treatment: ArmFields
  share: number
}

const EXAMPLE: Fields = {
  method: 'proportion',
  control: { n: 3000, conversions: 396, mean: 96.5, standard_deviation: 40 },
  treatment: { n: 3040, conversions: 522, mean: 101.2, standard_deviation: 42 },
  share: 50,
}
const TONE = {
  treatment_higher: 'success',
  control_higher: 'warning',
  undecided: 'info',
  blocked: 'error',
} as const

export function Experiment() {
  const t = useTexts()
  return (
    <Calculator<Fields, Found>
      name="experiment"
      formula={t('calc_experiment.formula')}
      example={EXAMPLE}
      ask={({ method, control, treatment, share }) => {
        const arm = ({ n, conversions, mean, standard_deviation }: ArmFields) =>
          method === 'mean' ? { n, mean, standard_deviation } : { n, conversions }
        return askExperiment({
          method,
          control: arm(control),
          treatment: arm(treatment),
          expected_share: share / 100,
        })
      }}
      fields={<Inputs />}
      result={(found) => <Result found={found} />}
    />
  )
}

function Inputs() {
  const t = useTexts()
  const method = Form.useWatch('method') ?? EXAMPLE.method
  return (
    <>
      <Form.Item name="method" label={t('calc_experiment.method')}>
        <Segmented
          options={[
            { value: 'proportion', label: t('calc_experiment.proportion') },
            { value: 'mean', label: t('calc_experiment.mean') },
          ]}
        />
      </Form.Item>
      {(['control', 'treatment'] as const).map((arm) => (
        <Pair key={arm}>
          <NumberField
            name={[arm, 'n']}
            label={t('calc_experiment.n', { arm: t(`calc_arm.${arm}`) })}
            min={2}
          />
          {/* Both ways stay in the form, so that switching loses nothing. */}
          <div hidden={method === 'mean'}>
            <NumberField name={[arm, 'conversions']} label={t('calc_experiment.conversions')} />
          </div>
          <div hidden={method !== 'mean'}>
            <NumberField name={[arm, 'mean']} label={t('calc_experiment.mean_value')} />
          </div>
          <div hidden={method !== 'mean'}>
            <NumberField
              name={[arm, 'standard_deviation']}
              label={t('calc_experiment.deviation')}
            />
          </div>
        </Pair>
      ))}
      <NumberField
        name="share"
        label={t('calc_experiment.share')}
        min={1}
        max={99}
        words={t('calc_experiment.share_words')}
      />
    </>
  )
}

function Result({ found }: { found: Found }) {
  const t = useTexts()
  const { relative, absolute, sample_ratio: ratio } = found
  const write = found.method === 'proportion' ? percent : rounded
  const lifts = [
    ...(relative ? [{ key: 'relative', lift: relative, write: signedPercent } as const] : []),
    {
      key: 'absolute',
      lift: absolute,
      write: found.method === 'proportion' ? signedPercent : rounded,
    } as const,
  ]
  return (
    <>
      <Alert
        type={TONE[found.verdict]}
        title={t(`calc_verdict.${found.verdict}`)}
        description={t(`calc_verdict_words.${found.verdict}`)}
        showIcon
      />
      <FigureRow label={t('calculator.result')}>
        <Figure
          title={t('calc_arm.control')}
          definition={t('calc_experiment.arm_words')}
          value={found.method === 'proportion' ? found.control.mean : round4(found.control.mean)}
          unit={found.method === 'proportion' ? 'percent' : 'count'}
        />
        <Figure
          title={t('calc_arm.treatment')}
          definition={t('calc_experiment.arm_words')}
          value={
            found.method === 'proportion' ? found.treatment.mean : round4(found.treatment.mean)
          }
          unit={found.method === 'proportion' ? 'percent' : 'count'}
        />
        <Figure
          title={t('calc_experiment.lift')}
          definition={t('calc_experiment.lift_words')}
          value={relative?.estimate ?? null}
          unit="percent"
          isEstimate
        />
        <Figure
          title={t('calc_experiment.ratio')}
          definition={t('calc_experiment.ratio_words', { p: chanceWords(ratio.p_value) })}
          value={ratio.share}
          unit="percent"
        />
      </FigureRow>
      <ResultTable
        title={t('calc_experiment.table')}
        columns={[
          t('calc_experiment.measure'),
          t('calc_experiment.estimate'),
          t('calc_experiment.interval'),
          t('calc_experiment.p'),
          t('calc_experiment.always'),
          t('calc_experiment.always_p'),
        ]}
        rows={lifts.map(({ key, lift, write: signed }) => [
          t(`calc_lift.${key}`),
          signed(lift.estimate),
          range(lift.interval, signed),
          chanceWords(lift.p_value),
          range(lift.always_valid.interval, signed),
          chanceWords(lift.always_valid.p_value),
        ])}
      />
      <p>
        {t('calc_experiment.spread', {
          control: write(found.control.standard_deviation),
          treatment: write(found.treatment.standard_deviation),
        })}
      </p>
    </>
  )
}

const round4 = (value: number) => Number(value.toPrecision(4))
