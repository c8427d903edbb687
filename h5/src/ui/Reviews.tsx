import { useEffect, useState } from 'preact/hooks'
import { ApiError } from '../api/client.ts'
import { day } from '../format.ts'
import { loadReviews, type Only, type Reviews as Page, photoUrl } from '../reviews.ts'
import { t } from '../texts.ts'
import { Stars } from './Stars.tsx'
import { Failed, Skeleton } from './States.tsx'

type Review = Page['items'][number]
interface Shown {
  items: Review[]
  next: string | null
  summary: Page['summary']
}

/** What buyers say of an article: the average over all of them, how the stars lie, and their words. */
export function Reviews(props: { sku: string }) {
  const { sku } = props
  const [only, setOnly] = useState<Only>({})
  const [shown, show] = useState<Shown>()
  const [error, setError] = useState<ApiError>()
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let isOld = false
    setError(undefined)
    loadReviews(sku, only).then(
      ({ items, next_cursor, summary }) => isOld || show({ items, next: next_cursor, summary }),
      (fault: ApiError) => isOld || setError(fault),
    )
    return () => {
      isOld = true
    }
  }, [sku, only, turn])
  const more = async () => {
    if (!shown?.next) return
    setError(undefined)
    try {
      const { items, next_cursor, summary } = await loadReviews(sku, only, shown.next)
      show({ items: [...shown.items, ...items], next: next_cursor, summary })
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      setError(fault)
    }
  }
  const again = () => (shown?.next && shown.items.length > 0 ? void more() : setTurn(turn + 1))
  return (
    <section class="reviews" aria-label={t('reviews.title')}>
      <h2>{t('reviews.title')}</h2>
      {shown && <Summary summary={shown.summary} only={only} setOnly={setOnly} />}
      {shown && (
        <ul class="messages">
          {shown.items.map((review) => (
            <One key={review.id} review={review} />
          ))}
        </ul>
      )}
      {shown?.items.length === 0 && shown.summary.count > 0 && (
        <p class="note">{t('reviews.none_of_these')}</p>
      )}
      {!shown && !error && <Skeleton lines={3} />}
      {error && <Failed error={error} again={again} />}
      {shown?.next && !error && (
        <button type="button" class="quiet wide" onClick={() => void more()}>
          {t('reviews.more')}
        </button>
      )}
    </section>
  )
}

function Summary(props: { summary: Page['summary']; only: Only; setOnly: (only: Only) => void }) {
  const { summary, only, setOnly } = props
  const { count, average_centi, by_stars, unseen } = summary
  if (average_centi === null) return <p class="note">{t('reviews.none')}</p>
  const average = average_centi / 100
  return (
    <>
      <p>
        <strong class="large">{average.toFixed(1)}</strong> <Stars stars={average} />{' '}
        <span class="note">{t('reviews.count', { count })}</span>
      </p>
      {unseen > 0 && <p class="note">{t('reviews.unseen', { count: unseen })}</p>}
      <fieldset class="chips" aria-label={t('reviews.only')}>
        {[5, 4, 3, 2, 1].map((stars) => (
          <button
            key={stars}
            type="button"
            class="chip"
            aria-pressed={only.stars === stars}
            onClick={() => setOnly(only.stars === stars ? {} : { stars })}
          >
            {t('reviews.of_stars', { stars, count: by_stars[stars - 1] ?? 0 })}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          aria-pressed={only.pictures === true}
          onClick={() => setOnly(only.pictures ? {} : { pictures: true })}
        >
          {t('reviews.with_photos')}
        </button>
      </fieldset>
    </>
  )
}

function One({ review }: { review: Review }) {
  return (
    <li>
      <span class="between">
        <Stars stars={review.stars} />
        <time dateTime={review.posted_at}>{day(review.posted_at)}</time>
      </span>
      <span class="note">{review.author || t('reviews.anonymous')}</span>
      {review.words && <p class="words">{review.words}</p>}
      <Photos ids={review.pictures} />
      {review.reply && (
        <p class="note">
          {t('reviews.reply')} {review.reply}
        </p>
      )}
    </li>
  )
}

function Photos(props: { ids: readonly string[] }) {
  return (
    <span class="photos">
      {props.ids.map((id, i) => (
        <a key={id} href={photoUrl(id)} target="_blank" rel="noreferrer">
          <img
            src={photoUrl(id)}
            alt={t('reviews.photo', { number: i + 1 })}
            width={96}
            height={96}
            loading="lazy"
          />
        </a>
      ))}
    </span>
  )
}
