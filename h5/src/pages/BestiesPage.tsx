import { useRef } from 'preact/hooks'
import { to } from '../address.ts'
import { loadBesties, type OfferedBestie, type OwnBestie, takeBestie } from '../besties.ts'
import { time } from '../format.ts'
import { t } from '../texts.ts'
import { CopyLink } from '../ui/CopyLink.tsx'
import { Page } from '../ui/Frame.tsx'
import { Gains } from '../ui/Gains.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** Cards she has to give, each with its link, and those she may get. */
export function BestiesPage() {
  return (
    <Page title={t('bestie.title')}>
      <SignedIn page="/bestie-cards">
        <Loaded />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(loadBesties, [])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  return (
    <>
      {data.offered.length > 0 && (
        <section>
          <h2>{t('bestie.offered')}</h2>
          <ul class="plain">
            {data.offered.map((one) => (
              <Offered key={one.id} plan={one} onTaken={again} />
            ))}
          </ul>
        </section>
      )}
      {data.items.length === 0 ? (
        <Empty title={t('bestie.none')}>
          <p class="note">{t('bestie.none_words')}</p>
        </Empty>
      ) : (
        <section>
          <h2>{t('bestie.mine')}</h2>
          <ul class="messages">
            {data.items.map((card) => (
              <Own key={card.code} card={card} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const within = (hours: number) =>
  hours % 24 === 0 ? t('bestie.days', { count: hours / 24 }) : t('bestie.hours', { count: hours })

function Offered(props: { plan: OfferedBestie; onTaken: () => void }) {
  const { plan } = props
  const { act, isBusy, fault } = useAct()
  // One key a wish, so that a tap that seemed lost takes nothing twice.
  const key = useRef(crypto.randomUUID())
  const take = () =>
    act(async () => {
      await takeBestie(plan.id, key.current)
      key.current = crypto.randomUUID()
      props.onTaken()
    })
  return (
    <li>
      <span class="between">
        <strong>{plan.name}</strong>
        {plan.mine >= plan.per_holder ? (
          <em class="note">{t('bestie.full', { count: plan.mine })}</em>
        ) : plan.is_gone ? (
          <em class="note">{t('bestie.gone')}</em>
        ) : plan.refused !== null ? null : plan.sku !== null ? (
          <a
            class="primary small"
            aria-label={t('bestie.buy_this', { name: plan.name })}
            href={to(`/p/${encodeURIComponent(plan.sku)}`)}
          >
            {t('bestie.buy')}
          </a>
        ) : (
          <button
            type="button"
            class="primary small"
            aria-label={t('bestie.take_this', { name: plan.name })}
            disabled={isBusy}
            onClick={() => void take()}
          >
            {t('bestie.take')}
          </button>
        )}
      </span>
      <Gains terms={plan} reader="holder" />
      <small class="note">{within(plan.accept_hours)}</small>
      {plan.refused !== null && <small class="note">{t(`error.${plan.refused}`)}</small>}
      {fault && (
        <small class="fault" role="alert">
          {fault}
        </small>
      )}
    </li>
  )
}

function Own({ card }: { card: OwnBestie }) {
  return (
    <li>
      <span class="between">
        <strong>{card.plan}</strong>
        <span class={card.state === 'accepted' ? 'good' : 'note'}>{t(`bestie.${card.state}`)}</span>
      </span>
      <Gains terms={card} reader="holder" />
      {card.state === 'waiting' && (
        <>
          <small class="note">{t('bestie.until', { at: time(card.expires_at) })}</small>
          <CopyLink link={`${window.location.origin}${to(`/bestie/${card.code}`)}`} />
        </>
      )}
      {card.is_earned && card.state === 'accepted' && (
        <small class="note">{t('bestie.earned')}</small>
      )}
    </li>
  )
}
