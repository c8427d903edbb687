import { HistoryOutlined, SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import {
  type AssignmentChange,
  type AssignmentKind,
  assignmentHistoryQuery,
  assignmentQuery,
  type Belongs,
} from './api.ts'
import styles from './Belonging.module.css'
import { ChangeBelonging } from './ChangeBelonging.tsx'

const kinds: readonly AssignmentKind[] = ['store', 'guide']

/** The store a customer belongs to and the guide who looks after them: since when, and why. */
export function Belonging(props: { customerId: number }) {
  const t = useTexts()
  const assignment = useQuery(assignmentQuery(props.customerId))
  const mayChange = useMay('customers:write')
  const [changing, setChanging] = useState<AssignmentKind>()
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  const { data } = assignment
  return (
    <Panel
      title={t('belonging.title')}
      extra={
        <Button
          type="text"
          size="small"
          icon={<HistoryOutlined />}
          onClick={() => setHistoryOpen(true)}
        >
          {t('belonging.history')}
        </Button>
      }
    >
      {assignment.error && !data ? (
        <ErrorPanel error={assignment.error} onRetry={() => void assignment.refetch()} />
      ) : data ? (
        <div className={styles.rows}>
          {kinds.map((kind) => (
            <Row
              key={kind}
              kind={kind}
              value={data[kind]}
              onChange={mayChange ? () => setChanging(kind) : undefined}
            />
          ))}
        </div>
      ) : (
        <SkeletonLines lines={4} />
      )}
      {data && changing && (
        <ChangeBelonging
          customerId={props.customerId}
          kind={changing}
          present={data[changing]}
          onClose={() => setChanging(undefined)}
        />
      )}
      <Drawer
        title={t('belonging.history_title')}
        open={isHistoryOpen}
        onClose={() => setHistoryOpen(false)}
        size={440}
        destroyOnHidden
      >
        <History customerId={props.customerId} />
      </Drawer>
    </Panel>
  )
}

function Row(props: {
  kind: AssignmentKind
  value: Belongs | null
  onChange: (() => void) | undefined
}) {
  const { kind, value } = props
  const t = useTexts()
  return (
    <div>
      <div className={styles.head}>
        <span>{t(`belonging.${kind}`)}</span>
        {props.onChange && (
          <Button
            type="link"
            size="small"
            icon={<SwapOutlined />}
            aria-label={t(`belonging.change_${kind}`)}
            onClick={props.onChange}
          >
            {t('belonging.change')}
          </Button>
        )}
      </div>
      {value?.code ? (
        <div className={styles.value}>
          <span className={styles.name}>{value.name ?? value.code}</span>
          {value.name === null && <Chip tone="warning">{t('org.undeclared')}</Chip>}
          <Chip title={value.reason || undefined}>{t(`belonging.source_${value.source}`)}</Chip>
        </div>
      ) : (
        <div className={styles.nobody}>
          {value ? t('belonging.nobody') : t(`belonging.no_${kind}`)}
        </div>
      )}
      {value && (
        <div className={styles.facts}>
          <span>
            {t('belonging.since')} <When at={value.since} />
          </span>
          {isProtected(value) && (
            <span>
              {t('belonging.protected')} <When at={value.protected_until} />
            </span>
          )}
        </div>
      )}
    </div>
  )
}

const isProtected = (value: Belongs) =>
  value.protected_until !== null && new Date(value.protected_until) > new Date()

function History(props: { customerId: number }) {
  const t = useTexts()
  const history = useQuery(assignmentHistoryQuery(props.customerId))
  if (history.error) {
    return <ErrorPanel error={history.error} onRetry={() => void history.refetch()} />
  }
  if (!history.data) return <SkeletonLines lines={8} />
  if (history.data.items.length === 0) {
    return (
      <EmptyState compact title={t('belonging.no_history')}>
        <p>{t('belonging.no_history_words')}</p>
      </EmptyState>
    )
  }
  return (
    <ol className={styles.history}>
      {history.data.items.map((change) => (
        <li key={change.id} className={styles.change}>
          <Change change={change} />
        </li>
      ))}
    </ol>
  )
}

function Change(props: { change: AssignmentChange }) {
  const { change } = props
  const t = useTexts()
  const nameOf = (place: AssignmentChange['to']) =>
    place ? (place.name ?? place.code) : t('belonging.nobody')
  return (
    <>
      <div className={styles.value}>
        <span>{t(`belonging.${change.kind}`)}</span>
        {change.from && (
          <>
            <span>{nameOf(change.from)}</span>
            <span className={styles.arrow}>→</span>
          </>
        )}
        <span className={styles.name}>{nameOf(change.to)}</span>
        <Chip>{t(`belonging.source_${change.source}`)}</Chip>
      </div>
      {change.reason && <div>{change.reason}</div>}
      <div className={styles.facts}>
        <When at={change.since} />
        {change.source === 'operator' && <span>{change.actor}</span>}
      </div>
    </>
  )
}
