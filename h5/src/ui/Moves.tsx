import { useEffect, useState } from 'preact/hooks'
import type { ApiError } from '../api/client.ts'
import { time } from '../format.ts'
import { loadMoves, type Move } from '../member.ts'
import { t } from '../texts.ts'
import { Failed, Skeleton } from './States.tsx'

/** What moved an account of hers, newest first. */
export function Moves(props: { of: 'points' | 'stored_value'; show: (amount: number) => string }) {
  const { of, show } = props
  const [items, setItems] = useState<Move[]>([])
  const [next, setNext] = useState<string | null>()
  const [error, setError] = useState<ApiError>()
  const load = (cursor?: string) => {
    setError(undefined)
    loadMoves(of, cursor).then((page) => {
      setItems((before) => (cursor ? [...before, ...page.items] : page.items))
      setNext(page.next_cursor)
    }, setError)
  }
  useEffect(() => load(), [of])
  return (
    <section>
      <h2>{t('moves.title')}</h2>
      {items.length === 0 && next === null && <p class="note">{t('moves.none')}</p>}
      <ul class="plain">
        {items.map((move) => (
          <li key={move.id} class="between">
            <span>
              {t(`move.${move.kind}`)}
              {move.code === 'pending' && ` · ${t('points.pending')}`}
              <small class="note"> {time(move.at)}</small>
            </span>
            <span class={move.amount > 0 ? 'good' : ''}>
              {move.amount > 0 ? '+' : '−'}
              {show(Math.abs(move.amount))}
            </span>
          </li>
        ))}
      </ul>
      {error ? (
        <Failed error={error} again={() => load()} />
      ) : next === undefined ? (
        <Skeleton lines={3} />
      ) : (
        next !== null && (
          <button type="button" class="quiet wide" onClick={() => load(next)}>
            {t('action.more')}
          </button>
        )
      )}
    </section>
  )
}
