import { App } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { letStaffLeave, type Staff, useOrgChanged, useReloadWhenEdited } from './api.ts'

/** Says what leaving does before it is done; the customers are transferred after it. */
export function LeaveDialog(props: {
  staff: Staff
  customers: number | undefined
  onClose: () => void
  onLeft: () => void
}) {
  const { staff, customers } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const reload = useReloadWhenEdited()
  return (
    <FormDialog
      title={t('org.leave_title', { name: staff.name })}
      okText={t('org.leave')}
      danger
      words={
        <>
          <p>{t('org.leave_words')}</p>
          {staff.user && <p>{t('org.leave_sign_in', { email: staff.user.email })}</p>}
          {customers !== undefined && customers > 0 && (
            <p>{t('org.leave_customers', { count: customers })}</p>
          )}
        </>
      }
      save={({ reason }: { reason?: string }) =>
        letStaffLeave(staff.id, { reason: reason ?? '', revision: staff.revision })
      }
      onSaved={async () => {
        void message.success(t('org.left_done', { name: staff.name }))
        props.onLeft()
        await changed()
      }}
      onError={reload}
      onClose={props.onClose}
    >
      <ReasonField label={t('org.reason')} max={200} />
    </FormDialog>
  )
}
