import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { useBatch } from '../ui/batchRun.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { letStaffLeaveTogether, moveStaffTogether, type Staff, useOrgChanged } from './api.ts'
import { PlaceFields, type PlaceValues, placeOf } from './PlaceFields.tsx'

interface Fields extends PlaceValues {
  reason?: string
}

/** Moves the chosen people to one place, or lets them leave together. */
export function StaffBatch(props: { selection: Selection; rows: readonly Staff[] | undefined }) {
  const { selection } = props
  const t = useTexts()
  const [dialog, setDialog] = useState<'move' | 'leave'>()
  const changed = useOrgChanged()
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: (staff) => staff.id,
    nameOf: (staff) => staff.name,
    changed,
  })
  const count = selection.keys.length
  const move = ({ reason = '', ...place }: Fields) => {
    const { title, ...where } = placeOf(place)
    return run((ids) => moveStaffTogether({ ids, ...where, ...(title && { title }), reason }))
  }
  const leave = ({ reason = '' }: Fields) => run((ids) => letStaffLeaveTogether({ ids, reason }))
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setDialog('move')}>
          {t('org.move')}
        </Button>
        <Button danger onClick={() => setDialog('leave')}>
          {t('org.leave')}
        </Button>
      </BatchBar>
      {dialog && (
        <BatchDialog<Fields>
          title={t(`org.batch_${dialog}_title`, { count })}
          words={t(`org.batch_${dialog}_words`)}
          okText={t(`org.${dialog}`)}
          danger={dialog === 'leave'}
          onRun={dialog === 'move' ? move : leave}
          onClose={() => setDialog(undefined)}
        >
          {dialog === 'move' && <PlaceFields titleHint={t('org.batch_title_kept')} />}
          <ReasonField label={t('org.reason')} max={200} />
        </BatchDialog>
      )}
    </>
  )
}
