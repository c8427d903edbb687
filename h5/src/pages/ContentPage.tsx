import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { day } from '../format.ts'
import { nameOf } from '../member.ts'
import { loadContent } from '../rewards.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** What she has opened with points: hers to read from then on. */
export function ContentPage() {
  const { id = '' } = useRoute().params
  return (
    <Page title={t('content.title')}>
      <SignedIn page={`/contents/${id}`}>
        <Loaded id={id} />
      </SignedIn>
    </Page>
  )
}

function Loaded({ id }: { id: string }) {
  const { data, error, again } = useLoad(() => loadContent(id), [id])
  if (error?.code === 'content_not_opened')
    return (
      <nav class="rows" aria-label={t('content.title')}>
        <a href={to(`/rewards/${id}`)}>{t('content.open_first')}</a>
      </nav>
    )
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={8} />
  return (
    <article class="opened">
      <h2>{nameOf(data)}</h2>
      {data.parts.map((part, place) =>
        part.kind === 'text' ? (
          <p key={`text ${place}`} class="words">
            {part.text}
          </p>
        ) : (
          <img
            key={`picture ${place}`}
            class="shot"
            src={part.url}
            width={part.width}
            height={part.height}
            alt={part.alt}
            decoding="async"
            {...(place > 0 && { loading: 'lazy' as const })}
          />
        ),
      )}
      <p class="note">
        {data.refundable_until
          ? t('content.refundable_until', { day: day(data.refundable_until) })
          : t('content.stays')}
      </p>
    </article>
  )
}
