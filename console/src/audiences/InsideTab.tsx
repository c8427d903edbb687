import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { ListedCustomer } from '../customers/api.ts'
import { useCustomerColumns, useShownColumns } from '../customers/columns.tsx'
import { useLocale } from '../format/locale.tsx'
import { exactNumber } from '../format/number.ts'
import { dayOf, spanOfDays } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { More } from '../ui/More.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import styles from './AudiencePage.module.css'
import { type Audience, hasMembership, insideAtQuery, insideQuery } from './api.ts'
import { Explained } from './Explained.tsx'

const route = getRouteApi('/app/audiences/$audienceId')

/** Who is inside now, or was at the end of a day; a row of now opens why she is. */
export function InsideTab(props: { audience: Audience }) {
  const t = useTexts()
  const { timeZone } = useLocale()
  const navigate = useNavigate()
  const { audience } = props
  const { day } = route.useSearch()
  const end = day && spanOfDays(undefined, day, timeZone).to
  const now = useInfiniteQuery({ ...insideQuery(audience.id), enabled: !end })
  const then = useInfiniteQuery({ ...insideAtQuery(audience.id, end ?? ''), enabled: Boolean(end) })
  const list = end ? then : now
  const size = then.data?.pages[0]?.size
  const shown = useShownColumns(undefined)
  const columns = useCustomerColumns(shown)
  const choose = (next: string | undefined) =>
    void navigate({
      to: '/audiences/$audienceId',
      params: { audienceId: audience.id },
      search: { tab: 'inside', day: next },
      replace: true,
    })
  const today = dayOf(new Date(), timeZone)
  return (
    <div className={styles.stack}>
      <Filters>
        <DatePicker
          aria-label={t('audience_inside.day')}
          placeholder={t('audience_inside.now')}
          allowClear
          value={day ? dayjs(day) : null}
          disabledDate={(one) => one.format('YYYY-MM-DD') >= today}
          onChange={(one) => choose(one?.format('YYYY-MM-DD'))}
        />
        {day && (
          <>
            <span role="status" className={styles.quiet}>
              {size !== undefined &&
                t('audience_inside.then', { day, count: size, size: exactNumber(size) })}
            </span>
            <Button type="link" onClick={() => choose(undefined)}>
              {t('audience_inside.back')}
            </Button>
          </>
        )}
      </Filters>
      <PageTable<ListedCustomer>
        label={t('audience_tab.inside')}
        list={{ ...list, data: list.data?.pages.flatMap(({ items }) => items) }}
        columns={columns}
        rowKey={(customer) => String(customer.id)}
        minWidth={900}
        skeletonLines={2}
        expandable={
          end
            ? undefined
            : {
                expandedRowRender: (customer) => (
                  <Explained audience={audience} customer={customer.id} />
                ),
              }
        }
        onOpen={(customer) =>
          void navigate({
            to: '/customers/$customerId',
            params: { customerId: String(customer.id) },
          })
        }
        empty={<Nobody audience={audience} isPast={Boolean(end)} />}
        foot={<More list={list} />}
      />
    </div>
  )
}

function Nobody(props: { audience: Audience; isPast: boolean }) {
  const t = useTexts()
  const { audience, isPast } = props
  if (isPast) return <EmptyState compact title={t('audience_inside.nobody_then')} />
  if (audience.kind === 'static' && audience.version === 0)
    return (
      <EmptyState compact title={t('audience_inside.empty_list')}>
        <p>{t('audience_inside.empty_list_words')}</p>
      </EmptyState>
    )
  return (
    <EmptyState
      compact
      title={t(hasMembership(audience) ? 'audience_preview.nobody' : 'audience_page.not_built')}
    />
  )
}
