import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { staffListQuery } from '../org/api.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import styles from './Appointments.module.css'
import { type StoreHours, saveHours, useAppointmentsChanged } from './api.ts'
import { readHours, readWeek, WEEKDAYS, weekOf } from './hours.ts'

interface Person {
  staff: string
  week: string[]
  off: string[]
}
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

function peopleOf({ shifts, days_off }: StoreHours): Person[] {
  const codes = [...new Set([...shifts, ...days_off].map((one) => one.staff_id))].sort()
  return codes.map((staff) => ({
    staff,
    week: weekOf(shifts.filter((one) => one.staff_id === staff)),
    off: days_off.filter((one) => one.staff_id === staff).map((one) => one.on),
  }))
}

/** A store's week, its closed days, and who is there when. */
export function HoursForm({ store, onClose }: { store: StoreHours; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useAppointmentsChanged()
  const staff = useQuery(staffListQuery({ state: 'active', limit: 200 }))
  const [zone, setZone] = useState(store.time_zone ?? '')
  const [week, setWeek] = useState(() => weekOf(store.hours))
  const [closed, setClosed] = useState(store.closed_days)
  const [people, setPeople] = useState(() => peopleOf(store))
  const saving = useMutation({
    mutationFn: () =>
      saveHours(store.store_id, {
        ...{ time_zone: zone.trim() || null, hours: readWeek(week), closed_days: closed },
        shifts: people.flatMap((one) =>
          readWeek(one.week).map((shift) => ({ ...shift, staff_id: one.staff })),
        ),
        days_off: people.flatMap((one) => one.off.map((on) => ({ staff_id: one.staff, on }))),
        revision: store.revision,
      }),
    onSuccess: async () => {
      void message.success(t('appointment_hours.saved'))
      onClose()
      await changed()
    },
  })
  const all = [...week, ...people.flatMap((one) => one.week)]
  const isSound =
    all.every((text) => readHours(text) !== undefined) &&
    [...closed, ...people.flatMap((one) => one.off)].every(isDay)
  const nameOf = (code: string) => staff.data?.items.find((one) => one.code === code)?.name ?? code
  const setPerson = (code: string, next: Partial<Person>) =>
    setPeople(people.map((one) => (one.staff === code ? { ...one, ...next } : one)))
  return (
    <Modal
      open
      width={1120}
      title={t('appointment_hours.of', { store: store.store_name })}
      okText={t('action.save')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: !isSound }}
      confirmLoading={saving.isPending}
      onOk={() => saving.mutate()}
      onCancel={onClose}
    >
      {saving.error && <ErrorNote error={saving.error} />}
      <p>{t('appointment_hours.hint')}</p>
      <div className={styles.grid}>
        <table>
          <thead>
            <tr>
              <th>{t('appointment_hours.who')}</th>
              {WEEKDAYS.map((day) => (
                <th key={day} scope="col">
                  {t(`weekday.${day}`)}
                </th>
              ))}
              <th>{t('appointment_hours.off')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('appointment_hours.hours')}</th>
              <Cells who={t('appointment_hours.hours')} week={week} onChange={setWeek} />
              <td>
                <Days
                  label={t('appointment_hours.closed_days')}
                  value={closed}
                  onChange={setClosed}
                />
              </td>
            </tr>
            {people.map((one) => (
              <tr key={one.staff}>
                <th scope="row">
                  {nameOf(one.staff)}{' '}
                  <Button
                    type="link"
                    size="small"
                    onClick={() => setPeople(people.filter((p) => p.staff !== one.staff))}
                  >
                    {t('appointments.remove')}
                  </Button>
                </th>
                <Cells
                  who={nameOf(one.staff)}
                  week={one.week}
                  onChange={(next) => setPerson(one.staff, { week: next })}
                />
                <td>
                  <Days
                    label={t('appointment_hours.days_off', { name: nameOf(one.staff) })}
                    value={one.off}
                    onChange={(off) => setPerson(one.staff, { off })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.acts}>
        <div className={styles.picker}>
          <StaffPicker
            value={null}
            onChange={(code) => {
              if (code && !people.some((one) => one.staff === code))
                setPeople([...people, { staff: code, week, off: [] }])
            }}
            placeholder={t('appointment_hours.add_staff')}
          />
        </div>
        <Input
          style={{ width: 280 }}
          aria-label={t('appointment_hours.zone')}
          prefix={t('appointment_hours.zone')}
          placeholder={store.zone}
          maxLength={64}
          value={zone}
          onChange={(event) => setZone(event.target.value)}
        />
      </div>
    </Modal>
  )
}

function Cells(props: { who: string; week: string[]; onChange: (week: string[]) => void }) {
  const t = useTexts()
  return WEEKDAYS.map((day) => {
    const text = props.week[day - 1] ?? ''
    return (
      <td key={day}>
        <Input
          aria-label={`${props.who} ${t(`weekday.${day}`)}`}
          status={readHours(text) === undefined ? 'error' : ''}
          placeholder={t('appointment_hours.closed')}
          value={text}
          onChange={(event) => props.onChange(props.week.with(day - 1, event.target.value))}
        />
      </td>
    )
  })
}

/** Days as `2026-12-01`, any number of them. */
function Days(props: { label: string; value: string[]; onChange: (days: string[]) => void }) {
  return (
    <Select
      mode="tags"
      style={{ minWidth: 180 }}
      aria-label={props.label}
      placeholder={props.label}
      tokenSeparators={[',', ' ', '，', '、']}
      status={props.value.every(isDay) ? '' : 'error'}
      value={props.value}
      onChange={props.onChange}
      open={false}
      suffixIcon={null}
    />
  )
}
