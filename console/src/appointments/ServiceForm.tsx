import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { staffListQuery } from '../org/api.ts'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import styles from './Appointments.module.css'
import {
  hoursQuery,
  type Service,
  type ServiceFields,
  saveService,
  servicesQuery,
  useAppointmentsChanged,
} from './api.ts'

const NEW: Partial<ServiceFields> = {
  ...{ duration_minutes: 60, buffer_minutes: 0, step_minutes: 60, capacity: 1, by_staff: true },
  ...{ lead_minutes: 60, horizon_days: 14, cancel_minutes: 120, per_customer: 2 },
  ...{ remind_hours: [24], store_ids: [], staff_ids: [] },
}
const REMINDERS = [1, 2, 3, 6, 12, 24, 48, 72]
const NUMBERS = [
  ['duration_minutes', 5, 720, 5],
  ['buffer_minutes', 0, 240, 5],
  ['step_minutes', 5, 720, 5],
  ['capacity', 1, 500, 1],
  ['lead_minutes', 0, 43_200, 5],
  ['horizon_days', 1, 365, 1],
  ['cancel_minutes', 0, 43_200, 5],
  ['per_customer', 1, 100, 1],
] as const

/** A new service, or one as it is. */
export function ServiceForm(props: { service?: Service; onClose: () => void }) {
  const { service } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useAppointmentsChanged()
  const stores = useQuery(hoursQuery)
  const people = useQuery(staffListQuery({ state: 'active', limit: 200 }))
  const [form] = Form.useForm<ServiceFields>()
  const others = useQuery({ ...servicesQuery({ limit: 50 }), enabled: !service })
  const isByStaff = Form.useWatch('by_staff', form) ?? service?.by_staff ?? true
  const needed = [{ required: true, message: t('appointment_services.needed') }]
  return (
    <FormDialog<ServiceFields>
      title={t(service ? 'appointment_services.edit' : 'appointment_services.new')}
      okText={t('action.save')}
      width={640}
      form={form}
      initial={service ?? NEW}
      save={(fields) =>
        saveService(service, {
          ...fields,
          description: fields.description?.trim() ?? '',
          staff_ids: fields.by_staff ? (fields.staff_ids ?? []) : [],
        })
      }
      onSaved={async () => {
        void message.success(t('appointment_services.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <CopyFrom
        from={others.data?.items}
        nameOf={({ name }) => name}
        keyOf={({ id }) => id}
        onCopy={({ name: _, ...one }) => form.setFieldsValue(one)}
      />
      <Form.Item
        name="name"
        label={t('appointment_services.name')}
        rules={[{ required: true, whitespace: true, message: t('appointment_services.needed') }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="description" label={t('appointment_services.description')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
      <Form.Item
        name="by_staff"
        label={t('appointment_services.by_staff')}
        extra={t(`appointment_services.by_staff_${isByStaff ? 'on' : 'off'}`)}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <div className={styles.pairs}>
        {NUMBERS.map(([name, min, max, step]) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`appointment_services.field_${name}`)}
            rules={needed}
          >
            <InputNumber style={{ width: 160 }} min={min} max={max} step={step} precision={0} />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="remind_hours" label={t('appointment_services.remind_hours')}>
        <Select
          mode="multiple"
          maxCount={3}
          options={REMINDERS.map((hours) => ({
            value: hours,
            label: t('appointment_services.hours_before', { count: hours }),
          }))}
        />
      </Form.Item>
      <Form.Item name="store_ids" label={t('appointment_services.stores')}>
        <Select
          mode="multiple"
          loading={stores.isFetching}
          showSearch={{ optionFilterProp: 'label' }}
          options={(stores.data?.items ?? []).map((one) => ({
            value: one.store_id,
            label: one.store_name,
          }))}
        />
      </Form.Item>
      {isByStaff && (
        <Form.Item name="staff_ids" label={t('appointment_services.staff')}>
          <Select
            mode="multiple"
            loading={people.isFetching}
            showSearch={{ optionFilterProp: 'label' }}
            options={(people.data?.items ?? []).map(({ code, name }) => ({
              value: code,
              label: name,
            }))}
          />
        </Form.Item>
      )}
    </FormDialog>
  )
}
