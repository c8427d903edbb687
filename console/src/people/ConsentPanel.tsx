import { EditOutlined, HistoryOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { usePlatformName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { When } from '../ui/When.tsx'
import { type ConsentEntry, type ConsentState, consentsQuery } from './api.ts'
import { Loaded } from './Loaded.tsx'
import styles from './people.module.css'
import { SayConsent } from './SayConsent.tsx'
import { usePurposeName } from './words.ts'

/** What a customer agrees to now, with everything ever said about it behind a button. */
export function ConsentPanel(props: { customerId: number }) {
  const { customerId } = props
  const t = useTexts()
  const consents = useQuery(consentsQuery(customerId))
  const mayWrite = useMay('consent:write')
  const [saying, setSaying] = useState<ConsentState>()
  const [isLedgerOpen, setLedgerOpen] = useState(false)
  return (
    <Panel
      title={t('consent.title')}
      extra={
        <Button
          type="text"
          size="small"
          icon={<HistoryOutlined />}
          onClick={() => setLedgerOpen(true)}
        >
          {t('consent.ledger')}
        </Button>
      }
    >
      <Loaded query={consents} lines={8}>
        {(data) => (
          <div className={styles.rows}>
            {data.states.map((state) => (
              <State
                key={`${state.purpose} ${state.channel}`}
                state={state}
                onSay={mayWrite ? () => setSaying(state) : undefined}
              />
            ))}
          </div>
        )}
      </Loaded>
      {saying && (
        <SayConsent customerId={customerId} present={saying} onClose={() => setSaying(undefined)} />
      )}
      <Drawer
        title={t('consent.ledger_title')}
        open={isLedgerOpen}
        onClose={() => setLedgerOpen(false)}
        size={480}
        destroyOnHidden
      >
        <Ledger customerId={customerId} />
      </Drawer>
    </Panel>
  )
}

const TONES = { given: 'good', withdrawn: 'bad', none: 'plain' } as const

function State(props: { state: ConsentState; onSay: (() => void) | undefined }) {
  const { state } = props
  const t = useTexts()
  const nameOf = usePurposeName()
  return (
    <div className={styles.row}>
      <div className={styles.what}>
        <div className={styles.line}>
          <span>{nameOf(state.purpose)}</span>
          {state.channel !== 'all' && (
            <span className={styles.quiet}>{t(`channel.${state.channel}`)}</span>
          )}
          <Chip tone={TONES[state.state]}>{t(`consent.state_${state.state}`)}</Chip>
          {state.claimed && (
            <Chip tone="warning" title={t('consent.claimed_words')}>
              {t('consent.claimed')}
            </Chip>
          )}
        </div>
        <div className={styles.facts}>
          <span>{t(state.allowed ? 'consent.allowed' : 'consent.not_allowed')}</span>
          {state.since && <When at={state.since} />}
        </div>
      </div>
      {props.onSay && (
        <Button
          type="text"
          size="small"
          icon={<EditOutlined />}
          aria-label={t('consent.say_about', { purpose: nameOf(state.purpose) })}
          onClick={props.onSay}
        />
      )}
    </div>
  )
}

function Ledger(props: { customerId: number }) {
  const t = useTexts()
  const consents = useQuery(consentsQuery(props.customerId))
  return (
    <Loaded query={consents} lines={12}>
      {(data) =>
        data.items.length === 0 ? (
          <EmptyState compact title={t('consent.ledger_empty')}>
            <p>{t('consent.ledger_empty_words')}</p>
          </EmptyState>
        ) : (
          <ol className={styles.history}>
            {data.items.map((entry) => (
              <li key={entry.id} className={styles.change}>
                <Entry entry={entry} />
              </li>
            ))}
            {data.next_cursor && <li className={styles.quiet}>{t('people.history_longer')}</li>}
          </ol>
        )
      }
    </Loaded>
  )
}

const EVIDENCE = ['form', 'page', 'note', 'document', 'ip', 'device', 'sdk'] as const

function Entry(props: { entry: ConsentEntry }) {
  const { entry } = props
  const t = useTexts()
  const nameOf = usePurposeName()
  const sourceOf = usePlatformName()
  const evidence = EVIDENCE.flatMap((name) => {
    const value = entry.evidence[name]
    return value ? [{ key: name, label: t(`consent.evidence_${name}`), value }] : []
  })
  return (
    <>
      <div className={styles.line}>
        <Chip tone={TONES[entry.state]}>{t(`consent.state_${entry.state}`)}</Chip>
        <span className={styles.name}>{nameOf(entry.purpose)}</span>
        <span className={styles.quiet}>{t(`channel.${entry.channel}`)}</span>
        {entry.claimed && (
          <Chip tone="warning" title={t('consent.claimed_words')}>
            {t('consent.claimed')}
          </Chip>
        )}
      </div>
      <div className={styles.facts}>
        <When at={entry.at} />
        <span>{sourceOf(entry.source)}</span>
        {entry.text_version && (
          <span>{t('consent.version_of', { version: entry.text_version })}</span>
        )}
      </div>
      {evidence.length > 0 && <KeyValues rows={evidence} />}
    </>
  )
}
