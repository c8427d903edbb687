import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { money } from '../format.ts'
import { claimGift, loadGift } from '../gifts.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** The gift card whose link she was sent: what it is worth, and hers with one tap. */
export function GiftPage() {
  const { code = '' } = useRoute().params
  return (
    <Page title={t('gift.title')}>
      <SignedIn page={`/gift/${code}`}>
        <Loaded code={code} />
      </SignedIn>
    </Page>
  )
}

function Loaded({ code }: { code: string }) {
  const { data, error, again } = useLoad(() => loadGift(code), [code])
  const { act, isBusy, fault } = useAct()
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={4} />
  const claim = () =>
    act(async () => {
      await claimGift(code)
      again()
    }, again)
  return (
    <>
      <section class="balance">
        <strong>{money(data.fen)}</strong>
        {data.greeting && <p>{data.greeting}</p>}
      </section>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {data.state === 'waiting' ? (
        <>
          <button type="button" class="primary wide" disabled={isBusy} onClick={claim}>
            {t('gift.claim')}
          </button>
          <p class="note">{t('gift.claim_words')}</p>
        </>
      ) : (
        <p role="status">{t(data.is_mine ? 'gift.yours' : `gift.${data.state}`)}</p>
      )}
      {data.is_mine && (
        <nav class="rows" aria-label={t('stored.title')}>
          <a href={to('/stored-value')}>{t('stored.title')}</a>
        </nav>
      )}
    </>
  )
}
