import { to } from '../address.ts'
import { money } from '../format.ts'
import { checkoutOf, type GroupBuy } from '../groups.ts'
import { sentences, t } from '../texts.ts'
import { Countdown } from './Countdown.tsx'
import type { Offered } from './useOffered.ts'

/** What the rules of a group are, in words. */
export function Terms(props: {
  who: GroupBuy['who']
  size: number
  completeFrom: number | null
  hours?: number
}) {
  const { who, size, completeFrom, hours } = props
  return (
    <p class="note">
      {sentences(
        hours !== undefined && t('group.rule', { size, hours }),
        who !== 'anyone' && t(`group_who.${who}`),
        completeFrom !== null && t('group.made_up_rule', { count: completeFrom }),
      )}
    </p>
  )
}

/** Where this article is cheaper with others: open a group, or join one that misses somebody. */
export function GroupBuys(props: { loaded: Offered['groups']; sku: string; soldOut: boolean }) {
  const { data, again } = props.loaded
  return (
    <>
      {data?.items.map((buy) => (
        <section key={buy.id} class="group">
          <h2 class="between">
            <span>{t('group.people', { count: buy.size })}</span>
            <span class="price">{money(buy.price_fen)}</span>
          </h2>
          <Terms
            who={buy.who}
            size={buy.size}
            completeFrom={buy.complete_from}
            hours={buy.live_hours}
          />
          <ul class="messages">
            {buy.groups.map((group) => (
              <li key={group.id} class="between">
                <span>
                  {t('group.missing', { count: group.missing })}
                  <br />
                  <small class="note">
                    <Countdown until={group.expires_at} onEnd={again} />
                  </small>
                </span>
                <a class="quiet" href={to(`/groups/${group.id}`)}>
                  {t('group.look')}
                </a>
              </li>
            ))}
          </ul>
          {!props.soldOut && (
            <a class="quiet wide" href={to(checkoutOf(buy.id, props.sku))}>
              {t('group.open', { sum: money(buy.price_fen) })}
            </a>
          )}
        </section>
      ))}
    </>
  )
}
