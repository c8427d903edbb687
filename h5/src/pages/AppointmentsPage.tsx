import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { loadAppointments, loadServices, timesOf } from '../appointments.ts'
import { findSession } from '../session.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** What can be booked, and below it what she has booked. */
export function AppointmentsPage() {
  const { data, error, again } = useLoad(loadServices, [])
  return (
    <Page title={t('appointments.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : !data ? (
        <Skeleton lines={6} />
      ) : (
        <>
          {data.items.length === 0 ? (
            <Empty title={t('appointments.none_offered')} />
          ) : (
            <section>
              <h2>{t('appointments.offered')}</h2>
              <nav class="rows" aria-label={t('appointments.offered')}>
                {data.items.map((service) => (
                  <a key={service.id} href={to(`/book/${service.id}`)}>
                    <span class="between">
                      <strong>{service.name}</strong>
                      <span>
                        {t('appointments.minutes', { minutes: service.duration_minutes })}
                      </span>
                    </span>
                    {service.description && <span class="note">{service.description}</span>}
                  </a>
                ))}
              </nav>
            </section>
          )}
          <Mine />
        </>
      )}
    </Page>
  )
}

function Mine() {
  const [cursors, setCursors] = useState<string[]>([])
  const { data, error, again } = useLoad(async () => {
    const session = await findSession()
    return session?.signed_in ? loadAppointments(cursors.at(-1)) : null
  }, [cursors.length])
  if (error) return <Failed error={error} again={again} />
  if (data === undefined) return <Skeleton lines={4} />
  if (data === null || (data.items.length === 0 && cursors.length === 0)) return null
  return (
    <section>
      <h2>{t('appointments.mine')}</h2>
      <ul class="messages">
        {data.items.map((one) => (
          <li key={one.id}>
            <a href={to(`/appointments/${one.id}`)}>
              <time dateTime={one.starts_at}>{timesOf(one)}</time>
              <span class="between">
                <strong>{one.service.name}</strong>
                <span>{t(`appointment_state.${one.state}`)}</span>
              </span>
              <span class="note">{one.store.name}</span>
            </a>
          </li>
        ))}
      </ul>
      {cursors.length > 0 && (
        <button type="button" class="quiet wide" onClick={() => setCursors(cursors.slice(0, -1))}>
          {t('appointments.later')}
        </button>
      )}
      {data.next_cursor && (
        <button
          type="button"
          class="quiet wide"
          onClick={() => setCursors([...cursors, data.next_cursor ?? ''])}
        >
          {t('appointments.earlier')}
        </button>
      )}
    </section>
  )
}
