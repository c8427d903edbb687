import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { money } from '../format.ts'
import { checkoutOf, type Group, loadGroup } from '../groups.ts'
import { t } from '../texts.ts'
import { CopyLink } from '../ui/CopyLink.tsx'
import { Page } from '../ui/Frame.tsx'
import { Terms } from '../ui/GroupBuys.tsx'
import { GroupShown } from '../ui/GroupShown.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** A group, for whoever has its link. */
export function GroupPage() {
  const id = useRoute().params.id ?? ''
  const { data, error, again } = useLoad(() => loadGroup(id), [id])
  return (
    <Page title={data?.name ?? t('group.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : data ? (
        <Shown group={data} again={again} />
      ) : (
        <Skeleton lines={6} />
      )}
    </Page>
  )
}

function Shown(props: { group: Group; again: () => void }) {
  const { group, again } = props
  const [sku, setSku] = useState(group.items[0]?.sku ?? '')
  const item = group.items.find((one) => one.sku === sku)
  return (
    <article class="product">
      {item && <p class="price large">{money(item.price_fen)}</p>}
      {group.items.length > 1 ? (
        <fieldset class="variants">
          <legend>{t('product.choose')}</legend>
          {group.items.map((one) => (
            <label key={one.sku} class="chip">
              <input
                type="radio"
                name="sku"
                checked={one.sku === sku}
                onChange={() => setSku(one.sku)}
              />
              {one.name}
            </label>
          ))}
        </fieldset>
      ) : (
        <h2>{item?.name}</h2>
      )}
      <GroupShown group={group} again={again} />
      <Terms who={group.who} size={group.size} completeFrom={group.complete_from} />
      {group.merged_into && (
        <a class="quiet wide" href={to(`/groups/${group.merged_into}`)}>
          {t('group.moved')}
        </a>
      )}
      <div class="foot">
        {group.state === 'open' && <CopyLink link={window.location.href} />}
        {group.can_join ? (
          <a class="primary" href={to(checkoutOf(group.group_buy_id, sku, group.id))}>
            {t('group.join')}
          </a>
        ) : (
          group.can_open &&
          group.state !== 'open' && (
            <a class="primary" href={to(checkoutOf(group.group_buy_id, sku))}>
              {t('group.open', { sum: money(item?.price_fen ?? 0) })}
            </a>
          )
        )}
      </div>
    </article>
  )
}
