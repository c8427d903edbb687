import { money } from '../format.ts'
import { type Coupon, type Points, type StoredValue, worthOf } from '../member.ts'
import type { Quote, Wishes } from '../orders.ts'
import { t } from '../texts.ts'

/** Sent at most: the checkout takes so many codes at once. */
const MOST_CODES = 20

/** What she could still bring about by putting more into the cart. */
const NEAR = ['below_amount', 'below_pieces', 'goods_missing']

/** The codes her choice means: those that pay most are found among all of them. */
export const codesOf = (choice: string, coupons: readonly Coupon[]): string[] =>
  choice === 'best'
    ? coupons.slice(0, MOST_CODES).map(({ code }) => code)
    : choice === 'none'
      ? []
      : [choice]

/** Coupons, points and stored value: what of hers this order is paid with, and why something is not. */
export function PayWith(props: {
  coupons: readonly Coupon[]
  points: Points
  stored: StoredValue
  wishes: Wishes
  quote: Quote | undefined
  choose: (wishes: Wishes) => void
}) {
  const { coupons, points, stored, wishes, quote, choose } = props
  const storedFen = stored.principal_fen + stored.bonus_fen
  const note = (step: string, id?: string) =>
    quote?.trace.find((one) => one.step === step && (id === undefined || one.id === id))
  const off = (step: string) =>
    quote?.trace
      .filter((one) => one.step === step && one.applied)
      .reduce((sum, one) => sum + one.fen, 0) ?? 0
  const pointsNote = note('points')
  const near = quote?.trace.filter((one) => one.step === 'offers' && NEAR.includes(one.code)) ?? []
  return (
    <>
      {coupons.length > 0 && (
        <fieldset class="choices">
          <legend>{t('step.coupon')}</legend>
          {['best', 'none', ...coupons.map(({ code }) => code)].map((choice) => {
            const coupon = coupons.find(({ code }) => code === choice)
            const told = coupon && note('coupon', coupon.code)
            return (
              <label key={choice} class="check">
                <input
                  type="radio"
                  name="coupon"
                  checked={wishes.coupon === choice}
                  onChange={() => choose({ ...wishes, coupon: choice })}
                />
                <span>
                  {coupon ? `${worthOf(coupon)} ${coupon.name}` : t(`coupon_choice.${choice}`)}
                  {told &&
                    (told.applied ? (
                      <small class="good">{t('checkout.off', { sum: money(told.fen) })}</small>
                    ) : (
                      <small class="note">{whyText(told)}</small>
                    ))}
                </span>
              </label>
            )
          })}
        </fieldset>
      )}
      {points.spendable > 0 && (
        <label class="switch">
          <span>
            {t('checkout.use_points', {
              points: points.spendable,
              sum: money(points.worth_fen),
            })}
            {wishes.points && pointsNote && (
              <small>
                {pointsNote.applied
                  ? t('checkout.off', { sum: money(off('points')) })
                  : whyText(pointsNote)}
              </small>
            )}
          </span>
          <input
            type="checkbox"
            role="switch"
            checked={wishes.points}
            aria-checked={wishes.points}
            onChange={(event) => choose({ ...wishes, points: event.currentTarget.checked })}
          />
        </label>
      )}
      {storedFen > 0 && (
        <label class="switch">
          <span>{t('checkout.use_stored', { sum: money(storedFen) })}</span>
          <input
            type="checkbox"
            role="switch"
            checked={wishes.stored}
            aria-checked={wishes.stored}
            onChange={(event) => choose({ ...wishes, stored: event.currentTarget.checked })}
          />
        </label>
      )}
      {near.map((one) => (
        <p key={one.id ?? one.code} class="note">
          {one.args?.name ? `${one.args.name}：` : ''}
          {whyText(one)}
        </p>
      ))}
    </>
  )
}

type Note = Quote['trace'][number]
/** Why something of the price did not count, in words. */
export function whyText({ code, args }: Pick<Note, 'code' | 'args'>): string {
  const { needed, have } = args ?? {}
  const missing = Number(needed) - Number(have)
  return t(`why.${code}`, {
    missing: Number.isFinite(missing)
      ? code === 'below_amount'
        ? money(missing)
        : String(missing)
      : '',
  })
}
