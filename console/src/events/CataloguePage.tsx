import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Drawer, Input, type TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { type CatalogueEvent, catalogueQuery } from './api.ts'
import { EventName } from './EventName.tsx'
import styles from './LiveStream.module.css'
import { Properties } from './Properties.tsx'
import { useEventTitle } from './words.ts'

const route = getRouteApi('/app/events/catalogue')

/** Every event name that ever arrived, with its properties. */
export function CataloguePage() {
  const t = useTexts()
  const { q = '', event: opened } = route.useSearch()
  const navigate = useNavigate()
  const titleOf = useEventTitle()
  const columns = useColumns()
  const catalogue = useQuery(catalogueQuery)

  const sought = q.toLowerCase()
  const shown = catalogue.data?.filter(({ name }) =>
    `${name} ${titleOf(name) ?? ''}`.toLowerCase().includes(sought),
  )
  const open = (event: string | undefined) =>
    void navigate({ to: '/events/catalogue', search: { q: q || undefined, event }, replace: true })
  const openedEvent = catalogue.data?.find(({ name }) => name === opened)

  return (
    <Page title={t('catalogue.title')} purpose={t('catalogue.purpose')}>
      <Filters>
        <Input.Search
          style={{ width: 280 }}
          allowClear
          aria-label={t('catalogue.search')}
          placeholder={t('catalogue.search')}
          value={q}
          onChange={({ target }) =>
            void navigate({
              to: '/events/catalogue',
              search: { q: target.value || undefined },
              replace: true,
            })
          }
        />
      </Filters>
      <PageTable<CatalogueEvent>
        label={t('catalogue.title')}
        list={{ ...catalogue, data: shown }}
        columns={columns}
        rowKey={(event) => event.name}
        minWidth={720}
        onOpen={(event) => open(event.name)}
        empty={
          q ? (
            <EmptyState title={t('catalogue.no_match')} />
          ) : (
            <EmptyState title={t('catalogue.empty')}>
              <p>{t('catalogue.empty_words')}</p>
            </EmptyState>
          )
        }
      />
      <Drawer
        open={openedEvent !== undefined}
        onClose={() => open(undefined)}
        title={openedEvent && <EventName name={openedEvent.name} />}
        size={720}
        extra={
          openedEvent && (
            <ButtonLink to="/events" search={{ name: openedEvent.name }}>
              {t('catalogue.see_events')}
            </ButtonLink>
          )
        }
      >
        {openedEvent && <Properties event={openedEvent} />}
      </Drawer>
    </Page>
  )
}

function useColumns(): TableColumnsType<CatalogueEvent> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('catalogue.column_name'),
      render: (_, event) => (
        <Link
          to="/events/catalogue"
          search={(search) => ({ q: search.q, event: event.name })}
          replace
          className={styles.open}
        >
          <EventName name={event.name} />
        </Link>
      ),
    },
    {
      key: 'count',
      title: t('catalogue.column_count'),
      width: 110,
      align: 'right',
      render: (_, event) => <Count value={event.count} />,
    },
    {
      key: 'properties',
      title: t('catalogue.column_properties'),
      width: 96,
      align: 'right',
      render: (_, event) => <Count value={event.properties.length} />,
    },
    {
      key: 'first_seen',
      title: t('customers.column_first_seen'),
      width: 130,
      render: (_, event) => <When at={event.first_seen} />,
    },
    {
      key: 'last_seen',
      title: t('catalogue.column_last_seen'),
      width: 130,
      render: (_, event) => <When at={event.last_seen} />,
    },
  ]
}
