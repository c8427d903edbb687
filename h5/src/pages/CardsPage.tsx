import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { answer, client, here } from '../api/client.ts'
import { day, time } from '../format.ts'
import { nameOf } from '../member.ts'
import { qrPath, SIZE } from '../qr.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

const load = () => answer(client.GET('/api/v1/shop/{shop}/cards', { params: { path: here } }))
type Cards = Awaited<ReturnType<typeof load>>
type SessionCard = Cards['session_cards'][number]
type BenefitCard = Cards['benefit_cards'][number]

/** Her cards: sessions left, the code she shows, and what was given. */
export function CardsPage() {
  return (
    <Page title={t('cards.title')}>
      <SignedIn page="/cards">
        <Loaded />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(load, [])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  if (data.session_cards.length + data.benefit_cards.length === 0)
    return (
      <Empty title={t('cards.none')}>
        <a class="quiet" href={to('/')}>
          {t('tab.home')}
        </a>
      </Empty>
    )
  return (
    <>
      {data.session_cards.map((card) => (
        <Sessions key={card.id} card={card} />
      ))}
      {data.benefit_cards.map((card) => (
        <Benefits key={card.id} card={card} />
      ))}
    </>
  )
}

function Sessions({ card }: { card: SessionCard }) {
  const [isShown, setShown] = useState(false)
  const isActive = card.state === 'active'
  return (
    <section class="held-card" aria-label={card.name}>
      <header>
        <h2>{card.name}</h2>
        <strong>
          {isActive
            ? t('cards.left', { left: card.left, all: card.sessions })
            : t(`cards_state.${card.state}`)}
        </strong>
      </header>
      <p class="note">{card.services.join(t('gives.or'))}</p>
      <p class="note">
        {card.valid_until === null
          ? t('gives.no_end')
          : t('cards.until', { day: day(card.valid_until) })}
      </p>
      {isActive && (
        <button
          type="button"
          class="primary wide"
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {t(isShown ? 'cards.hide_code' : 'cards.show_code')}
        </button>
      )}
      {isActive && isShown && <Code code={card.code} />}
      {card.given.length > 0 && (
        <details>
          <summary>{t('cards.history', { count: card.given.length })}</summary>
          <ul class="plain">
            {card.given.map((session) => (
              <li key={session.number} class="between">
                <span>
                  {session.service}
                  <small class="note"> {session.store_name ?? session.store}</small>
                </span>
                <time dateTime={session.at}>{time(session.at)}</time>
              </li>
            ))}
          </ul>
        </details>
      )}
      <a class="quiet" href={to(`/orders/${card.order_id}`)}>
        {t('cards.order')}
      </a>
    </section>
  )
}

/** Shown to staff, who say which service is given. */
function Code({ code }: { code: string }) {
  const side = SIZE + 8
  return (
    <div class="member-code">
      <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={t('cards.picture')}>
        <rect width={side} height={side} fill="#ffffff" />
        <path d={qrPath(code)} fill="#000000" shape-rendering="crispEdges" />
      </svg>
      <strong class="number">{code.replace(/(\d{4})(?=\d)/g, '$1 ')}</strong>
      <p class="note">{t('cards.words')}</p>
    </div>
  )
}

const Benefits = ({ card }: { card: BenefitCard }) => (
  <section class="held-card" aria-label={nameOf(card)}>
    <header>
      <h2>{nameOf(card)}</h2>
      <strong>{t(`cards_benefit.${card.state}`)}</strong>
    </header>
    <p class="note">{t('cards.runs', { from: day(card.starts_at), to: day(card.ends_at) })}</p>
  </section>
)
