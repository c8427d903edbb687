import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Drawer, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { momentOf, wallOf } from '../decoration/zoned.ts'
import { useLocale } from '../format/locale.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { When } from '../ui/When.tsx'
import {
  type LeadDetail,
  leadQuery,
  moveLead,
  noteOnLead,
  planLead,
  useLeadsChanged,
} from './api.ts'
import styles from './Leads.module.css'
import { TONES } from './tones.ts'

/** One lead: who it is, how it stands, what was done, and what can be. */
export function LeadDrawer(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const lead = useQuery(leadQuery(props.id))
  const { data } = lead
  return (
    <Drawer open size={520} title={t('leads.lead')} onClose={props.onClose}>
      {lead.error ? (
        <ErrorPanel error={lead.error} onRetry={() => void lead.refetch()} />
      ) : data ? (
        <Inside lead={data} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function Inside({ lead }: { lead: LeadDetail }) {
  const t = useTexts()
  const mayWrite = useMay('leads:write')
  return (
    <>
      <h2 className={styles.who}>
        <CustomerName row={lead} />{' '}
        <Chip tone={TONES[lead.state]}>{t(`lead_state.${lead.state}`)}</Chip>
      </h2>
      <p className={styles.quiet}>
        {[lead.phone, lead.form.name, lead.channel.name, lead.staff?.name ?? t('leads.nobody')]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {lead.won_order_id && <p>{t('leads.won_by', { order: lead.won_order_id })}</p>}
      {mayWrite && <Acts key={lead.revision} lead={lead} />}
      <ol className={styles.changes} aria-label={t('leads.changes')}>
        {lead.changes.map((change) => (
          <li key={change.id}>
            <strong>{whatWasDone(t, change)}</strong>
            {change.note && change.kind !== 'planned' && <p>{change.note}</p>}
            <small className={styles.quiet}>
              {change.actor && `${change.actor} · `}
              <When at={change.at} />
            </small>
          </li>
        ))}
      </ol>
    </>
  )
}

function whatWasDone(
  t: ReturnType<typeof useTexts>,
  { kind, to_state, to_staff }: LeadDetail['changes'][number],
): string {
  if (kind === 'moved' && to_state)
    return t('leads.change_moved', { state: t(`lead_state.${to_state}`) })
  if (kind === 'assigned') return t('leads.change_assigned', { staff: to_staff ?? '' })
  if (kind === 'created')
    return to_staff ? t('leads.change_created_for', { staff: to_staff }) : t('leads.change_created')
  return t(kind === 'planned' ? 'leads.change_planned' : 'leads.change_note')
}

function Acts({ lead }: { lead: LeadDetail }) {
  const t = useTexts()
  const { timeZone } = useLocale()
  const changed = useLeadsChanged()
  const [text, setText] = useState('')
  const [due, setDue] = useState(lead.due_at ? wallOf(new Date(lead.due_at), timeZone) : '')
  const acting = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => setText(''),
    onSettled: () => changed(),
  })
  const note = text.trim()
  const { revision } = lead
  const isOver = lead.state === 'won' || lead.state === 'lost'
  return (
    <div className={styles.acts}>
      {acting.error && <ErrorNote error={acting.error} />}
      <Input.TextArea
        aria-label={t('leads.note')}
        placeholder={t('leads.note')}
        maxLength={1000}
        autoSize={{ minRows: 2, maxRows: 6 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles.buttons}>
        {lead.moves.map((to) =>
          to === 'following' || to === 'lost' ? (
            <Button
              key={to}
              type={to === 'following' ? 'primary' : 'default'}
              loading={acting.isPending}
              onClick={() => acting.mutate(() => moveLead(lead.id, { to, note, revision }))}
            >
              {t(`leads.to_${to}`)}
            </Button>
          ) : null,
        )}
        <Button
          disabled={note === ''}
          loading={acting.isPending}
          onClick={() => acting.mutate(() => noteOnLead(lead.id, note))}
        >
          {t('leads.write_down')}
        </Button>
      </div>
      {!isOver && (
        <div className={styles.buttons}>
          <Input
            type="datetime-local"
            style={{ width: 220 }}
            aria-label={t('leads.due_at')}
            value={due}
            onChange={(event) => setDue(event.target.value)}
          />
          <Button
            loading={acting.isPending}
            onClick={() =>
              acting.mutate(() =>
                planLead(lead.id, {
                  due_at: due === '' ? null : momentOf(due, timeZone).toISOString(),
                  revision,
                }),
              )
            }
          >
            {t('leads.plan')}
          </Button>
        </div>
      )}
    </div>
  )
}
