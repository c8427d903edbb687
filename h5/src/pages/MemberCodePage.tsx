import { useEffect, useState } from 'preact/hooks'
import { answer, client, here } from '../api/client.ts'
import { qrPath, SIZE } from '../qr.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** The code she holds out at a till; another one every minute, so that a photograph of it is of no use. */
export function MemberCodePage() {
  return (
    <Page title={t('member_code.title')}>
      <SignedIn page="/member-code">
        <Code />
      </SignedIn>
    </Page>
  )
}

async function load() {
  const { code, changes_in_ms } = await answer(
    client.GET('/api/v1/shop/{shop}/member-code', { params: { path: here } }),
  )
  return { code, until: Date.now() + changes_in_ms }
}
type Shown = Awaited<ReturnType<typeof load>>

function Code() {
  const { data, error, again } = useLoad(load, [])
  // What was shown stays while the next one comes, so that nothing jumps.
  const [shown, setShown] = useState<Shown>()
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (!data) return
    setShown(data)
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((data.until - Date.now()) / 1000))
      setLeft(seconds)
      return seconds
    }
    tick()
    const timer = setInterval(() => {
      if (tick() > 0) return
      clearInterval(timer)
      again()
    }, 500)
    // A phone that was put away shows an old code until it looks.
    const look = () => document.visibilityState === 'visible' && Date.now() >= data.until && again()
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [data, again])
  if (error) return <Failed error={error} again={again} />
  if (!shown) return <Skeleton lines={8} />
  const side = SIZE + 8
  return (
    <section class="member-code">
      <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={t('member_code.picture')}>
        <rect width={side} height={side} fill="#ffffff" />
        <path d={qrPath(shown.code)} fill="#000000" shape-rendering="crispEdges" />
      </svg>
      <strong class="number">{shown.code.replace(/(\d{6})(?=\d)/g, '$1 ')}</strong>
      <span class="note" role="timer">
        {t('member_code.left', { seconds: left })}
      </span>
      <p class="note">{t('member_code.words')}</p>
    </section>
  )
}
