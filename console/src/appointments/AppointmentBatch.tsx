import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { type Appointment, cancelAll, takeStepAll, useAppointmentsChanged } from './api.ts'

const STEPS = ['check_in', 'complete', 'miss'] as const
export const nameOf = ({ name, phone, id }: Appointment) => name ?? phone ?? id

/** The same step for the chosen appointments, or all of them cancelled. */
export function AppointmentBatch(props: {
  selection: Selection
  rows: readonly Appointment[] | undefined
}) {
  const { selection, rows } = props
  const t = useTexts()
  const [isAsking, setAsking] = useState(false)
  const changed = useAppointmentsChanged()
  const run = useBatch({ selection, rows, keyOf: ({ id }) => id, nameOf, changed })
  return (
    <>
      <BatchBar selection={selection}>
        {STEPS.map((step) => (
          <BatchAction
            key={step}
            label={t(`appointments.step_${step}`)}
            onRun={() => run((ids) => takeStepAll({ ids, step }))}
          />
        ))}
        <Button danger onClick={() => setAsking(true)}>
          {t('appointments.cancel')}
        </Button>
      </BatchBar>
      {isAsking && (
        <BatchDialog<{ reason: string }>
          title={t('appointments.cancel')}
          words={t('appointments.cancel_words')}
          okText={t('appointments.cancel')}
          danger
          onRun={({ reason }) => run((ids) => cancelAll({ ids, reason: reason?.trim() ?? '' }))}
          onClose={() => setAsking(false)}
        >
          <ReasonField label={t('appointments.batch_reason')} />
        </BatchDialog>
      )}
    </>
  )
}
