import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import {
  SERVICE_STATES,
  SERVICE_TONES,
  type Service,
  servicesQuery,
  setServiceState,
  useAppointmentsChanged,
} from './api.ts'
import { ServiceForm } from './ServiceForm.tsx'

const route = getRouteApi('/app/appointments')
const PAGE = 50

/** What can be booked. */
export function ServicesList() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('shop:write') && scope.kind === 'all'
  const [editing, edit] = useState<'new' | Service>()
  const state = SERVICE_STATES.find((one) => one === search.state)
  const list = useQuery({
    ...servicesQuery({ q: search.q, state, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/appointments',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" onClick={() => edit('new')}>
      {t('appointment_services.new')}
    </Button>
  )
  return (
    <>
      <Filters>
        <SearchText
          value={search.q}
          label={t('appointment_services.search')}
          onChange={(q) => change({ q })}
        />
        <ChoiceFilter
          label={t('appointments.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={SERVICE_STATES.map((value) => ({
            value,
            label: t(`appointment_services.state_${value}`),
          }))}
        />
        {create}
      </Filters>
      <PageTable<Service>
        label={t('appointments.tab_services')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns(mayWrite ? edit : undefined)}
        rowKey={({ id }) => id}
        minWidth={860}
        empty={
          search.q || state ? (
            <EmptyState compact title={t('appointment_services.no_match')} />
          ) : (
            <EmptyState title={t('appointment_services.empty')} action={create}>
              <p>{t('appointment_services.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {editing && (
        <ServiceForm
          {...(editing !== 'new' && { service: editing })}
          onClose={() => edit(undefined)}
        />
      )}
    </>
  )
}

function useColumns(edit: ((service: Service) => void) | undefined): TableColumnsType<Service> {
  const t = useTexts()
  return [
    { key: 'name', title: t('appointment_services.name'), render: (_, { name }) => name },
    {
      key: 'state',
      title: t('appointments.state'),
      width: 110,
      render: (_, { state }) => (
        <Chip tone={SERVICE_TONES[state]}>{t(`appointment_services.state_${state}`)}</Chip>
      ),
    },
    {
      key: 'lasts',
      title: t('appointment_services.duration'),
      width: 130,
      render: (_, { duration_minutes }) =>
        t('appointment_services.minutes', { minutes: duration_minutes }),
    },
    {
      key: 'capacity',
      title: t('appointment_services.capacity'),
      width: 110,
      render: (_, { capacity }) => t('appointment_services.people', { count: capacity }),
    },
    {
      key: 'stores',
      title: t('appointment_services.stores'),
      width: 100,
      align: 'right',
      render: (_, { store_ids }) => store_ids.length,
    },
    {
      key: 'staff',
      title: t('appointment_services.staff'),
      width: 110,
      align: 'right',
      render: (_, { by_staff, staff_ids }) =>
        by_staff ? staff_ids.length : t('appointment_services.no_staff'),
    },
    ...(edit
      ? [
          {
            key: 'acts',
            width: 150,
            render: (_: unknown, service: Service) => (
              <>
                <Button type="link" size="small" onClick={() => edit(service)}>
                  {t('appointments.edit')}
                </Button>
                <Turn service={service} />
              </>
            ),
          },
        ]
      : []),
  ]
}

/** Up or down, which is as easily taken back. */
function Turn({ service }: { service: Service }) {
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const changed = useAppointmentsChanged()
  const next = service.state === 'live' ? 'stopped' : 'live'
  const turning = useMutation({
    mutationFn: () => setServiceState(service.id, next),
    onError: (error) => void message.error(errorWords(error).title),
    onSettled: () => changed(),
  })
  return (
    <Button type="link" size="small" loading={turning.isPending} onClick={() => turning.mutate()}>
      {t(`appointment_services.to_${next}`)}
    </Button>
  )
}
