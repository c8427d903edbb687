import { useCallback } from 'preact/hooks'
import { time } from '../format.ts'
import { loadMoves } from '../member.ts'
import { t } from '../texts.ts'
import { Paged } from './Paged.tsx'

/** What moved an account of hers, newest first. */
export function Moves(props: { of: 'points' | 'stored_value'; show: (amount: number) => string }) {
  const { of, show } = props
  const load = useCallback((cursor?: string) => loadMoves(of, cursor), [of])
  return (
    <section>
      <h2>{t('moves.title')}</h2>
      <Paged load={load} none={t('moves.none')} keyOf={({ id }) => id}>
        {(move) => (
          <>
            <span>
              {t(`move.${move.kind}`)}
              {move.code === 'pending' && ` · ${t('points.pending')}`}
              <small class="note"> {time(move.at)}</small>
            </span>
            <span class={move.amount > 0 ? 'good' : ''}>
              {move.amount > 0 ? '+' : '−'}
              {show(Math.abs(move.amount))}
            </span>
          </>
        )}
      </Paged>
    </section>
  )
}
