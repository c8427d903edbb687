import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { EventName } from '../events/EventName.tsx'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { usePromotionChanged } from './api.ts'
import { ExperimentFigures } from './ExperimentFigures.tsx'
import { ExperimentForm } from './ExperimentForm.tsx'
import {
  type ExperimentReadout,
  type OfferExperiment,
  readoutQuery,
  rollOut,
  startExperiment,
  stopExperiment,
} from './experimentApi.ts'
import { armName, EXPERIMENT_TONES, useMeasured, useStopWords } from './experimentWords.ts'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'

/** One experiment: why it stands where it does, its figures, its plan, and what a person does with it. */
export function ExperimentPage({ id }: { id: string }) {
  const t = useTexts()
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  const found = useQuery(readoutQuery(id))
  if (found.error)
    return (
      <Page title={t('offer_experiments.title')}>
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    )
  if (!found.data)
    return (
      <Page title={t('offer_experiments.title')}>
        <SkeletonLines lines={10} />
      </Page>
    )
  const { experiment } = found.data
  const { state, started_at, stopped_at, ends_at, looked_at } = experiment
  return (
    <Page
      title={experiment.name}
      facts={
        <div className={styles.facts}>
          <Chip tone={EXPERIMENT_TONES[state]}>{t(`offer_experiment_state.${state}`)}</Chip>
          <span>{t(`offer_experiment_metric.${experiment.metric}`)}</span>
          <Period from={started_at} to={stopped_at ?? ends_at} />
          {state === 'running' && looked_at !== null && (
            <span>
              {t('offer_experiments.looked')} <When at={looked_at} />
            </span>
          )}
        </div>
      }
      actions={mayWrite && <Acts experiment={experiment} />}
    >
      <Standing found={found.data} />
      {state !== 'planned' && <ExperimentFigures found={found.data} />}
      <Plan experiment={experiment} />
    </Page>
  )
}

/** What was decided, or why it was stopped, or that it runs on. */
function Standing({ found }: { found: ExperimentReadout }) {
  const t = useTexts()
  const words = useStopWords()
  const { experiment, stop } = found
  const { decision, state } = experiment
  return (
    <>
      {decision && (
        <Alert
          type="success"
          showIcon
          title={t('offer_experiments.decided', { arm: armName(experiment, decision.arm) })}
          description={decision.words}
        />
      )}
      {experiment.stop && (
        <Alert
          type={experiment.stop.rule === 'winner' ? 'success' : 'warning'}
          showIcon
          title={t('offer_experiments.stopped_for', {
            rule: t(`offer_experiment_rule.${experiment.stop.rule}`),
          })}
          description={
            <>
              {words(experiment, experiment.stop)}
              {state === 'stopped' && <> {t('offer_experiments.until_decided')}</>}
            </>
          }
        />
      )}
      {state === 'running' && (
        <Alert
          type="info"
          showIcon
          title={t(stop ? 'offer_experiments.will_stop' : 'offer_experiments.goes_on')}
          description={stop ? words(experiment, stop) : t('offer_experiments.goes_on_words')}
        />
      )}
    </>
  )
}

function Acts({ experiment }: { experiment: OfferExperiment }) {
  const t = useTexts()
  const changed = usePromotionChanged()
  const [open, setOpen] = useState<'edit' | 'stop' | 'roll_out'>()
  const starting = useMutation({
    mutationFn: () => startExperiment(experiment.id),
    onSettled: () => changed(),
  })
  const close = () => setOpen(undefined)
  const saved = async () => {
    close()
    await changed()
  }
  const { state } = experiment
  return (
    <>
      {starting.error && <ErrorNote error={starting.error} />}
      {state === 'planned' && (
        <>
          <Button onClick={() => setOpen('edit')}>{t('action.edit')}</Button>
          <Popconfirm
            title={t('offer_experiments.start_sure')}
            description={t('offer_experiments.start_words')}
            onConfirm={() => starting.mutate()}
          >
            <Button type="primary" loading={starting.isPending}>
              {t('offer_experiments.start')}
            </Button>
          </Popconfirm>
        </>
      )}
      {state === 'running' && (
        <Button danger onClick={() => setOpen('stop')}>
          {t('offer_experiments.stop')}
        </Button>
      )}
      {state === 'stopped' && (
        <Button type="primary" onClick={() => setOpen('roll_out')}>
          {t('offer_experiments.roll_out')}
        </Button>
      )}
      {open === 'edit' && <ExperimentForm experiment={experiment} onClose={close} />}
      {open === 'stop' && (
        <FormDialog<{ words: string }>
          danger
          title={t('offer_experiments.stop')}
          okText={t('offer_experiments.stop')}
          words={t('offer_experiments.stop_words')}
          save={({ words }) => stopExperiment(experiment.id, words)}
          onSaved={saved}
          onClose={close}
        >
          <Why />
        </FormDialog>
      )}
      {open === 'roll_out' && (
        <FormDialog<{ arm: string; words: string }>
          title={t('offer_experiments.roll_out')}
          okText={t('offer_experiments.roll_out')}
          words={t('offer_experiments.roll_out_words')}
          initial={experiment.stop?.rule === 'winner' ? { arm: experiment.stop.arm ?? '' } : {}}
          save={(fields) => rollOut(experiment.id, fields)}
          onSaved={saved}
          onClose={close}
        >
          <Form.Item
            name="arm"
            label={t('offer_experiments.which_arm')}
            rules={[{ required: true, message: t('offers.needed') }]}
          >
            <Select
              options={experiment.arms.map(({ code, name }) => ({ value: code, label: name }))}
            />
          </Form.Item>
          <Why />
        </FormDialog>
      )}
    </>
  )
}

function Why() {
  const t = useTexts()
  return (
    <Form.Item
      name="words"
      label={t('offer_experiments.why')}
      rules={[{ required: true, whitespace: true, message: t('offers.needed') }]}
    >
      <Input.TextArea rows={3} maxLength={2_000} />
    </Form.Item>
  )
}

function Plan({ experiment: e }: { experiment: OfferExperiment }) {
  const t = useTexts()
  const { yuan } = useMeasured()
  const days = (count: number) => t('offer_experiments.days', { count })
  const rate = (bp: number | null) =>
    bp === null ? t('offer_experiments.not_asked') : percent(bp / 10_000)
  return (
    <Panel title={t('offer_experiments.the_plan')}>
      <KeyValues
        rows={[
          { key: 'h', label: t('offer_experiments.hypothesis'), value: e.hypothesis },
          {
            key: 'a',
            label: t('offer_experiments.arms'),
            value: e.arms
              .map(
                ({ name, share, given }) =>
                  `${name} ${percent(share / 10_000)}（${given ?? t('offer_experiments.nothing')}）`,
              )
              .join('；'),
          },
          ...(e.behaviour === null
            ? []
            : [
                {
                  key: 'be',
                  label: t('offer_experiments.behaviour'),
                  value: <EventName name={e.behaviour} />,
                },
              ]),
          { key: 'w', label: t('offer_experiments.window_days'), value: days(e.window_days) },
          { key: 'r', label: t('offer_experiments.refund_days'), value: days(e.refund_days) },
          { key: 'al', label: t('offer_experiments.alpha'), value: percent(e.alpha) },
          { key: 'n', label: t('offer_experiments.planned_customers'), value: e.planned_customers },
          { key: 'l', label: t('offer_experiments.least_customers'), value: e.least_customers },
          { key: 'f', label: t('offer_experiments.least_lift'), value: rate(e.least_lift_bp) },
          { key: 'm', label: t('offer_experiments.margin_floor'), value: rate(e.margin_floor_bp) },
          {
            key: 'rc',
            label: t('offer_experiments.refund_ceiling'),
            value: rate(e.refund_ceiling_bp),
          },
          {
            key: 'b',
            label: t('offer_experiments.budget'),
            value: e.budget_fen === null ? t('offer_experiments.not_asked') : yuan(e.budget_fen),
          },
        ]}
      />
    </Panel>
  )
}
