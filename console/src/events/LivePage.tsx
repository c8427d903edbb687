import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useLocale } from '../format/locale.tsx'
import { spanOfDays } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import type { EventEnvelope, EventSearch } from './api.ts'
import { EventDetail } from './EventDetail.tsx'
import { EventName } from './EventName.tsx'
import { DayRange, EventNameFilter, SourceFilter } from './filters.tsx'
import { History } from './History.tsx'
import { LiveStream } from './LiveStream.tsx'

const route = getRouteApi('/app/events')

/** Events as they arrive; with days chosen, those of the days. */
export function LivePage() {
  const t = useTexts()
  const { name, source, customer, from, to } = route.useSearch()
  const { timeZone } = useLocale()
  const [opened, setOpened] = useState<EventEnvelope>()

  const search: EventSearch = {
    name,
    source,
    customer_id: customer ? Number(customer) : undefined,
    ...spanOfDays(from, to, timeZone),
  }
  const isHistory = Boolean(from || to)
  return (
    <Page
      title={t('live.title')}
      purpose={t('live.purpose')}
      actions={<ExportButton kind="events" params={search} />}
    >
      <LiveFilters />
      {isHistory ? (
        <History search={search} onOpen={setOpened} />
      ) : (
        // Other filters are another stream.
        <LiveStream key={JSON.stringify(search)} search={search} onOpen={setOpened} />
      )}
      <Drawer
        open={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={opened && <EventName name={opened.name} />}
        size={560}
        destroyOnHidden
      >
        {opened && <EventDetail event={opened} showCustomer />}
      </Drawer>
    </Page>
  )
}

function LiveFilters() {
  const t = useTexts()
  const { name, source, customer, from, to } = route.useSearch()
  const navigate = useNavigate()
  const filter = (changed: {
    name?: string
    source?: string
    customer?: string
    from?: string
    to?: string
  }) =>
    void navigate({
      to: '/events',
      search: { name, source, customer, from, to, ...changed },
      replace: true,
    })
  return (
    <Filters>
      <EventNameFilter value={name} onChange={(value) => filter({ name: value })} />
      <SourceFilter value={source} seen={[]} onChange={(value) => filter({ source: value })} />
      <CustomerPicker
        placeholder={t('filter.customer')}
        width={220}
        value={customer ? Number(customer) : undefined}
        onChange={(id) => filter({ customer: id === undefined ? undefined : String(id) })}
      />
      <DayRange from={from} to={to} onChange={filter} />
      {(name || source || customer || from || to) && (
        <ButtonLink color="default" variant="text" to="/events" replace>
          {t('filter.clear')}
        </ButtonLink>
      )}
    </Filters>
  )
}
