import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { money, time } from '../format.ts'
import { checkoutOf, type PreSale } from '../pre-sales.ts'
import { t } from '../texts.ts'
import type { Offered } from './useOffered.ts'

/** Pieces in one order. */
const MOST_OFFERED = 5

/** Where this article is ordered ahead with a deposit: both amounts, the dates, and what the deposit means. */
export function PreSales({ loaded }: { loaded: Offered['preSales'] }) {
  return loaded.data?.items.map((sale) => <Shown key={sale.id} sale={sale} />)
}

function Shown({ sale }: { sale: PreSale }) {
  const [quantity, setQuantity] = useState(1)
  const most = Math.min(sale.per_customer ?? MOST_OFFERED, MOST_OFFERED)
  const kind = sale.deposit_kind
  return (
    <section class="group">
      <h2 class="between">
        <span>{sale.name}</span>
        <span class="price">{money(sale.price_fen)}</span>
      </h2>
      <dl class="total">
        <dt>{t(`deposit_kind.${kind}`)}</dt>
        <dd>
          {money(sale.deposit_fen)}
          {sale.worth_fen > sale.deposit_fen &&
            ` ${t('pre_sale.worth', { sum: money(sale.worth_fen) })}`}
        </dd>
        <dt>{t('pre_sale.balance')}</dt>
        <dd>{money(sale.balance_fen)}</dd>
      </dl>
      <p class="note">
        {sale.time === 'before'
          ? t('pre_sale.deposits_from', { at: time(sale.deposit_from) })
          : t('pre_sale.deposits_until', { at: time(sale.deposit_until) })}
        <br />
        {t('pre_sale.balance_when', {
          from: time(sale.balance_from),
          until: time(sale.balance_until),
        })}
        <br />
        {t('pre_sale.ships_by', { on: sale.ships_by })}
      </p>
      <p class="note">{t(`deposit_law.${kind}`)}</p>
      {most > 1 && (
        <label class="pieces">
          {t('flash.pieces')}
          <select
            value={quantity}
            onChange={(event) => setQuantity(Number(event.currentTarget.value))}
          >
            {Array.from({ length: most }, (_, i) => (
              <option key={i} value={i + 1}>
                {i + 1}
              </option>
            ))}
          </select>
        </label>
      )}
      {sale.time === 'before' || sale.is_sold_out ? (
        <button type="button" class="quiet wide" disabled>
          {sale.is_sold_out
            ? t('pre_sale.sold_out')
            : t('pre_sale.deposits_from', { at: time(sale.deposit_from) })}
        </button>
      ) : (
        <a class="primary wide" href={to(checkoutOf(sale, quantity))}>
          {t(`pre_sale_order.${kind}`)}
        </a>
      )}
    </section>
  )
}
