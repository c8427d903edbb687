import { to } from '../address.ts'
import { money } from '../format.ts'
import { loadGifts } from '../gifts.ts'
import { loadStoredValue, loadTopUps } from '../member.ts'
import { t } from '../texts.ts'
import { CopyLink } from '../ui/CopyLink.tsx'
import { Page } from '../ui/Frame.tsx'
import { Moves } from '../ui/Moves.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** What she has paid in, and what was given on top. */
export function StoredValuePage() {
  return (
    <Page title={t('stored.title')}>
      <SignedIn page="/stored-value">
        <Loaded />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(async () => {
    const [stored, topUps] = await Promise.all([loadStoredValue(), loadTopUps()])
    return { ...stored, topUps }
  }, [])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={5} />
  return (
    <>
      <section class="balance">
        <strong>{money(data.principal_fen + data.bonus_fen)}</strong>
      </section>
      <dl class="total">
        <dt>{t('stored.principal')}</dt>
        <dd>{money(data.principal_fen)}</dd>
        <dt>{t('stored.bonus')}</dt>
        <dd>{money(data.bonus_fen)}</dd>
      </dl>
      {data.topUps.length > 0 && (
        <section>
          <h2>{t('stored.top_up')}</h2>
          <nav class="rows" aria-label={t('stored.top_up')}>
            {data.topUps.map((product) => (
              <a key={product.sku} href={to(`/p/${encodeURIComponent(product.sku)}`)}>
                {product.name} · {money(product.price_fen)}
              </a>
            ))}
          </nav>
        </section>
      )}
      <Given />
      <Moves of="stored_value" show={money} />
    </>
  )
}

/** Gift cards she bought for others, and whether they have come to hand. */
function Given() {
  const { data, error, again } = useLoad(loadGifts, [])
  if (error) return <Failed error={error} again={again} />
  if (!data || data.length === 0) return null
  return (
    <section>
      <h2>{t('gift.bought')}</h2>
      <ul class="plain">
        {data.map((gift) => (
          <li key={gift.code}>
            <span class="between">
              {money(gift.fen)} <small class="note">{t(`gift.${gift.state}`)}</small>
            </span>
            {gift.state === 'waiting' && (
              <CopyLink link={`${window.location.origin}${to(`/gift/${gift.code}`)}`} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
