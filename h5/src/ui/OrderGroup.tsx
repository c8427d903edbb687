import { to } from '../address.ts'
import { loadSeat } from '../groups.ts'
import { t } from '../texts.ts'
import { GroupShown } from './GroupShown.tsx'
import { Failed } from './States.tsx'
import { useLoad } from './useLoad.ts'

/** Her seat, on the page of an order that was bought with others. */
export function OrderGroup(props: { order: string; state: string }) {
  const { data, error, again } = useLoad(() => loadSeat(props.order), [props.order, props.state])
  if (error) return <Failed error={error} again={again} />
  const seat = data?.seat
  if (!seat) return null
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
