import { useQueryClient } from '@tanstack/react-query'
import { App, Form } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { type AssignmentKind, assign, type Belongs, useReloadWhenEdited } from './api.ts'
import { StaffPicker, StorePicker } from './pickers.tsx'

interface Fields {
  code: string | null
  reason: string
}

/** Gives the customer to another store or guide, with a reason that the history keeps. */
export function ChangeBelonging(props: {
  customerId: number
  kind: AssignmentKind
  present: Belongs | null
  onClose: () => void
}) {
  const { customerId, kind, present } = props
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const Picker = kind === 'store' ? StorePicker : StaffPicker
  return (
    <FormDialog<Fields>
      title={t(`belonging.change_${kind}`)}
      okText={t('org.save')}
      initial={{ code: present?.code ?? null, reason: '' }}
      save={({ code, reason }) =>
        assign(customerId, { kind, code: code ?? null, reason, version: present?.version ?? 0 })
      }
      onSaved={async () => {
        void message.success(t('belonging.changed'))
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: ['customer', customerId] })
      }}
      onError={useReloadWhenEdited()}
      onClose={props.onClose}
    >
      <Form.Item name="code" label={t(`belonging.${kind}`)} extra={t('belonging.empty_is_nobody')}>
        <Picker placeholder={t(`belonging.pick_${kind}`)} valueName={present?.name} />
      </Form.Item>
      <ReasonField
        label={t('org.reason')}
        needed={t('org.reason_needed')}
        extra={t('belonging.reason_hint')}
        max={200}
        rows={2}
      />
    </FormDialog>
  )
}
