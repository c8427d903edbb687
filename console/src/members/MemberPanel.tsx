import { useQuery } from '@tanstack/react-query'
import { App, Button, DatePicker, Drawer, Form, Input } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useKnownText, useLanguage, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { sessionCardsOfQuery } from '../session-cards/api.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import {
  benefitsOfQuery,
  cardsOfQuery,
  type Explained,
  joinProgramme,
  type Ladder,
  levelQuery,
  staysQuery,
  useMembershipChanged,
} from './api.ts'
import styles from './Members.module.css'
import { ProgressWords, useLevelNames } from './words.tsx'

/** A customer's level with what is missing to the next, her benefits, cards and sessions; and why, on any day. */
export function MemberPanel(props: { customerId: number }) {
  const t = useTexts()
  const language = useLanguage()
  const mayWrite = useMay('membership:write')
  const id = props.customerId
  const [isJoining, setJoining] = useState(false)
  const [asked, setAsked] = useState<Ladder>()
  const stays = useQuery(staysQuery(id))
  const member = stays.data?.items.find((stay) => stay.left_at === null)
  const ladder: Ladder = member ? 'growth' : 'fan'
  const level = useQuery({ ...levelQuery(id, ladder), enabled: stays.data !== undefined })
  const benefits = useQuery(benefitsOfQuery(id))
  const cards = useQuery(cardsOfQuery(id))
  const { nameOf } = useLevelNames(ladder)
  const sessions = useQuery(sessionCardsOfQuery(id))
  const error = stays.error ?? level.error ?? benefits.error ?? cards.error ?? sessions.error
  const running = cards.data?.items.filter((c) => c.state === 'active' || c.state === 'cancelled')
  return (
    <Panel
      title={t('members.panel')}
      extra={
        level.data && (
          <Button type="link" size="small" onClick={() => setAsked(ladder)}>
            {t('members.why')}
          </Button>
        )
      }
    >
      {error && <ErrorNote error={error} />}
      {!error && (!stays.data || level.isPending) && <SkeletonLines lines={3} />}
      {stays.data && level.data !== undefined && (
        <>
          {level.data?.level ? (
            <p>
              <Chip tone="info">{nameOf(level.data.level)}</Chip>{' '}
              {level.data.grace_until && (
                <Chip tone="warning">
                  {t('members.grace_to')} <When at={level.data.grace_until} />
                </Chip>
              )}
              <br />
              <ProgressWords progress={level.data.progress} nameOf={nameOf} />
            </p>
          ) : (
            <p className={styles.quiet}>{t(member ? 'members.no_level' : 'members.no_member')}</p>
          )}
          {!member && mayWrite && (
            <Button size="small" onClick={() => setJoining(true)}>
              {t('members.join')}
            </Button>
          )}
        </>
      )}
      {benefits.data && benefits.data.items.length > 0 && (
        <Chips>
          {benefits.data.items.map((one) => (
            <Chip key={one.code} tone={one.left === 0 ? 'plain' : 'good'}>
              {language === 'en' ? one.name_en : one.name}
              {one.left !== null && ` · ${t('members.left', { count: one.left })}`}
            </Chip>
          ))}
        </Chips>
      )}
      {running?.map((card) => (
        <p key={card.id} className={styles.quiet}>
          {card.plan_code} · {t(`members.card_${card.state}`)} · {t('members.until')}{' '}
          <When at={card.ends_at} />
        </p>
      ))}
      {sessions.data?.items
        .filter((card) => card.state === 'active')
        .map((card) => (
          <p key={card.id} className={styles.quiet}>
            {card.name} · {t('members.sessions_left', { left: card.left, all: card.sessions })}
            {card.valid_until !== null && (
              <>
                {' '}
                · {t('members.until')} <When at={card.valid_until} />
              </>
            )}
          </p>
        ))}
      {isJoining && <JoinForm id={id} onClose={() => setJoining(false)} />}
      {asked && <WhyDrawer id={id} ladder={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  )
}

function JoinForm(props: { id: number; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useMembershipChanged()
  return (
    <FormDialog<{ consent: string }>
      title={t('members.join')}
      okText={t('members.join')}
      words={t('members.join_words')}
      save={({ consent }) => joinProgramme(props.id, consent.trim())}
      onSaved={async () => {
        void message.success(t('members.joined'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="consent"
        label={t('members.consent')}
        rules={[{ required: true, whitespace: true, message: t('members.consent_needed') }]}
      >
        <Input maxLength={500} placeholder={t('members.consent_example')} />
      </Form.Item>
    </FormDialog>
  )
}

/** Why she stood there, on any day: replayed from the rows. */
function WhyDrawer(props: { id: number; ladder: Ladder; onClose: () => void }) {
  const t = useTexts()
  const [day, setDay] = useState<Dayjs | null>(null)
  const asOf = day?.endOf('day').toISOString()
  const isAhead = day?.endOf('day').isAfter(new Date()) ?? false
  const told = useQuery(levelQuery(props.id, props.ladder, isAhead ? undefined : asOf))
  const { nameOf } = useLevelNames(props.ladder)
  return (
    <Drawer open size={640} title={t('members.why_title')} onClose={props.onClose}>
      <div className={styles.row}>
        <DatePicker
          aria-label={t('members.on_day')}
          placeholder={t('members.today')}
          value={day}
          onChange={setDay}
          disabledDate={(date) => date.startOf('day').isAfter(new Date())}
        />
        <span className={styles.quiet}>{t('members.why_words')}</span>
      </div>
      {told.error && <ErrorNote error={told.error} />}
      {!told.data && !told.error && <SkeletonLines lines={6} />}
      {told.data && <Told told={told.data} nameOf={nameOf} />}
    </Drawer>
  )
}

function Told(props: { told: Explained; nameOf: (code: string | null) => string | undefined }) {
  const t = useTexts()
  const known = useKnownText()
  const { told, nameOf } = props
  const { figures } = told
  return (
    <>
      <KeyValues
        rows={[
          {
            ...{ key: 'level', label: t('members.level') },
            value: nameOf(told.level) ?? t('members.none'),
          },
          {
            ...{ key: 'since', label: t('members.since') },
            value: told.since ? <When at={told.since} /> : <Nothing />,
          },
          {
            ...{ key: 'term', label: t('members.term') },
            value: told.term_ends_at ? <When at={told.term_ends_at} /> : <Nothing />,
          },
          {
            ...{ key: 'spend', label: t('members.spend') },
            value: figures ? <Money fen={figures.spend_fen} /> : <Nothing />,
          },
          {
            ...{ key: 'orders', label: t('members.orders') },
            value: figures ? <Count value={figures.orders} /> : <Nothing />,
          },
          {
            ...{ key: 'growth', label: t('members.growth') },
            value: figures ? <Count value={figures.growth} /> : <Nothing />,
          },
          {
            ...{ key: 'version', label: t('members.version') },
            value: told.rules_version ?? <Nothing />,
          },
        ]}
      />
      <h3>{t('members.changes')}</h3>
      {told.changes.length === 0 ? (
        <p className={styles.quiet}>{t('members.no_moves')}</p>
      ) : (
        <ol className={styles.steps}>
          {told.changes.map((change) => (
            <li key={`${change.at} ${change.reason} ${change.to}`}>
              <When at={change.at} /> · {known(`members.reason_${change.reason}`) ?? change.reason}
              {change.from !== change.to &&
                ` · ${nameOf(change.from) ?? t('members.none')} → ${nameOf(change.to) ?? t('members.none')}`}{' '}
              <span className={styles.quiet}>
                <Money fen={change.figures.spend_fen} /> ·{' '}
                {t('members.orders_of', { count: change.figures.orders })} · v{change.version}
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
