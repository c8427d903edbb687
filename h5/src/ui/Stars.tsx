import { t } from '../texts.ts'

/** Of five. */
export function Stars(props: { stars: number }) {
  const full = Math.round(props.stars)
  return (
    <span class="stars" role="img" aria-label={t('reviews.stars', { count: props.stars })}>
      {'★'.repeat(full)}
      <i>{'★'.repeat(5 - full)}</i>
    </span>
  )
}
