import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Page } from '../ui/Page.tsx'
import { AppointmentsList } from './AppointmentsList.tsx'
import { HoursList } from './HoursList.tsx'
import { ServicesList } from './ServicesList.tsx'

const route = getRouteApi('/app/appointments')
const TABS = ['list', 'services', 'hours'] as const

/** Appointments, and the services and hours they are booked by. */
export function AppointmentsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const tab = TABS.find((one) => one === search.tab) ?? 'list'
  return (
    <Page title={t('appointments.title')} purpose={t('appointments.purpose')}>
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          void navigate({ to: '/appointments', search: key === 'list' ? {} : { tab: key } })
        }
        items={TABS.map((key) => ({ key, label: t(`appointments.tab_${key}`) }))}
      />
      {tab === 'services' ? (
        <ServicesList />
      ) : tab === 'hours' ? (
        <HoursList />
      ) : (
        <AppointmentsList />
      )}
    </Page>
  )
}
