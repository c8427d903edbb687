import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { nameOf } from '../member.ts'
import { loadShop, type Shop, shop } from '../shop.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Empty, Failed } from '../ui/States.tsx'
import { Storefronts } from '../ui/Storefronts.tsx'
import { useLoad } from '../ui/useLoad.ts'

type Closed = NonNullable<Shop['closed']>

/** In place of what is sold: whom it is for, and what she can do about it. */
export function ClosedPage() {
  // She may have signed in, joined or been upgraded since the shop was opened.
  const { error, again } = useLoad(loadShop, [])
  const closed = shop.value?.closed
  return (
    <Page title={shop.value?.at?.name ?? shop.value?.name ?? ''}>
      <Storefronts />
      {error && <Failed error={error} again={again} />}
      {closed && (
        <Empty title={t('closed.title')}>
          {closed.levels.length > 0 && (
            <p>{t('closed.levels', { levels: closed.levels.map(nameOf).join(t('closed.or')) })}</p>
          )}
          {closed.by_invitation && (
            <p>{t(closed.levels.length > 0 ? 'closed.also_invited' : 'closed.invited')}</p>
          )}
          <WayIn closed={closed} />
        </Empty>
      )}
    </Page>
  )
}

function WayIn({ closed }: { closed: Closed }) {
  const { url } = useLocation()
  const [path = '/'] = url.replace(to(''), '').split('#')
  if (!closed.signed_in)
    return (
      <>
        <p class="note">{t('closed.sign_in_words')}</p>
        <a class="primary wide" href={to(`/sign-in?to=${encodeURIComponent(path || '/')}`)}>
          {t('sign_in.enter')}
        </a>
      </>
    )
  if (closed.levels.length > 0)
    return (
      <a class="primary wide" href={to('/member')}>
        {t(closed.is_member ? 'closed.upgrade' : 'closed.join')}
      </a>
    )
  return <p class="note">{t('closed.ask')}</p>
}
