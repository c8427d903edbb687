import { useRef, useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { to } from '../address.ts'
import {
  bookAppointment,
  clockIn,
  dayName,
  loadService,
  loadSlots,
  moveAppointment,
  type Service,
  type Store,
} from '../appointments.ts'
import { findSession } from '../session.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** A service: the store, who gives it, the day, the time. With `?move=`: another time for one of hers. */
export function BookPage() {
  const { params, query } = useRoute()
  const { id = '' } = params
  const { data, error, again } = useLoad(() => loadService(id), [id])
  return (
    <Page title={t(query.move ? 'appointments.move' : 'appointments.book')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : !data ? (
        <Skeleton lines={8} />
      ) : (
        <Choose service={data} moving={query.move} />
      )}
    </Page>
  )
}

function Choose({ service, moving }: { service: Service; moving: string | undefined }) {
  const [storeId, setStore] = useState(service.stores.length === 1 ? service.stores[0]?.id : '')
  const [staff, setStaff] = useState<string | null>(null)
  const store = service.stores.find(({ id }) => id === storeId)
  return (
    <>
      <h2>{service.name}</h2>
      {service.description && <p>{service.description}</p>}
      <p class="note">{t('appointments.minutes', { minutes: service.duration_minutes })}</p>
      {service.stores.length === 0 && <Empty title={t('appointments.no_store')} />}
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        <fieldset class="choices">
          <legend>{t('appointments.store')}</legend>
          {service.stores.map(({ id, name, address }) => (
            <label key={id} class="check">
              <input
                type="radio"
                name="store"
                checked={id === storeId}
                onChange={() => {
                  setStore(id)
                  setStaff(null)
                }}
              />
              <span>
                {name}
                {address && <small> {address}</small>}
              </span>
            </label>
          ))}
        </fieldset>
        {store && service.by_staff && (
          <fieldset class="variants">
            <legend>{t('appointments.staff')}</legend>
            {[{ id: null, name: t('appointments.anybody') }, ...store.staff].map(({ id, name }) => (
              <label key={id} class="chip">
                <input
                  type="radio"
                  name="staff"
                  checked={id === staff}
                  onChange={() => setStaff(id)}
                />
                {name}
              </label>
            ))}
          </fieldset>
        )}
      </form>
      {store && (
        <Times
          key={`${store.id} ${staff}`}
          service={service}
          store={store}
          staff={staff}
          moving={moving}
        />
      )}
    </>
  )
}

const DAYS = 14

function Times(props: {
  service: Service
  store: Store
  staff: string | null
  moving: string | undefined
}) {
  const { service, store, staff } = props
  const [day, setDay] = useState<string>()
  const [startsAt, setStart] = useState<string>()
  const slots = useLoad(
    () =>
      loadSlots(service.id, { store_id: store.id, ...(staff && { staff_id: staff }), days: DAYS }),
    [],
  )
  if (slots.error) return <Failed error={slots.error} again={slots.again} />
  if (!slots.data) return <Skeleton lines={6} />
  const days = slots.data.days.filter((one) => one.slots.length > 0)
  const shown = days.find((one) => one.day === day) ?? days[0]
  if (!shown) return <Empty title={t('appointments.none_free')} />
  return (
    <>
      <fieldset class="chips" aria-label={t('appointments.day')}>
        {days.map((one) => (
          <button
            key={one.day}
            type="button"
            class="chip"
            aria-pressed={one.day === shown.day}
            onClick={() => {
              setDay(one.day)
              setStart(undefined)
            }}
          >
            {dayName(one.day)}
          </button>
        ))}
      </fieldset>
      <fieldset class="variants">
        <legend>{t('appointments.time')}</legend>
        {shown.slots.map((slot) => (
          <button
            key={slot.starts_at}
            type="button"
            class="chip"
            aria-pressed={slot.starts_at === startsAt}
            onClick={() => setStart(slot.starts_at)}
          >
            {clockIn(slot.starts_at, store.time_zone)}
          </button>
        ))}
      </fieldset>
      {startsAt && (
        <Confirm
          {...props}
          key={startsAt}
          startsAt={startsAt}
          words={`${dayName(shown.day)} ${clockIn(startsAt, store.time_zone)}`}
          again={() => {
            setStart(undefined)
            slots.again()
          }}
        />
      )}
    </>
  )
}

/** These make another look at what is free worth while. */
const GONE = new Set(['slot_full', 'slot_not_offered', 'slot_too_soon', 'slot_too_far'])

function Confirm(props: {
  service: Service
  store: Store
  staff: string | null
  moving: string | undefined
  startsAt: string
  words: string
  again: () => void
}) {
  const { service, store, staff, moving, startsAt } = props
  const { route } = useLocation()
  const [note, setNote] = useState('')
  const [isGone, setGone] = useState(false)
  const { act, isBusy, fault } = useAct()
  // One key an attempt of hers: a tap that seemed lost books nothing twice.
  const key = useRef(crypto.randomUUID())
  const when = { store_id: store.id, staff_id: staff, starts_at: startsAt }
  const confirm = () =>
    act(
      async () => {
        if (!(await findSession())?.signed_in) {
          route(to(`/sign-in?to=/book/${service.id}`))
          return
        }
        const made = moving
          ? await moveAppointment(moving, when)
          : await bookAppointment({ ...when, key: key.current, service_id: service.id, note })
        route(to(`/appointments/${made.id}`), true)
      },
      (code) => setGone(GONE.has(code)),
    )
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      {!moving && (
        <label>
          {t('appointments.note_optional')}
          <textarea
            rows={2}
            maxLength={500}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {isGone ? (
        <button type="button" class="quiet wide" onClick={props.again}>
          {t('appointments.look_again')}
        </button>
      ) : (
        <button type="submit" class="primary wide" disabled={isBusy}>
          {t(moving ? 'appointments.confirm_move' : 'appointments.confirm', { at: props.words })}
        </button>
      )}
    </form>
  )
}
