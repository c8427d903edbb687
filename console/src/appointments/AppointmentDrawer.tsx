import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Drawer, Skeleton } from 'antd'
import { useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { When } from '../ui/When.tsx'
import styles from './Appointments.module.css'
import {
  type Appointment,
  appointmentQuery,
  cancelAppointment,
  TONES,
  takeStep,
  useAppointmentsChanged,
} from './api.ts'
import { BookForm } from './BookForm.tsx'
import { timesOf } from './times.ts'

/** One appointment: whose, when, how it stands, and what can be done with it. */
export function AppointmentDrawer(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const one = useQuery(appointmentQuery(props.id))
  return (
    <Drawer open size={480} title={t('appointments.one')} onClose={props.onClose}>
      {one.error ? (
        <ErrorPanel error={one.error} onRetry={() => void one.refetch()} />
      ) : one.data ? (
        <>
          <Facts appointment={one.data} />
          <Acts appointment={one.data} />
        </>
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function Facts({ appointment: a }: { appointment: Appointment }) {
  const t = useTexts()
  const happened = (['checked_in', 'completed', 'missed', 'cancelled'] as const).flatMap((state) =>
    a[`${state}_at`] === null
      ? []
      : [
          {
            key: state,
            label: t(`appointment_state.${state}`),
            value: <When at={a[`${state}_at`]} />,
          },
        ],
  )
  return (
    <>
      <p className={styles.code}>
        <code>{a.code}</code> <Chip tone={TONES[a.state]}>{t(`appointment_state.${a.state}`)}</Chip>
      </p>
      <KeyValues
        rows={[
          { key: 'at', label: t('appointments.at'), value: `${timesOf(a)} (${a.time_zone})` },
          { key: 'service', label: t('appointments.service'), value: a.service.name },
          { key: 'store', label: t('appointments.store'), value: a.store.name },
          ...(a.staff
            ? [{ key: 'staff', label: t('appointments.staff'), value: a.staff.name }]
            : []),
          {
            ...{ key: 'customer', label: t('appointments.customer') },
            value: <CustomerName row={a} withPhone />,
          },
          ...(a.note ? [{ key: 'note', label: t('appointments.note'), value: a.note }] : []),
          {
            ...{ key: 'by', label: t('appointments.booked_by') },
            value: (
              <>
                {t(`appointment_side.${a.booked_by}`)} · <When at={a.created_at} />
              </>
            ),
          },
          ...happened,
          ...(a.cancelled_by
            ? [
                {
                  ...{ key: 'cancelled_by', label: t('appointments.cancelled_by') },
                  value: [t(`appointment_side.${a.cancelled_by}`), a.reason]
                    .filter(Boolean)
                    .join(' · '),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

/** What staff may say of it; beside the desk's page too. */
export function Acts({ appointment }: { appointment: Appointment }) {
  const t = useTexts()
  const mayWrite = useMay('appointments:write')
  const changed = useAppointmentsChanged()
  const [asking, ask] = useState<'move' | 'cancel'>()
  const acting = useMutation({
    mutationFn: (step: Appointment['steps'][number]) => takeStep(appointment.id, step),
    onSettled: () => changed(),
  })
  if (!mayWrite) return null
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <div className={styles.acts}>
        {appointment.steps.map((step, i) => (
          <Button
            key={step}
            type={i === 0 ? 'primary' : 'default'}
            loading={acting.isPending && acting.variables === step}
            onClick={() => acting.mutate(step)}
          >
            {t(`appointments.step_${step}`)}
          </Button>
        ))}
        {appointment.state === 'booked' && (
          <>
            <Button onClick={() => ask('move')}>{t('appointments.move')}</Button>
            <Button danger onClick={() => ask('cancel')}>
              {t('appointments.cancel')}
            </Button>
          </>
        )}
      </div>
      {asking === 'move' && <BookForm moving={appointment} onClose={() => ask(undefined)} />}
      {asking === 'cancel' && (
        <FormDialog<{ reason?: string }>
          title={t('appointments.cancel')}
          okText={t('appointments.cancel')}
          danger
          words={t('appointments.cancel_words')}
          save={({ reason }) => cancelAppointment(appointment.id, reason?.trim() ?? '')}
          onSaved={async () => {
            ask(undefined)
            await changed()
          }}
          onClose={() => ask(undefined)}
        >
          <ReasonField label={t('appointments.reason')} />
        </FormDialog>
      )}
    </>
  )
}
