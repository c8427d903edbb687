import { useQuery } from '@tanstack/react-query'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import { hoursQuery, type StoreHours } from './api.ts'
import { HoursForm } from './HoursForm.tsx'
import { WEEKDAYS, weekOf } from './hours.ts'

/** When each store takes appointments. */
export function HoursList() {
  const t = useTexts()
  const mayWrite = useMay('shop:write')
  const [editing, edit] = useState<StoreHours>()
  const list = useQuery(hoursQuery)
  const columns: TableColumnsType<StoreHours> = [
    { key: 'store', title: t('appointments.store'), render: (_, { store_name }) => store_name },
    {
      key: 'hours',
      title: t('appointment_hours.hours'),
      render: (_, { hours }) => {
        const week = weekOf(hours)
        if (hours.length === 0) return <Nothing />
        return WEEKDAYS.flatMap((day) =>
          week[day - 1] ? `${t(`weekday.${day}`)} ${week[day - 1]}` : [],
        ).join(' · ')
      },
    },
    {
      key: 'staff',
      title: t('appointment_hours.staff'),
      width: 100,
      align: 'right',
      render: (_, { shifts }) => new Set(shifts.map((one) => one.staff_id)).size,
    },
    { key: 'zone', title: t('appointment_hours.zone'), width: 160, render: (_, { zone }) => zone },
    ...(mayWrite
      ? [
          {
            key: 'acts',
            width: 90,
            render: (_: unknown, one: StoreHours) => (
              <Button type="link" size="small" onClick={() => edit(one)}>
                {t('appointments.edit')}
              </Button>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <PageTable<StoreHours>
        label={t('appointments.tab_hours')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ store_id }) => store_id}
        minWidth={860}
        empty={
          <EmptyState title={t('appointment_hours.empty')}>
            <p>{t('appointment_hours.empty_words')}</p>
          </EmptyState>
        }
      />
      {editing && <HoursForm store={editing} onClose={() => edit(undefined)} />}
    </>
  )
}
