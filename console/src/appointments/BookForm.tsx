import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Input, Modal, Select } from 'antd'
import { useMemo, useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useLocale } from '../format/locale.tsx'
import { wholeTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { staffListQuery } from '../org/api.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './Appointments.module.css'
import {
  type Appointment,
  bookAppointment,
  hoursQuery,
  moveAppointment,
  servicesQuery,
  slotsQuery,
  useAppointmentsChanged,
} from './api.ts'

/** Booking for a customer, or another time for one that is booked. */
export function BookForm(props: { moving?: Appointment; onClose: () => void }) {
  const { moving, onClose } = props
  const t = useTexts()
  const { message } = App.useApp()
  const { timeZone } = useLocale()
  const changed = useAppointmentsChanged()
  // One dialog is one request, however often its button is pressed.
  const key = useMemo(() => crypto.randomUUID(), [])
  const [customer, setCustomer] = useState<number>()
  const [service, setService] = useState(moving?.service.id)
  const [store, setStore] = useState(moving?.store.id)
  const [staff, setStaff] = useState<string | null>(null)
  const [day, setDay] = useState(wholeTime(new Date(), timeZone).slice(0, 10))
  const [startsAt, setStart] = useState<string>()
  const [note, setNote] = useState('')
  const services = useQuery(servicesQuery({ state: 'live', limit: 200 }))
  const stores = useQuery(hoursQuery)
  const people = useQuery(staffListQuery({ state: 'active', limit: 200 }))
  const chosen = services.data?.items.find(({ id }) => id === service)
  const offering = (stores.data?.items ?? []).filter(
    (one) => chosen?.store_ids.includes(one.store_id) && one.hours.length > 0,
  )
  const nameOf = (code: string) => people.data?.items.find((one) => one.code === code)?.name ?? code
  const saving = useMutation({
    mutationFn: async () => {
      if (!service || !store || !startsAt) return
      const when = { store_id: store, staff_id: staff, starts_at: startsAt }
      if (moving) await moveAppointment(moving.id, when)
      else if (customer)
        await bookAppointment({ ...when, key, customer_id: customer, service_id: service, note })
    },
    onSuccess: async () => {
      void message.success(t(moving ? 'appointments.moved' : 'appointments.booked'))
      onClose()
      await changed()
    },
    onError: () => changed(),
  })
  const anew = () => setStart(undefined)
  return (
    <Modal
      open
      title={t(moving ? 'appointments.move' : 'appointments.book')}
      okText={t(moving ? 'appointments.move' : 'appointments.book')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: !startsAt || (!moving && !customer) }}
      confirmLoading={saving.isPending}
      onOk={() => saving.mutate()}
      onCancel={onClose}
    >
      {saving.error && <ErrorNote error={saving.error} />}
      <div className={styles.fields}>
        {!moving && (
          <CustomerPicker
            value={customer}
            onChange={setCustomer}
            width="100%"
            placeholder={t('appointments.customer')}
          />
        )}
        <Select
          aria-label={t('appointments.service')}
          placeholder={t('appointments.service')}
          disabled={moving !== undefined}
          loading={services.isFetching}
          value={service}
          onChange={(next) => {
            setService(next)
            setStaff(null)
            anew()
          }}
          options={(services.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          aria-label={t('appointments.store')}
          placeholder={t('appointments.store')}
          value={store}
          onChange={(next) => {
            setStore(next)
            setStaff(null)
            anew()
          }}
          options={offering.map((one) => ({ value: one.store_id, label: one.store_name }))}
        />
        {chosen?.by_staff && (
          <Select
            aria-label={t('appointments.staff')}
            allowClear
            placeholder={t('appointments.anybody')}
            value={staff}
            onChange={(next) => {
              setStaff(next ?? null)
              anew()
            }}
            options={chosen.staff_ids.map((code) => ({ value: code, label: nameOf(code) }))}
          />
        )}
        <Input
          type="date"
          aria-label={t('appointments.day')}
          value={day}
          onChange={(event) => {
            setDay(event.target.value)
            anew()
          }}
        />
        {service && store && day !== '' && (
          <Slots
            {...{ service, store, staff, day, startsAt }}
            onChange={setStart}
            key={`${service} ${store} ${staff} ${day}`}
          />
        )}
        {!moving && (
          <Input.TextArea
            aria-label={t('appointments.note')}
            placeholder={t('appointments.note')}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 4 }}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </div>
    </Modal>
  )
}

function Slots(props: {
  service: string
  store: string
  staff: string | null
  day: string
  startsAt: string | undefined
  onChange: (startsAt: string) => void
}) {
  const t = useTexts()
  const { service, store, staff, day } = props
  const slots = useQuery(
    slotsQuery(service, {
      ...{ store_id: store, from: day, days: 1 },
      ...(staff !== null && { staff_id: staff }),
    }),
  )
  if (slots.error) return <ErrorNote error={slots.error} />
  if (!slots.data) return <SkeletonLines lines={2} />
  const free = slots.data.days.flatMap((one) => one.slots)
  const zone = slots.data.time_zone
  if (free.length === 0) return <EmptyState compact title={t('appointments.none_free')} />
  return (
    <fieldset className={styles.slots} aria-label={t('appointments.time')}>
      {free.map((slot) => (
        <Button
          key={slot.starts_at}
          type={slot.starts_at === props.startsAt ? 'primary' : 'default'}
          aria-pressed={slot.starts_at === props.startsAt}
          onClick={() => props.onChange(slot.starts_at)}
        >
          {t('appointments.slot', {
            at: wholeTime(new Date(slot.starts_at), zone).slice(11, 16),
            left: slot.left,
          })}
        </Button>
      ))}
    </fieldset>
  )
}
