import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { type Appointment, type Step, TONES, takeStep } from '../appointments/api.ts'
import { timesOf } from '../appointments/times.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import styles from './Redeem.module.css'

/** An appointment at the desk: she is here, it is done, or she did not come. */
export function OneAppointment(props: {
  appointment: Appointment
  onDone: (words: string) => void
  onDrop: () => void
}) {
  const { appointment } = props
  const t = useTexts()
  const mayWrite = useMay('appointments:write')
  const act = useMutation({
    mutationFn: (step: Step) => takeStep(appointment.id, step),
    onSuccess: ({ state }) =>
      props.onDone(
        t('redeem.appointment_done', {
          name: appointment.service.name,
          state: t(`appointment_state.${state}`),
        }),
      ),
  })
  const rows = [
    { key: 'at', label: t('appointments.at'), value: timesOf(appointment) },
    { key: 'store', label: t('appointments.store'), value: appointment.store.name },
    { key: 'staff', label: t('appointments.staff'), value: appointment.staff?.name },
    {
      ...{ key: 'customer', label: t('appointments.customer') },
      value: [appointment.name, appointment.phone].filter(Boolean).join(' '),
    },
    { key: 'note', label: t('appointments.note'), value: appointment.note },
  ].filter(({ value }) => value)
  return (
    <Panel
      title={appointment.service.name}
      extra={
        <Chip tone={TONES[appointment.state]}>{t(`appointment_state.${appointment.state}`)}</Chip>
      }
    >
      <KeyValues rows={rows} />
      {act.error && <ErrorNote error={act.error} />}
      <div className={styles.decide}>
        {mayWrite &&
          appointment.steps.map((step, i) => (
            <Button
              key={step}
              block
              size="large"
              type={i === 0 ? 'primary' : 'default'}
              loading={act.isPending && act.variables === step}
              onClick={() => act.mutate(step)}
            >
              {t(`appointments.step_${step}`)}
            </Button>
          ))}
        <Button block size="large" onClick={props.onDrop}>
          {t('redeem.another')}
        </Button>
      </div>
    </Panel>
  )
}
