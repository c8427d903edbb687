import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { ApiError } from '../api/client.ts'
import { day } from '../format.ts'
import {
  loadReviewables,
  postReview,
  type Reviewable,
  type SentPhoto,
  sendPhoto,
} from '../reviews.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Stars } from '../ui/Stars.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

const MOST_PHOTOS = 6

/** Every line of an order: what she said of it, or the form to say it. */
export function ReviewPage() {
  const id = useRoute().params.id ?? ''
  return (
    <Page title={t('review.title')}>
      <SignedIn page={`/orders/${id}/reviews`}>
        <Lines order={id} />
      </SignedIn>
    </Page>
  )
}

function Lines({ order }: { order: string }) {
  const { data, error, again } = useLoad(() => loadReviewables(order), [order])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={8} />
  return (
    <>
      {data.items.map((line) => (
        <section key={line.sku} aria-label={line.name}>
          <h2>{line.name}</h2>
          {line.review ? (
            <Said review={line.review} />
          ) : line.can === 'open' ? (
            <Write order={order} line={line} done={again} />
          ) : (
            <p class="note">{t(`review_can.${line.can}`)}</p>
          )}
        </section>
      ))}
    </>
  )
}

function Said({ review }: { review: NonNullable<Reviewable['review']> }) {
  return (
    <>
      <p>
        <Stars stars={review.stars} /> <span class="note">{t(`review_state.${review.state}`)}</span>
      </p>
      {review.words && <p class="words">{review.words}</p>}
      {review.reply && (
        <p class="note">
          {t('reviews.reply')} {review.reply}
        </p>
      )}
    </>
  )
}

function Write(props: { order: string; line: Reviewable; done: () => void }) {
  const { order, line } = props
  const [stars, setStars] = useState(0)
  const [words, setWords] = useState('')
  const [author, setAuthor] = useState('')
  const [photos, setPhotos] = useState<SentPhoto[]>([])
  const { act, isBusy, fault } = useAct()
  const add = (files: FileList | null) =>
    act(async () => {
      for (const file of [...(files ?? [])].slice(0, MOST_PHOTOS - photos.length)) {
        const photo = await sendPhoto(file).catch((error: unknown) => {
          if (error instanceof ApiError) throw error
          // What her browser cannot read is no photo to us.
          throw new ApiError(0, 'not_a_photo', String(error))
        })
        setPhotos((before) => [...before, photo])
      }
    })
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    void act(async () => {
      const pictures = photos.map(({ id }) => id)
      await postReview(order, { sku: line.sku, stars, words, author, pictures })
      props.done()
    })
  }
  return (
    <form class="form" onSubmit={send}>
      <fieldset class="variants rate">
        <legend>{t('review.stars')}</legend>
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n} class={n <= stars ? 'on' : ''}>
            <input
              type="radio"
              name={`stars-${line.sku}`}
              aria-label={t('reviews.stars', { count: n })}
              checked={stars === n}
              onChange={() => setStars(n)}
            />
            <span aria-hidden="true">★</span>
          </label>
        ))}
      </fieldset>
      <label>
        {t('review.words')}
        <textarea
          rows={4}
          maxLength={1000}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </label>
      <div class="photos">
        {photos.map(({ id, shown }, i) => (
          <button
            key={id}
            type="button"
            aria-label={t('review.remove_photo', { number: i + 1 })}
            onClick={() => setPhotos(photos.filter((one) => one.id !== id))}
          >
            <img src={shown} alt="" width={96} height={96} />
          </button>
        ))}
      </div>
      {photos.length < MOST_PHOTOS && (
        <label class="quiet file">
          {t('review.photos', { count: MOST_PHOTOS })}
          <input
            class="unseen"
            type="file"
            accept="image/*"
            multiple
            disabled={isBusy}
            onChange={(event) => void add(event.currentTarget.files)}
          />
        </label>
      )}
      <label>
        {t('review.author')}
        <input
          type="text"
          maxLength={20}
          value={author}
          onInput={(event) => setAuthor(event.currentTarget.value)}
        />
      </label>
      <p class="note">
        {t('review.honest')}
        {line.until && ` ${t('review.until', { day: day(line.until) })}`}
      </p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || stars === 0}>
        {t('review.send')}
      </button>
    </form>
  )
}
