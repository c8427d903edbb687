import { EditOutlined, HistoryOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Select } from 'antd'
import { useState } from 'react'
import { Personal } from '../customers/Personal.tsx'
import { usePlatformName } from '../customers/words.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Panel } from '../ui/Page.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { When } from '../ui/When.tsx'
import {
  relationsQuery,
  reportTouchpoint,
  type Touchpoint,
  type Touchpoints,
  touchpointsQuery,
} from './api.ts'
import { Loaded } from './Loaded.tsx'
import styles from './people.module.css'

const TONES = {
  reachable: 'good',
  do_not_disturb: 'warning',
  deleted: 'bad',
  unsubscribed: 'bad',
} as const
const STATES = ['reachable', 'do_not_disturb', 'unsubscribed', 'deleted'] as const

/** Everywhere a customer can be reached, and how many of it live. */
export function TouchpointsPanel(props: { customerId: number }) {
  const { customerId } = props
  const t = useTexts()
  const touchpoints = useQuery(touchpointsQuery(customerId))
  const mayReport = useMay('consent:write')
  const [reporting, setReporting] = useState<Touchpoint>()
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  return (
    <Panel
      title={
        <span className={styles.head}>
          {t('touchpoint.title')}
          {touchpoints.data && (
            <Chip tone={touchpoints.data.live > 0 ? 'good' : 'plain'}>
              {t('touchpoint.live', { count: touchpoints.data.live })}
            </Chip>
          )}
        </span>
      }
      extra={
        <Button
          type="text"
          size="small"
          icon={<HistoryOutlined />}
          onClick={() => setHistoryOpen(true)}
        >
          {t('touchpoint.history')}
        </Button>
      }
    >
      <Loaded query={touchpoints} lines={4}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyState compact title={t('touchpoint.none')}>
              <p>{t('touchpoint.none_words')}</p>
            </EmptyState>
          ) : (
            <div className={styles.rows}>
              {data.items.map((one) => (
                <Row
                  key={`${one.kind} ${one.ref}`}
                  customerId={customerId}
                  touchpoint={one}
                  onReport={mayReport ? () => setReporting(one) : undefined}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {reporting && (
        <Report
          customerId={customerId}
          touchpoint={reporting}
          onClose={() => setReporting(undefined)}
        />
      )}
      <Drawer
        title={t('touchpoint.history_title')}
        open={isHistoryOpen}
        onClose={() => setHistoryOpen(false)}
        size={440}
        destroyOnHidden
      >
        <Loaded query={touchpoints} lines={10}>
          {(data) => <History customerId={customerId} data={data} />}
        </Loaded>
      </Drawer>
    </Panel>
  )
}

/** A guide by name; an address masked until somebody asks to see it. */
function Ref(props: { customerId: number; kind: string; value: string }) {
  const { kind, value } = props
  const relations = useQuery({
    ...relationsQuery(props.customerId),
    enabled: kind === 'wecom_friend',
  })
  if (kind === 'phone') return <Personal name="phone" value={value} />
  if (kind === 'mail') return <Personal name="email" value={value} />
  return relations.data?.items.find((r) => r.staff_id === value)?.staff_name ?? value
}

function Row(props: {
  customerId: number
  touchpoint: Touchpoint
  onReport: (() => void) | undefined
}) {
  const { touchpoint } = props
  const t = useTexts()
  const known = useKnownText()
  const sourceOf = usePlatformName()
  return (
    <div className={styles.row}>
      <div className={styles.what}>
        <div className={styles.line}>
          <span>{t(`touchpoint.kind_${touchpoint.kind}`)}</span>
          <span className={styles.name}>
            <Ref customerId={props.customerId} kind={touchpoint.kind} value={touchpoint.ref} />
          </span>
          <Chip tone={TONES[touchpoint.state]}>{t(`touchpoint.state_${touchpoint.state}`)}</Chip>
        </div>
        <div className={styles.facts}>
          <When at={touchpoint.since} />
          <span>{sourceOf(touchpoint.source)}</span>
          {touchpoint.reason && (
            <span>{known(`touchpoint.reason_${touchpoint.reason}`) ?? touchpoint.reason}</span>
          )}
        </div>
      </div>
      {props.onReport && (
        <Button
          type="text"
          size="small"
          icon={<EditOutlined />}
          aria-label={t('touchpoint.report_about', {
            kind: t(`touchpoint.kind_${touchpoint.kind}`),
          })}
          onClick={props.onReport}
        />
      )}
    </div>
  )
}

interface Fields {
  state: Touchpoint['state']
  reason: string
}

function Report(props: { customerId: number; touchpoint: Touchpoint; onClose: () => void }) {
  const { customerId, touchpoint } = props
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  return (
    <FormDialog<Fields>
      title={t('touchpoint.report_title', { kind: t(`touchpoint.kind_${touchpoint.kind}`) })}
      okText={t('touchpoint.report')}
      initial={{
        state: touchpoint.state === 'reachable' ? 'do_not_disturb' : 'reachable',
        reason: '',
      }}
      save={(fields) =>
        reportTouchpoint(customerId, { kind: touchpoint.kind, ref: touchpoint.ref, ...fields })
      }
      onSaved={async () => {
        void message.success(t('touchpoint.reported'))
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: ['customer', customerId] })
      }}
      onClose={props.onClose}
    >
      <Form.Item name="state" label={t('touchpoint.state')} extra={t('touchpoint.state_words')}>
        <Select
          options={STATES.map((state) => ({
            value: state,
            label: t(`touchpoint.state_${state}`),
          }))}
        />
      </Form.Item>
      <ReasonField label={t('people.reason')} max={200} />
    </FormDialog>
  )
}

function History(props: { customerId: number; data: Touchpoints }) {
  const t = useTexts()
  const known = useKnownText()
  const sourceOf = usePlatformName()
  if (props.data.history.length === 0)
    return (
      <EmptyState compact title={t('touchpoint.no_history')}>
        <p>{t('touchpoint.no_history_words')}</p>
      </EmptyState>
    )
  return (
    <ol className={styles.history}>
      {props.data.history.map((change) => (
        <li key={change.id} className={styles.change}>
          <div className={styles.line}>
            <span>{known(`touchpoint.kind_${change.kind}`) ?? change.kind}</span>
            <span className={styles.name}>
              <Ref customerId={props.customerId} kind={change.kind} value={change.ref} />
            </span>
            <Chip tone={TONES[change.state as Touchpoint['state']]}>
              {known(`touchpoint.state_${change.state}`) ?? change.state}
            </Chip>
          </div>
          {change.reason && <div>{change.reason}</div>}
          <div className={styles.facts}>
            <When at={change.at} />
            <span>{sourceOf(change.source)}</span>
          </div>
        </li>
      ))}
      {props.data.history_is_longer && (
        <li className={styles.quiet}>{t('people.history_longer')}</li>
      )}
    </ol>
  )
}
