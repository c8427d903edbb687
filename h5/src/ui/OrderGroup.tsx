import { to } from '../address.ts'
import type { Seat } from '../groups.ts'
import { t } from '../texts.ts'
import { GroupShown } from './GroupShown.tsx'

/** Her seat, on the page of an order that was bought with others. */
export function OrderGroup({ seat, again }: { seat: Seat; again: () => void }) {
  return (
    <section class="group">
      <h2>
        {t(`seat_state.${seat.state}`)}
        {seat.is_leader && ` · ${t('group.leader')}`}
      </h2>
      {(seat.state === 'joined' || seat.state === 'held') && (
        <GroupShown group={seat.group} again={again} />
      )}
      <a class="quiet wide" href={to(`/groups/${seat.group.id}`)}>
        {t(seat.group.can_join ? 'group.invite' : 'group.look')}
      </a>
    </section>
  )
}
