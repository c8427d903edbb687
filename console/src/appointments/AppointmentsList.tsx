import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useCalled } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useLocale } from '../format/locale.tsx'
import { wholeTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { AppointmentBatch, nameOf } from './AppointmentBatch.tsx'
import { AppointmentDrawer } from './AppointmentDrawer.tsx'
import styles from './Appointments.module.css'
import { type Appointment, appointmentsQuery, STATES, servicesQuery, TONES } from './api.ts'
import { BookForm } from './BookForm.tsx'
import { timesOf } from './times.ts'
import { Week } from './Week.tsx'

const route = getRouteApi('/app/appointments')
const PAGE = 50

/** The appointments of a day, or of all days for who searches. */
export function AppointmentsList() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { timeZone } = useLocale()
  const mayWrite = useMay('appointments:write')
  const [isBooking, setBooking] = useState(false)
  const selection = useSelection()
  const services = useQuery(servicesQuery({ limit: 200 }))
  const today = wholeTime(new Date(), timeZone).slice(0, 10)
  const day = search.q ? 'all' : (search.day ?? today)
  const state = STATES.find((one) => one === search.state)
  const filter = {
    ...{ q: search.q, state, store_id: search.store, staff_id: search.staff },
    service_id: search.service,
    ...(day !== 'all' && { from: day, to: day }),
  }
  const list = useQuery({
    ...appointmentsQuery({ ...filter, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/appointments',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const book = mayWrite && (
    <Button type="primary" onClick={() => setBooking(true)}>
      {t('appointments.book')}
    </Button>
  )
  const isFiltered = Boolean(search.q || state || search.store || search.staff || search.service)
  return (
    <>
      <Week
        day={day}
        today={today}
        filter={{ store_id: search.store, staff_id: search.staff, service_id: search.service }}
        onChange={(next) => change({ day: next === today ? undefined : next, q: undefined })}
      />
      <Filters>
        <SearchText
          value={search.q}
          label={t('appointments.search')}
          onChange={(q) => change({ q })}
        />
        <div className={styles.picker}>
          <StorePicker
            value={search.store}
            onChange={(code) => change({ store: code ?? undefined })}
            placeholder={t('appointments.store')}
          />
        </div>
        <div className={styles.picker}>
          <StaffPicker
            value={search.staff}
            onChange={(code) => change({ staff: code ?? undefined })}
            placeholder={t('appointments.staff')}
          />
        </div>
        <ChoiceFilter
          label={t('appointments.service')}
          value={search.service}
          onChange={(next) => change({ service: next })}
          options={(services.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ChoiceFilter
          label={t('appointments.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`appointment_state.${value}`) }))}
          width={120}
        />
        <ExportButton kind="appointments" params={filter} />
        {book}
      </Filters>
      <PageTable<Appointment>
        label={t('appointments.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        {...(mayWrite && { selection: { ...selection, nameOf } })}
        minWidth={900}
        skeletonLines={2}
        onOpen={({ id }) =>
          void navigate({ to: '/appointments', search: { ...search, appointment: id } })
        }
        empty={
          isFiltered ? (
            <EmptyState compact title={t('appointments.no_match')} />
          ) : (
            <EmptyState title={t('appointments.empty')} action={book}>
              <p>{t('appointments.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      <AppointmentBatch selection={selection} rows={list.data?.items} />
      {isBooking && <BookForm onClose={() => setBooking(false)} />}
      {search.appointment && (
        <AppointmentDrawer
          id={search.appointment}
          onClose={() =>
            void navigate({
              to: '/appointments',
              search: (before) => ({ ...before, appointment: undefined }),
            })
          }
        />
      )}
    </>
  )
}

function useColumns(): TableColumnsType<Appointment> {
  const t = useTexts()
  const called = useCalled()
  return [
    {
      key: 'at',
      title: t('appointments.at'),
      width: 190,
      render: (_, one) => (
        <Link to="/appointments" search={(before) => ({ ...before, appointment: one.id })}>
          {timesOf(one)}
        </Link>
      ),
    },
    {
      key: 'customer',
      title: t('appointments.customer'),
      render: (_, { name, phone, customer_id }) => (
        <div className={styles.two}>
          <span>{called({ name, phone, customer_id })}</span>
          <span className={styles.quiet}>{name ? phone : ''}</span>
        </div>
      ),
    },
    {
      key: 'service',
      title: t('appointments.service'),
      render: (_, { service, note }) => (
        <div className={styles.two}>
          <span>{service.name}</span>
          <span className={styles.quiet}>{note}</span>
        </div>
      ),
    },
    {
      key: 'where',
      title: t('appointments.store'),
      width: 170,
      render: (_, { store, staff }) => (
        <div className={styles.two}>
          <span>{store.name}</span>
          <span className={styles.quiet}>{staff?.name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('appointments.state'),
      width: 110,
      render: (_, { state }) => <Chip tone={TONES[state]}>{t(`appointment_state.${state}`)}</Chip>,
    },
    {
      key: 'code',
      title: t('appointments.code'),
      width: 120,
      render: (_, { code }) => <code>{code}</code>,
    },
  ]
}
