import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Figure, FigureRow } from '../ui/Figure.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import type { Home } from './api.ts'

/** Below it a share says more about chance than about the brand. */
const FEW = 30

/** Today against yesterday at the same time; every number opens its rows. */
export function TodayFigures(props: { home: Home }) {
  const t = useTexts()
  const { today, yesterday, customers, day, as_of } = props.home
  const against = t('home.yesterday_same_time')
  const change = (from: number) => ({ from, good: 'up' as const, against })
  const events = (name?: string) => ({ name, from: day, to: day })
  const known = customers.all === 0 ? null : customers.known / customers.all

  return (
    <FigureRow label={t('home.today')}>
      <Figure
        title={t('home.events')}
        definition={t('home.events_means')}
        value={today.events}
        change={change(yesterday.events)}
        asOf={as_of}
        to="/events"
        search={events()}
      />
      <Figure
        title={t('home.new_customers')}
        definition={t('home.new_customers_means')}
        value={today.new_customers}
        change={change(yesterday.new_customers)}
        beside={
          <span>
            {t('home.of_them_known')} <Count value={today.new_known} />
          </span>
        }
        asOf={as_of}
        to="/customers"
        search={{ sort: 'first_seen' }}
      />
      <Figure
        title={t('home.known_share')}
        definition={t('home.known_share_means')}
        formula={t('home.known_share_formula')}
        unit="percent"
        value={known}
        small={customers.all > 0 && customers.all < FEW ? { cases: customers.all } : undefined}
        beside={
          <span>
            <Count value={customers.known} /> / <Count value={customers.all} />
          </span>
        }
        asOf={as_of}
        to="/customers"
      />
      <Figure
        title={t('home.orders')}
        definition={t('home.orders_means')}
        value={today.orders}
        change={change(yesterday.orders)}
        asOf={as_of}
        to="/events"
        search={events('order_paid')}
      />
      <Figure
        title={t('home.net_revenue')}
        definition={t('home.net_revenue_means')}
        formula={t('home.net_revenue_formula')}
        unit="money"
        value={today.net_fen}
        change={change(yesterday.net_fen)}
        beside={
          today.paid_fen !== today.net_fen && (
            <span title={percent(1 - today.net_fen / (today.paid_fen || 1))}>
              {t('home.refunded')} <Money fen={today.paid_fen - today.net_fen} />
            </span>
          )
        }
        asOf={as_of}
        to="/events"
        search={events(today.paid_fen > 0 ? 'order_paid' : 'order_refunded')}
      />
    </FigureRow>
  )
}
