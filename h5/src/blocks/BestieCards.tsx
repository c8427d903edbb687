import { to } from '../address.ts'
import type { BlockProps } from '../home.ts'
import { t } from '../texts.ts'
import { Gains } from '../ui/Gains.tsx'
import { BlockTitle } from './Headline.tsx'

/** Cards she may give to a friend, and what each brings to both. */
export function BestieCards({ block }: BlockProps<'bestie_cards'>) {
  const { settings, data } = block
  if (data.items.length === 0) return null
  return (
    <section>
      <BlockTitle
        title={settings.title || t('bestie.title')}
        link={{ to: 'page', page: 'bestie-cards' }}
      />
      <ul class="plain">
        {data.items.map((plan) => (
          <li key={plan.id}>
            <span class="between">
              <strong>{plan.name}</strong>
              <a
                class="primary small"
                aria-label={t(plan.sku === null ? 'bestie.take_this' : 'bestie.buy_this', {
                  name: plan.name,
                })}
                href={to(
                  plan.sku === null ? '/bestie-cards' : `/p/${encodeURIComponent(plan.sku)}`,
                )}
              >
                {t(plan.sku === null ? 'bestie.take' : 'bestie.buy')}
              </a>
            </span>
            <Gains terms={plan} reader="holder" />
          </li>
        ))}
      </ul>
    </section>
  )
}
