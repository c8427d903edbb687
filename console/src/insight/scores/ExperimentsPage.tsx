import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import { InsightFrame } from '../InsightFrame.tsx'
import { Asked } from './Asked.tsx'
import { experimentsQuery } from './api.ts'
import { ExperimentDialog } from './ExperimentDialog.tsx'
import styles from './Scores.module.css'

export const STATE_TONE = { planned: 'plain', running: 'info', decided: 'good' } as const

/** The register: what is believed, what is being tested, and what was decided. */
export function ExperimentsPage() {
  const t = useTexts()
  const query = useQuery(experimentsQuery)
  const mayPlan = useMay('audiences:write')
  const [isPlanning, setPlanning] = useState(false)
  const plan = mayPlan && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setPlanning(true)}>
      {t('experiments.plan')}
    </Button>
  )
  return (
    <InsightFrame code="experiments">
      <Asked query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <EmptyState title={t('experiments.none')} action={plan}>
                {t('experiments.none_words')}
              </EmptyState>
            </Panel>
          ) : (
            <Panel title={t('experiments.register')} extra={plan}>
              <ul className={styles.answers}>
                {items.map((one) => (
                  <li key={one.id}>
                    <Chip tone={STATE_TONE[one.state]}>{t(`experiment_state.${one.state}`)}</Chip>
                    <span className={styles.comment}>
                      <Link
                        to="/insight/experiments/$experimentId"
                        params={{ experimentId: one.id }}
                      >
                        {one.name}
                      </Link>
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
      {isPlanning && <ExperimentDialog onClose={() => setPlanning(false)} />}
    </InsightFrame>
  )
}
