import { useRef, useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { money } from '../format.ts'
import { nameOf } from '../member.ts'
import { rememberAddress, rememberedAddress } from '../orders.ts'
import { loadRewards, quoteReward, type Reward, redeemReward } from '../rewards.ts'
import { t } from '../texts.ts'
import { AddressChoice } from '../ui/AddressChoice.tsx'
import { isWhole } from '../ui/AddressFields.tsx'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'
import { Ways } from '../ui/Ways.tsx'
import { costOf, count, stateOf } from './RewardsPage.tsx'

/** One reward: what it costs, what is missing, and the exchange after she has confirmed it. */
export function RewardPage() {
  const { id = '' } = useRoute().params
  return (
    <Page title={t('rewards.one')}>
      <SignedIn page={`/rewards/${id}`}>
        <Loaded id={id} />
      </SignedIn>
    </Page>
  )
}

function Loaded({ id }: { id: string }) {
  const { data, error, again } = useLoad(loadRewards, [id])
  const [isDone, setDone] = useState(false)
  const { route } = useLocation()
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={5} />
  const reward = data.rewards.find((one) => one.id === id)
  if (!reward) return <Empty title={t('refused.reward_closed')} />
  return (
    <>
      <h2>{nameOf(reward)}</h2>
      {reward.description && <p>{reward.description}</p>}
      <dl class="total">
        <dt>{t('rewards.costs')}</dt>
        <dd>{costOf(reward)}</dd>
        <dt>{t('rewards.yours')}</dt>
        <dd>{count(data.points)}</dd>
        {reward.left !== null && (
          <>
            <dt>{t('rewards.left')}</dt>
            <dd>{count(reward.left)}</dd>
          </>
        )}
        {reward.per_customer !== null && (
          <>
            <dt>{t('rewards.limit')}</dt>
            <dd>
              {reward.mine} / {reward.per_customer}
            </dd>
          </>
        )}
      </dl>
      {reward.refund_days !== null && !reward.is_opened && (
        <p class="note">
          {reward.refund_days > 0
            ? t('content.refund_days', { days: reward.refund_days })
            : t('content.no_refund')}
        </p>
      )}
      {reward.is_opened ? (
        <nav class="rows" aria-label={t('content.title')}>
          <a href={to(`/contents/${id}`)}>{t('content.read')}</a>
        </nav>
      ) : isDone ? (
        <Done kind={reward.kind} />
      ) : reward.refused || reward.missing > 0 ? (
        <Short reward={reward} />
      ) : (
        <Exchange
          reward={reward}
          points={data.points}
          done={() => {
            if (reward.kind === 'content') return route(to(`/contents/${id}`), true)
            setDone(true)
            again()
          }}
        />
      )}
    </>
  )
}

/** Why not yet, and the ways on. */
function Short({ reward }: { reward: Reward }) {
  return (
    <>
      <p class="apart" role="status">
        {stateOf(reward)}
      </p>
      {reward.refused === null && <Ways missing={reward.missing} />}
      <nav class="rows apart" aria-label={t('rewards.ways_on')}>
        <a href={to('/')}>{t('rewards.earn')}</a>
        <a href={to('/rewards')}>{t('rewards.others')}</a>
      </nav>
    </>
  )
}

const WHERE = { coupon: '/coupons', card: '/member', stored_value: '/stored-value' } as const
function Done({ kind }: { kind: Reward['kind'] }) {
  return (
    <section class="balance" role="status">
      <strong>{t('rewards.done')}</strong>
      {kind !== 'product' && kind !== 'content' && (
        <a class="primary" href={to(WHERE[kind])}>
          {t(`reward_kind.${kind}`)}
        </a>
      )}
    </section>
  )
}

function Exchange(props: { reward: Reward; points: number; done: () => void }) {
  const { reward } = props
  const { route } = useLocation()
  const isProduct = reward.kind === 'product'
  const [delivery, setDelivery] = useState<'pick_up' | 'ship'>('pick_up')
  const [address, setAddress] = useState(rememberedAddress)
  const [isAsked, setAsked] = useState(false)
  const { act, isBusy, fault } = useAct()
  // One key an attempt of hers, so that a tap that seemed lost costs nothing twice.
  const key = useRef(crypto.randomUUID())
  const where = isProduct && delivery === 'ship' ? address : null
  const isReady = where === null || isWhole(where)
  const quote = useLoad(
    () => quoteReward(reward.id, isReady ? where : null),
    [reward.id, isReady && JSON.stringify(where)],
  )
  const due = quote.data?.due_fen
  const exchange = () =>
    act(
      async () => {
        const { order_id } = await redeemReward(reward.id, {
          ...{ key: key.current, expected_points: reward.points, address: where },
          expected_due_fen: due ?? 0,
        })
        if (where) rememberAddress(where)
        if (order_id) route(to(`/orders/${order_id}`), true)
        else props.done()
      },
      () => {
        key.current = crypto.randomUUID()
        setAsked(false)
        quote.again()
      },
    )
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
      }}
    >
      {isProduct && (
        <fieldset class="variants" hidden={quote.data?.delivery === 'none'}>
          <legend>{t('checkout.delivery')}</legend>
          {(['pick_up', 'ship'] as const).map((value) => (
            <label key={value} class="chip">
              <input
                type="radio"
                name="delivery"
                checked={delivery === value}
                onChange={() => {
                  setDelivery(value)
                  setAsked(false)
                }}
              />
              {t(`checkout.${value}`)}
            </label>
          ))}
        </fieldset>
      )}
      {isProduct && delivery === 'ship' && <AddressChoice address={address} set={setAddress} />}
      {quote.error && <Failed error={quote.error} again={quote.again} />}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {isAsked && due !== undefined ? (
        <section aria-label={t('rewards.confirm')}>
          <p>
            {due > 0
              ? t('rewards.confirm_due', {
                  ...{ points: count(reward.points), sum: money(due) },
                  left: count(props.points - reward.points),
                })
              : t('rewards.confirm_points', {
                  points: count(reward.points),
                  left: count(props.points - reward.points),
                })}
          </p>
          <button
            type="button"
            class="primary wide"
            disabled={isBusy}
            onClick={() => void exchange()}
          >
            {t('rewards.confirm')}
          </button>
          <button type="button" class="quiet wide" onClick={() => setAsked(false)}>
            {t('rewards.not_yet')}
          </button>
        </section>
      ) : (
        <button type="submit" class="primary" disabled={!isReady || due === undefined}>
          {t(reward.kind === 'content' ? 'content.open' : 'rewards.exchange')}
        </button>
      )}
    </form>
  )
}
