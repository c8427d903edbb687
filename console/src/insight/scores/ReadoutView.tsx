import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { BuildingProvider } from '../../audiences/building.tsx'
import { RuleDrawer } from '../../audiences/RuleDrawer.tsx'
import { eventText } from '../../audiences/say.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useLocale } from '../../format/locale.tsx'
import { money } from '../../format/money.ts'
import { percent, signedPercent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip, Chips } from '../../ui/Chip.tsx'
import { useCompact } from '../../ui/compact.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { KeyValues } from '../../ui/KeyValues.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import { FigureTable } from '../FigureTable.tsx'
import { asPattern } from '../pattern.ts'
import { MONEY } from '../trends/draft.ts'
import {
  decideExperiment,
  EXPERIMENTS,
  type Experiment,
  exposeTo,
  type Readout,
  startExperiment,
} from './api.ts'
import { ExperimentDialog, isEditable } from './ExperimentDialog.tsx'
import { STATE_TONE } from './experimentDraft.ts'
import styles from './Scores.module.css'

const TONE = {
  not_started: 'info',
  nobody_measured: 'info',
  no_variance: 'info',
  undecided: 'info',
  blocked: 'error',
  decided: 'success',
} as const

/** What an experiment has shown, and what is done with it. */
export function ReadoutView(props: { found: Readout }) {
  const { experiment } = props.found
  return (
    <>
      <Panel title={experiment.name} extra={<Actions experiment={experiment} />}>
        <StateChips experiment={experiment} />
      </Panel>
      <Found found={props.found} />
    </>
  )
}

function StateChips({ experiment }: { experiment: Experiment }) {
  const t = useTexts()
  return (
    <Chips>
      <Chip tone={STATE_TONE[experiment.state]}>{t(`experiment_state.${experiment.state}`)}</Chip>
      <Chip>{experiment.code}</Chip>
      {experiment.kind === 'holdout' && <Chip>{t('experiments.holdout')}</Chip>}
    </Chips>
  )
}

function Actions({ experiment }: { experiment: Experiment }) {
  const t = useTexts()
  const may = useMay('audiences:write')
  const queryClient = useQueryClient()
  const vocabulary = useVocabulary()
  const isCompact = useCompact() !== undefined
  const [open, setOpen] = useState<'take' | 'decide' | 'replan'>()
  const { id, state } = experiment
  const renew = () => queryClient.invalidateQueries({ queryKey: EXPERIMENTS })
  const starting = useMutation({ mutationFn: () => startExperiment(id), onSuccess: renew })
  const taking = useMutation({
    mutationFn: (who: Parameters<typeof exposeTo>[1]['who']) => exposeTo(id, { who }),
    onSuccess: renew,
  })
  if (!may || isCompact || state === 'decided') return null
  if (state === 'planned')
    return (
      <>
        {starting.error && <ErrorNote error={starting.error} />}
        {isEditable(experiment) && (
          <Button onClick={() => setOpen('replan')}>{t('experiments.replan')}</Button>
        )}
        <Button type="primary" loading={starting.isPending} onClick={() => starting.mutate()}>
          {t('experiments.start')}
        </Button>
        {open === 'replan' && (
          <ExperimentDialog
            experiment={experiment}
            onPlanned={() => setOpen(undefined)}
            onClose={() => setOpen(undefined)}
          />
        )}
      </>
    )
  const { choices, sayer } = vocabulary
  return (
    <>
      {taking.error && <ErrorNote error={taking.error} />}
      <Button loading={taking.isPending} onClick={() => setOpen('take')}>
        {t('experiments.take')}
      </Button>
      <Button type="primary" onClick={() => setOpen('decide')}>
        {t('experiments.decide')}
      </Button>
      <BuildingProvider building={{ choices, sayer }}>
        <RuleDrawer
          isOpen={open === 'take'}
          title={t('experiments.take')}
          hint={t('experiments.take_words')}
          start={undefined}
          onClose={() => setOpen(undefined)}
          onDone={(rule) => {
            if (rule) taking.mutate(rule)
            setOpen(undefined)
          }}
        />
      </BuildingProvider>
      {open === 'decide' && (
        <Decide experiment={experiment} onSaved={renew} onClose={() => setOpen(undefined)} />
      )}
    </>
  )
}

function Decide(props: {
  experiment: Experiment
  onSaved: () => Promise<void>
  onClose: () => void
}) {
  const t = useTexts()
  const { experiment } = props
  return (
    <FormDialog<{ arm?: string; words: string }>
      title={t('experiments.decide')}
      okText={t('experiments.decide')}
      words={t('experiments.decide_words')}
      save={({ arm, words }) => decideExperiment(experiment.id, { arm: arm ?? null, words })}
      onSaved={async () => {
        await props.onSaved()
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="arm" label={t('experiments.winner')}>
        <Select
          allowClear
          placeholder={t('experiments.no_winner')}
          options={experiment.arms.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="words"
        label={t('experiments.reason')}
        rules={[{ required: true, whitespace: true, message: t('experiments.reason') }]}
      >
        <Input.TextArea rows={3} maxLength={2_000} />
      </Form.Item>
    </FormDialog>
  )
}

function Found({ found }: { found: Readout }) {
  return (
    <div className={styles.stack}>
      <Conclusion found={found} />
      <Arms found={found} />
      {found.comparisons.length > 0 && <Comparisons found={found} />}
      <Plan experiment={found.experiment} />
    </div>
  )
}

const nameOf = ({ arms }: Experiment, code: string) =>
  arms.find((a) => a.code === code)?.name ?? code

/** What may be concluded, in words: and what may not. */
function Conclusion({ found }: { found: Readout }) {
  const t = useTexts()
  const { experiment, comparisons, conclusion, sample_ratio: ratio } = found
  const sentences = comparisons
    .filter((c) => c.verdict === 'treatment_higher' || c.verdict === 'control_higher')
    .map((c) =>
      t(c.verdict === 'treatment_higher' ? 'experiments.higher' : 'experiments.lower', {
        arm: nameOf(experiment, c.arm),
        control: nameOf(experiment, c.against),
        lift: c.relative ? signedPercent(c.relative.estimate) : '—',
        low: c.relative ? signedPercent(c.relative.always_valid.interval.low) : '—',
        high: c.relative ? signedPercent(c.relative.always_valid.interval.high) : '—',
      }),
    )
  return (
    <>
      {experiment.decision && (
        <Alert
          type="success"
          showIcon
          title={t('experiments.decided', {
            arm: experiment.decision.arm
              ? nameOf(experiment, experiment.decision.arm)
              : t('experiments.no_winner'),
          })}
          description={experiment.decision.words}
        />
      )}
      <Alert
        type={TONE[conclusion]}
        showIcon
        title={t(`experiment_conclusion.${conclusion}`)}
        description={
          <>
            {sentences.length > 0
              ? sentences.join(' ')
              : t(`experiment_conclusion_words.${conclusion}`)}
            {ratio && !ratio.ok && (
              <> {t('experiments.ratio_off', { p: ratio.p_value.toExponential(1) })}</>
            )}
          </>
        }
      />
    </>
  )
}

function Arms({ found }: { found: Readout }) {
  const t = useTexts()
  const write = useWriter(found.experiment)
  const { experiment } = found
  const isShare = experiment.metric.kind === 'did'
  const figure = (arm: string, did?: boolean) => ({
    analysis: 'experiment' as const,
    cell: { experiment_id: experiment.id, arm, ...(did !== undefined && { did }) },
  })
  return (
    <FigureTable
      title={t('experiments.arms')}
      columns={[
        { title: t('experiments.arm'), kind: 'words' },
        { title: t('experiments.met'), kind: 'count', help: t('experiments.met_words') },
        { title: t('experiments.expected'), kind: 'number', help: t('experiments.expected_words') },
        { title: t('experiments.measured'), kind: 'count', help: t('experiments.measured_words') },
        {
          title: t(isShare ? 'experiments.did' : 'experiments.sum'),
          kind: isShare ? 'count' : 'number',
        },
        { title: t(isShare ? 'experiments.rate' : 'experiments.mean'), kind: 'words' },
      ]}
      rows={found.arms.map((a) => ({
        key: a.code,
        cells: [
          nameOf(experiment, a.code),
          a.exposed,
          Math.round(a.expected),
          a.n,
          a.sum,
          a.mean === null ? null : write(a.mean),
        ],
        behind: [
          undefined,
          figure(a.code),
          undefined,
          undefined,
          isShare ? figure(a.code, true) : undefined,
        ],
      }))}
      extra={
        found.waiting + found.crossed > 0
          ? t('experiments.apart', { waiting: found.waiting, crossed: found.crossed })
          : undefined
      }
    />
  )
}

/** A mean as its metric is written: a share, money, or a number. */
function useWriter({ metric }: Experiment): (value: number) => string {
  const { currency, language } = useLocale()
  return (value) => {
    if (metric.kind === 'did') return percent(value)
    if (metric.kind === 'sum' && metric.property === MONEY)
      return money(Math.round(value), currency, language)
    return String(Number(value.toPrecision(4)))
  }
}

const chance = (p: number) => (p < 0.001 ? '< 0.001' : p.toFixed(3))

function Comparisons({ found }: { found: Readout }) {
  const t = useTexts()
  const write = useWriter(found.experiment)
  const range = ({ low, high }: { low: number; high: number }, say: (value: number) => string) =>
    `${say(low)} – ${say(high)}`
  return (
    <FigureTable
      title={t('experiments.comparisons')}
      columns={[
        { title: t('experiments.arm'), kind: 'words' },
        { title: t('experiments.lift'), kind: 'words' },
        { title: t('experiments.always'), kind: 'words', help: t('experiments.always_words') },
        { title: t('experiments.fixed'), kind: 'words', help: t('experiments.fixed_words') },
        { title: 'p', kind: 'words', help: t('experiments.p_words') },
        { title: 'CUPED', kind: 'words', help: t('experiments.cuped_words') },
      ]}
      rows={found.comparisons.flatMap((c) => {
        const name = nameOf(found.experiment, c.arm)
        const cuped = c.cuped ? `−${percent(c.cuped.variance_removed)}` : null
        return [
          ...(c.relative
            ? [
                {
                  key: `${c.arm} relative`,
                  cells: [
                    `${name} · ${t('experiments.relative')}`,
                    signedPercent(c.relative.estimate),
                    range(c.relative.always_valid.interval, signedPercent),
                    range(c.relative.interval, signedPercent),
                    chance(c.relative.always_valid.p_value),
                    cuped,
                  ],
                },
              ]
            : []),
          {
            key: `${c.arm} absolute`,
            cells: [
              `${name} · ${t('experiments.absolute')}`,
              write(c.absolute.estimate),
              range(c.absolute.always_valid.interval, write),
              range(c.absolute.interval, write),
              chance(c.absolute.always_valid.p_value),
              cuped,
            ],
          },
        ]
      })}
    />
  )
}

function Plan({ experiment }: { experiment: Experiment }) {
  const t = useTexts()
  const { sayer } = useVocabulary()
  const { metric } = experiment
  const pattern = asPattern(metric.of)
  return (
    <Panel title={t('experiments.the_plan')}>
      <KeyValues
        rows={[
          { key: 'h', label: t('experiments.hypothesis'), value: experiment.hypothesis },
          {
            key: 'm',
            label: t('experiments.metric'),
            value: `${t(`experiment_metric.${metric.kind}`)} · ${eventText(pattern, sayer)}${metric.kind === 'sum' ? ` · ${metric.property}` : ''}`,
          },
          {
            key: 'a',
            label: t('experiments.arms'),
            value: experiment.arms.map((a) => `${a.name} ${percent(a.share / 10_000)}`).join(' · '),
          },
          {
            key: 'w',
            label: t('experiments.window'),
            value: t('experiments.days', { count: experiment.window_days }),
          },
          {
            key: 'b',
            label: t('experiments.before'),
            value: t('experiments.days', { count: experiment.before_days }),
          },
          { key: 's', label: t('experiments.began'), value: <When at={experiment.started_at} /> },
        ]}
      />
    </Panel>
  )
}
