import { time } from '../format.ts'
import type { Group } from '../groups.ts'
import { t } from '../texts.ts'
import { Countdown } from './Countdown.tsx'

/** How a group stands: people who have paid are counted, and nobody else. */
export function GroupShown(props: { group: Group; again: () => void }) {
  const { group, again } = props
  const isOpen = group.state === 'open'
  return (
    <>
      <p class="large" role="status">
        {isOpen
          ? t('group.missing', { count: group.missing })
          : group.completed_by === 'platform' && group.state === 'completed'
            ? t('group.made_up', { joined: group.joined + group.gone, count: group.made_up })
            : t(`group_state.${group.state}`)}
      </p>
      <ul class="seats" aria-label={t('group.seats', { joined: group.joined, size: group.size })}>
        {Array.from({ length: group.size }, (_, i) => (
          <li key={i} class={i < group.joined ? 'taken' : undefined} />
        ))}
      </ul>
      <p class="note">{t('group.seats', { joined: group.joined, size: group.size })}</p>
      {isOpen && group.expires_at && (
        <p>
          <Countdown until={group.expires_at} onEnd={again} />
          <span class="note"> {t('group.until', { at: time(group.expires_at) })}</span>
        </p>
      )}
      {isOpen && group.free < group.missing && (
        <p class="note">{t('group.paying', { count: group.missing - group.free })}</p>
      )}
      {group.gone > 0 && <p class="note">{t('group.gone', { count: group.gone })}</p>}
    </>
  )
}
