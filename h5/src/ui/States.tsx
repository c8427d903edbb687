import type { ComponentChildren } from 'preact'
import type { ApiError } from '../api/client.ts'
import { errorText, t } from '../texts.ts'

export function Failed(props: { error: ApiError; again: () => void }) {
  return (
    <div class="state" role="alert">
      <p>{errorText(props.error.code)}</p>
      <button type="button" class="quiet" onClick={props.again}>
        {t('action.again')}
      </button>
    </div>
  )
}
export function Empty(props: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <p>{props.title}</p>
      {props.children}
    </div>
  )
}
/** Of the same shape as what is coming, so that nothing jumps. */
export function Skeleton(props: { cards?: number; lines?: number }) {
  const { cards = 0, lines = 0 } = props
  return (
    <div role="status" aria-busy="true" aria-label={t('state.loading')}>
      {cards > 0 && (
        <div class="grid">
          {Array.from({ length: cards }, (_, i) => (
            <div key={i} class="card ghost" />
          ))}
        </div>
      )}
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} class="line ghost" />
      ))}
    </div>
  )
}
