import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useNow } from '../format/now.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import {
  type GivenSession,
  type SessionCard,
  sessionsQuery,
  undoSession,
  useSessionCardsChanged,
} from './api.ts'

const HOUR_MS = 3_600_000

/** What was given of a card, where and when; what was given by mistake is taken back here. */
export function GivenSessions({ card }: { card: SessionCard }) {
  const t = useTexts()
  const now = useNow()
  const mayUndo = useMay('membership:write')
  const { data, error } = useQuery(sessionsQuery(card.id))
  const [undoing, undo] = useState<GivenSession>()
  if (error) return <ErrorNote error={error} />
  if (!data) return <SkeletonLines lines={2} />
  const canUndo = ({ at, undone_at }: GivenSession) =>
    mayUndo &&
    undone_at === null &&
    (card.state === 'active' || card.state === 'used') &&
    now.getTime() < new Date(at).getTime() + data.undo_hours * HOUR_MS
  return (
    <>
      <KeyValues
        rows={[
          {
            ...{ key: 'order', label: t('session_cards.order') },
            value: (
              <Link to="/own-orders" search={{ order: card.order_id }}>
                {card.order_number}
              </Link>
            ),
          },
          ...(data.sessions.length === 0
            ? [
                {
                  ...{ key: 'none', label: t('session_cards.given') },
                  value: t('session_cards.none_given'),
                },
              ]
            : []),
          ...data.sessions.map((session) => ({
            key: session.id,
            label: t('session_cards.number', { number: session.number }),
            value: (
              <>
                {session.service} · {session.store_name ?? session.store} · <When at={session.at} />
                {session.undone_at !== null && (
                  <>
                    {' '}
                    · {t('session_cards.undone', { reason: session.undone_reason ?? '' })}{' '}
                    <When at={session.undone_at} />
                  </>
                )}
                {canUndo(session) && (
                  <Button type="link" size="small" danger onClick={() => undo(session)}>
                    {t('session_cards.undo')}
                  </Button>
                )}
              </>
            ),
          })),
        ]}
      />
      {undoing && <UndoForm card={card} session={undoing} onClose={() => undo(undefined)} />}
    </>
  )
}

function UndoForm(props: { card: SessionCard; session: GivenSession; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useSessionCardsChanged()
  return (
    <FormDialog<{ reason: string }>
      title={t('session_cards.undo')}
      okText={t('session_cards.undo')}
      danger
      words={t('session_cards.undo_words', { number: props.session.number })}
      save={({ reason }) => undoSession(props.card.id, props.session.id, reason.trim())}
      onSaved={async () => {
        void message.success(t('session_cards.undone_done'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <ReasonField label={t('session_cards.reason')} needed={t('session_cards.needed')} max={200} />
    </FormDialog>
  )
}
