import { to } from '../address.ts'
import type { Service } from '../orders.ts'
import { t } from '../texts.ts'

/** What comes with her first order, and how she takes it up. */
export function OrderService({ service }: { service: Service }) {
  const { kind, name, words, state, path, staff_name } = service
  const isDone = state === 'done'
  return (
    <section class="order-service" aria-label={t('service.title')}>
      <span class="between">
        <strong>{name}</strong>
        <small class={isDone ? 'good' : 'note'}>
          {t(isDone ? 'service.done' : 'service.title')}
        </small>
      </span>
      {words !== '' && <p class="words">{words}</p>}
      {kind === 'guide' && !isDone && (
        <p class="note">
          {staff_name ? t('service.by', { name: staff_name }) : t('service.by_somebody')}
        </p>
      )}
      {path !== null && !isDone && (
        <a class="primary" href={to(path)}>
          {t(`service.${kind}`)}
        </a>
      )}
    </section>
  )
}
