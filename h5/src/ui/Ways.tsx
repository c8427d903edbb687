import { money } from '../format.ts'
import { loadWays } from '../rewards.ts'
import { t } from '../texts.ts'
import { Failed, Skeleton } from './States.tsx'
import { useLoad } from './useLoad.ts'

const count = (n: number) => n.toLocaleString(document.documentElement.lang)

/** What still brings her points, the nearest first. */
export function Ways({ missing }: { missing: number }) {
  const { data, error, again } = useLoad(() => loadWays(missing), [missing])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={3} />
  if (data.length === 0) return null
  return (
    <section>
      <h2>{t('ways.title')}</h2>
      <ul class="plain">
        {data.map((way) => (
          <li key={`${way.kind} ${way.name}`}>
            {way.name}
            <small class="note">
              {way.spend_fen === null
                ? t('ways.times', { points: count(way.points), times: count(way.times ?? 1) })
                : t('ways.spend', { points: count(way.points), sum: money(way.spend_fen) })}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
