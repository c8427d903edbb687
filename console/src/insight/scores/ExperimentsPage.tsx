import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import { type Analysis, AnalysisPage } from '../AnalysisPage.tsx'
import { noExamples } from '../examples.ts'
import insight from '../Insight.module.css'
import { Field } from '../QuestionFields.tsx'
import { Asked } from './Asked.tsx'
import { askReadout, experimentsQuery, type Readout, type ReadoutQuestion } from './api.ts'
import { ExperimentDialog } from './ExperimentDialog.tsx'
import { type ExperimentDraft, readExperiment, STATE_TONE } from './experimentDraft.ts'
import { ReadoutView } from './ReadoutView.tsx'
import styles from './Scores.module.css'

/** The register: what is believed, what is being tested, and what was decided; and what each has shown. */
export const experimentsAnalysis: Analysis<ExperimentDraft, ReadoutQuestion, Readout> = {
  code: 'experiments',
  read: readExperiment,
  question: ({ experiment }) => (experiment ? { experiment_id: experiment } : undefined),
  ask: askReadout,
  Fields,
  Unasked: Register,
  useExamples: noExamples,
  Answer: ({ answer }) => <ReadoutView found={answer} />,
}

export function ExperimentsPage() {
  return <AnalysisPage {...experimentsAnalysis} />
}

interface Chosen {
  draft: ExperimentDraft
  onChange: (draft: ExperimentDraft) => void
}

function Fields({ draft, onChange }: Chosen) {
  const t = useTexts()
  const { data } = useQuery(experimentsQuery)
  return (
    <div className={insight.fields}>
      <Field label={t('experiments.one')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('experiments.one')}
          placeholder={t('experiments.register')}
          value={data ? draft.experiment : undefined}
          options={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          onChange={(experiment?: string) => onChange(experiment ? { experiment } : {})}
        />
      </Field>
      <PlanButton onChange={onChange} />
    </div>
  )
}

function PlanButton({ onChange }: Pick<Chosen, 'onChange'>) {
  const t = useTexts()
  const mayPlan = useMay('audiences:write')
  const [isPlanning, setPlanning] = useState(false)
  if (!mayPlan) return null
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setPlanning(true)}>
        {t('experiments.plan')}
      </Button>
      {isPlanning && (
        <ExperimentDialog
          onPlanned={(experiment) => {
            setPlanning(false)
            onChange({ experiment })
          }}
          onClose={() => setPlanning(false)}
        />
      )}
    </>
  )
}

function Register({ onChange }: Chosen) {
  const t = useTexts()
  const query = useQuery(experimentsQuery)
  return (
    <Asked query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Panel>
            <EmptyState title={t('experiments.none')}>{t('experiments.none_words')}</EmptyState>
          </Panel>
        ) : (
          <Panel title={t('experiments.register')}>
            <ul className={styles.answers}>
              {items.map((one) => (
                <li key={one.id}>
                  <Chip tone={STATE_TONE[one.state]}>{t(`experiment_state.${one.state}`)}</Chip>
                  <span className={styles.comment}>
                    <Button
                      type="link"
                      style={{ padding: 0, height: 'auto' }}
                      onClick={() => onChange({ experiment: one.id })}
                    >
                      {one.name}
                    </Button>
                    {one.kind === 'holdout' && <> · {t('experiments.holdout')}</>}
                    <div className={styles.quiet}>{one.decision?.words ?? one.hypothesis}</div>
                  </span>
                  <span className={styles.quiet}>
                    {t('experiments.exposed', { count: one.exposed })} ·{' '}
                    <When at={one.decided_at ?? one.started_at ?? one.created_at} />
                  </span>
                </li>
              ))}
            </ul>
          </Panel>
        )
      }
    </Asked>
  )
}
