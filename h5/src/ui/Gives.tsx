import { money } from '../format.ts'
import { nameOf } from '../member.ts'
import type { loadProduct } from '../shop.ts'
import { t } from '../texts.ts'

export type Gives = NonNullable<Awaited<ReturnType<typeof loadProduct>>['gives']>

/** What a product gives when it is paid: nothing of it is sent. */
export function GivesWords({ gives }: { gives: Gives }) {
  return (
    <section class="gives" aria-label={t('gives.title')}>
      <ul>
        {linesOf(gives).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

function linesOf(gives: Gives): string[] {
  if (gives.kind === 'session_card')
    return [
      t('gives.sessions', { count: gives.sessions, services: gives.services.join(t('gives.or')) }),
      gives.days === null ? t('gives.no_end') : t('gives.days', { count: gives.days }),
      t('gives.sessions_words'),
    ]
  if (gives.kind === 'stored_value')
    return [
      t('gives.principal', { sum: money(gives.pay_fen) }),
      ...(gives.bonus_fen > 0
        ? [
            gives.bonus_days === null
              ? t('gives.bonus', { sum: money(gives.bonus_fen) })
              : t('gives.bonus_days', { sum: money(gives.bonus_fen), count: gives.bonus_days }),
          ]
        : []),
      t('gives.stored_words'),
    ]
  if (gives.kind === 'gift_card')
    return [t('gives.gift_card', { sum: money(gives.fen) }), t('gives.gift_card_words')]
  if (gives.kind === 'points') return [t('gives.points', { count: gives.points })]
  return [t('gives.card', { name: nameOf(gives) }), t('gives.days', { count: gives.days })]
}
