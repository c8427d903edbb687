import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { money } from '../format.ts'
import { checkoutOf, loadPlansOf, type Plan } from '../subscriptions.ts'
import { t } from '../texts.ts'
import { Failed, Skeleton } from './States.tsx'
import { useLoad } from './useLoad.ts'
import type { Offered } from './useOffered.ts'

/** Pieces in one delivery that are offered here. */
const MOST_OFFERED = 9

export function rhythmOf({ unit, every }: Pick<Plan, 'unit' | 'every'>): string {
  const of = every === 1 ? unit : `${unit}s`
  return t(`plan_every.${of}`, { count: every })
}

/** By which plans this article can be delivered again and again. */
export function Plans(props: { loaded: Offered['plans']; soldOut: boolean }) {
  const { data } = props.loaded
  return data?.items.map((plan) => <Shown key={plan.id} plan={plan} soldOut={props.soldOut} />)
}

function Shown({ plan, soldOut }: { plan: Plan; soldOut: boolean }) {
  const [quantity, setQuantity] = useState(1)
  const most = Math.min(plan.most_quantity, MOST_OFFERED)
  return (
    <section class="group">
      <h2 class="between">
        <span>{plan.name}</span>
        <span class="price">{money(plan.each_fen)}</span>
      </h2>
      <p class="note">
        {rhythmOf(plan)} · {t('plan.free_to_go')}
      </p>
      {most > 1 && (
        <label class="pieces">
          {t('plan.pieces')}
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
      {soldOut ? (
        <button type="button" class="quiet wide" disabled>
          {t('product.sold_out')}
        </button>
      ) : (
        <a class="primary wide" href={to(checkoutOf(plan, quantity))}>
          {t('plan.subscribe')}
        </a>
      )}
    </section>
  )
}

/** What she agrees to, word for word, and her yes to it. */
export function PlanAgreement(props: {
  sku: string
  plan: string
  agreed: string | null
  set: (version: string | null) => void
}) {
  const { data, error, again } = useLoad(() => loadPlansOf(props.sku), [props.sku])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={3} />
  const plan = data.items.find(({ id }) => id === props.plan)
  if (!plan) return <p class="fault">{t('error.subscription_plan_retired')}</p>
  const { version, text } = plan.agreement
  return (
    <section class="group">
      <h2>
        {plan.name} · {rhythmOf(plan)}
      </h2>
      <p class="words note">{text}</p>
      <label class="check">
        <input
          type="checkbox"
          required
          checked={props.agreed === version}
          onChange={(event) => props.set(event.currentTarget.checked ? version : null)}
        />{' '}
        {t('plan.agree')}
      </label>
    </section>
  )
}
