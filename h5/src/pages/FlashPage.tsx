import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { loadFlashSales, type PicturedSlot } from '../flash.ts'
import { money, time } from '../format.ts'
import { t } from '../texts.ts'
import { BuyNow } from '../ui/BuyNow.tsx'
import { Countdown } from '../ui/Countdown.tsx'
import { FlashLeft } from '../ui/FlashLeft.tsx'
import { Page } from '../ui/Frame.tsx'
import { PriceBase } from '../ui/PriceBase.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useTurns } from '../ui/useTurns.ts'

/** Slots of flash sales: what runs, what comes, what is just over. */
export function FlashPage() {
  const { data, error, again } = useTurns(loadFlashSales, [])
  const [chosen, choose] = useState<string>()
  const slots = data?.items ?? []
  const slot =
    slots.find(({ id }) => id === chosen) ??
    slots.find((one) => one.time === 'now') ??
    slots.find((one) => one.time === 'before') ??
    slots.at(-1)
  return (
    <Page title={t('flash.title')}>
      {error && !data ? (
        <Failed error={error} again={again} />
      ) : !data ? (
        <Skeleton lines={6} />
      ) : !slot ? (
        <Empty title={t('flash.none')}>
          <a class="quiet" href={to('/')}>
            {t('tab.home')}
          </a>
        </Empty>
      ) : (
        <>
          <fieldset class="variants">
            <legend>{t('flash.slots')}</legend>
            {slots.map((one) => (
              <label key={one.id} class="chip">
                <input
                  type="radio"
                  name="slot"
                  checked={one.id === slot.id}
                  onChange={() => choose(one.id)}
                />
                {time(one.starts_at)} · {t(`flash_time.${one.time}`)}
              </label>
            ))}
          </fieldset>
          <Shown key={slot.id} slot={slot} aheadMs={data.aheadMs} again={again} />
        </>
      )}
    </Page>
  )
}

function Shown(props: { slot: PicturedSlot; aheadMs: number; again: () => void }) {
  const { slot, aheadMs, again } = props
  return (
    <section>
      <h2>{slot.name}</h2>
      <p class="note">
        {slot.time === 'before' ? (
          <Countdown
            until={slot.starts_at}
            aheadMs={aheadMs}
            words={(clock) => t('flash.begins_in', { clock })}
          />
        ) : slot.time === 'now' ? (
          <Countdown
            until={slot.ends_at}
            aheadMs={aheadMs}
            words={(clock) => t('flash.ends_in', { clock })}
          />
        ) : (
          t('flash.over')
        )}
      </p>
      {/* Said once when it turns, not every second. */}
      <p class="unseen" role="status">
        {t(`flash_turn.${slot.time}`)}
      </p>
      <ul class="messages flash">
        {slot.items.map((item) => (
          <li key={item.sku}>
            <a class="between" href={to(`/p/${encodeURIComponent(item.sku)}`)}>
              <span class="goods">
                <Picture product={item} />
                <span>{item.name}</span>
              </span>
              <span class="price">
                {money(item.price_fen)}
                <PriceBase base={item.base_fen} price={item.price_fen} />
              </span>
            </a>
            {item.per_customer !== null && (
              <p class="note">{t('flash.limit', { count: item.per_customer })}</p>
            )}
            <FlashLeft slot={slot} item={item} />
            <BuyNow slot={slot} item={item} again={again} />
          </li>
        ))}
      </ul>
    </section>
  )
}
