import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { acceptBestie, loadBestie } from '../besties.ts'
import { time } from '../format.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Gains } from '../ui/Gains.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** The bestie card whose link she was sent: what both get, and hers with one tap. */
export function BestiePage() {
  const { code = '' } = useRoute().params
  return (
    <Page title={t('bestie.for_you')}>
      <SignedIn page={`/bestie/${code}`}>
        <Loaded code={code} />
      </SignedIn>
    </Page>
  )
}

function Loaded({ code }: { code: string }) {
  const { data, error, again } = useLoad(() => loadBestie(code), [code])
  const { act, isBusy, fault } = useAct()
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={5} />
  const accept = () =>
    act(async () => {
      await acceptBestie(code)
      again()
    }, again)
  return (
    <>
      <section class="member-card">
        <strong class="large">{data.plan}</strong>
        {data.state === 'waiting' && (
          <span>{t('bestie.until', { at: time(data.expires_at) })}</span>
        )}
      </section>
      <section>
        <Gains terms={data} reader={data.is_own ? 'holder' : 'friend'} />
      </section>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {data.is_own ? (
        <p role="status">{t(data.state === 'waiting' ? 'bestie.own' : `bestie.${data.state}`)}</p>
      ) : data.state === 'waiting' ? (
        <>
          <button type="button" class="primary wide" disabled={isBusy} onClick={accept}>
            {t('bestie.accept')}
          </button>
          <p class="note">{t('bestie.accept_words')}</p>
        </>
      ) : (
        <p role="status">
          {data.is_mine && data.state === 'accepted'
            ? t('bestie.yours')
            : t(data.state === 'accepted' ? 'bestie.taken' : `bestie.${data.state}`)}
        </p>
      )}
      {(data.is_mine || data.is_own) && (
        <nav class="rows" aria-label={t('me.all')}>
          {data.is_mine && <a href={to('/coupons')}>{t('coupons.title')}</a>}
          <a href={to('/bestie-cards')}>{t('bestie.title')}</a>
        </nav>
      )}
    </>
  )
}
