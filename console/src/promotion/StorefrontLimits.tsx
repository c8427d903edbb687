import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { type StorefrontCalendar, storefrontCalendarQuery } from './api.ts'
import styles from './Promotion.module.css'

/** Over the calendar: how much storefronts with limits are promoted, and when they may be next. */
export function StorefrontLimits(props: { from: string; to: string; open: (id: string) => void }) {
  const t = useTexts()
  const { from, to } = props
  const found = useQuery({
    ...storefrontCalendarQuery({ from, to }),
    placeholderData: keepPreviousData,
  })
  if (found.error) return <ErrorNote error={found.error} />
  const items = found.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className={styles.limits} aria-label={t('storefront_limits.title')}>
      {items.map((storefront) => (
        <div key={storefront.code} className={styles.limit}>
          <strong>{storefront.name}</strong>
          <span>
            <Used storefront={storefront} />
          </span>
          <span>
            {storefront.next
              ? t('storefront_limits.next', { day: storefront.next })
              : t('storefront_limits.no_next')}
          </span>
          <span className={styles.quiet}>
            {storefront.promotions.map((one) =>
              one.kind === 'activity' ? (
                <Button key={one.id} type="link" size="small" onClick={() => props.open(one.id)}>
                  {one.name}
                </Button>
              ) : (
                <Link key={one.id} to="/offers" search={{ q: one.name }}>
                  {one.name}{' '}
                </Link>
              ),
            )}
          </span>
        </div>
      ))}
    </section>
  )
}

function Used({ storefront }: { storefront: StorefrontCalendar }) {
  const t = useTexts()
  const { most_activities, most_days, gap_days, fullest } = storefront
  return (
    <>
      {most_activities !== null && (
        <Chip tone={fullest.activities >= most_activities ? 'warning' : 'plain'}>
          {t('storefront_limits.activities', { count: fullest.activities, most: most_activities })}
        </Chip>
      )}{' '}
      {most_days !== null && (
        <Chip tone={fullest.days >= most_days ? 'warning' : 'plain'}>
          {t('storefront_limits.days', { count: fullest.days, most: most_days })}
        </Chip>
      )}{' '}
      {gap_days !== null && <Chip>{t('storefront_limits.gap', { count: gap_days })}</Chip>}
    </>
  )
}
