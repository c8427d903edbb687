import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import {
  type Appointment,
  cancelAppointment,
  clockIn,
  dayIn,
  loadAppointment,
  timesOf,
} from '../appointments.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** One appointment of hers: when, where, the code to show, and what she may still change. */
export function AppointmentPage() {
  const { id = '' } = useRoute().params
  return (
    <Page title={t('appointments.one')}>
      <SignedIn page={`/appointments/${id}`}>
        <Loaded id={id} />
      </SignedIn>
    </Page>
  )
}

function Loaded({ id }: { id: string }) {
  const { data, error, again } = useLoad(() => loadAppointment(id), [id])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  return (
    <>
      <h2>{data.service.name}</h2>
      <p role="status">{t(`appointment_state.${data.state}`)}</p>
      <dl class="total">
        <dt>{t('appointments.at')}</dt>
        <dd>{timesOf(data)}</dd>
        <dt>{t('appointments.store')}</dt>
        <dd>{data.store.name}</dd>
        {data.store.address && (
          <>
            <dt>{t('appointments.address')}</dt>
            <dd>{data.store.address}</dd>
          </>
        )}
        {data.staff && (
          <>
            <dt>{t('appointments.staff')}</dt>
            <dd>{data.staff.name}</dd>
          </>
        )}
        {data.note && (
          <>
            <dt>{t('appointments.note')}</dt>
            <dd>{data.note}</dd>
          </>
        )}
        {data.reason && (
          <>
            <dt>{t('appointments.reason')}</dt>
            <dd>{data.reason}</dd>
          </>
        )}
      </dl>
      {data.state === 'booked' && (
        <p class="code">
          {t('appointments.code')} <strong>{data.code}</strong>
        </p>
      )}
      {data.changeable_until && (
        <Change appointment={data} until={data.changeable_until} again={again} />
      )}
    </>
  )
}

function Change(props: { appointment: Appointment; until: string; again: () => void }) {
  const { appointment, until } = props
  const { act, isBusy, fault } = useAct()
  const [isAsked, setAsked] = useState(false)
  const zone = appointment.time_zone
  if (Date.parse(until) <= Date.now()) return <p class="note">{t('appointments.too_late')}</p>
  return (
    <section aria-label={t('appointments.change')}>
      <p class="note">
        {t('appointments.until', { at: `${dayIn(until, zone)} ${clockIn(until, zone)}` })}
      </p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {isAsked ? (
        <>
          <p>{t('appointments.sure')}</p>
          <button
            type="button"
            class="primary wide"
            disabled={isBusy}
            onClick={() =>
              void act(async () => {
                await cancelAppointment(appointment.id)
                props.again()
              })
            }
          >
            {t('appointments.cancel')}
          </button>
          <button type="button" class="quiet wide" onClick={() => setAsked(false)}>
            {t('appointments.keep')}
          </button>
        </>
      ) : (
        <>
          <a
            class="primary wide"
            href={to(`/book/${appointment.service.id}?move=${appointment.id}`)}
          >
            {t('appointments.move')}
          </a>
          <button type="button" class="quiet wide" onClick={() => setAsked(true)}>
            {t('appointments.cancel')}
          </button>
        </>
      )}
    </section>
  )
}
