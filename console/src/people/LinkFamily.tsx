import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, Modal, Select } from 'antd'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { linkFamily, type NewFamilyLink } from './api.ts'
import styles from './people.module.css'

/** What the other one is to this customer, and which side of the API's kind that makes them. */
const RELATIVES = {
  spouse: { kind: 'spouse', isThis: true },
  child: { kind: 'parent', isThis: true },
  parent: { kind: 'parent', isThis: false },
  grandchild: { kind: 'grandparent', isThis: true },
  grandparent: { kind: 'grandparent', isThis: false },
  sibling: { kind: 'sibling', isThis: true },
  ward: { kind: 'guardian', isThis: true },
  guardian: { kind: 'guardian', isThis: false },
  relative: { kind: 'relative', isThis: true },
} as const
type Relative = keyof typeof RELATIVES
const NAMES = Object.keys(RELATIVES) as Relative[]

interface Fields {
  other?: number
  relative: Relative
  minor: boolean
  otherMinor: boolean
  agreed: boolean
  otherAgreed: boolean
  guardian?: string
  form?: string
}

/** Links two customers. Without both their yes it waits, and shows nothing of the other side. */
export function LinkFamily(props: { customerId: number; onClose: () => void }) {
  const { customerId } = props
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const minors = Form.useWatch((fields: Fields) => fields.minor || fields.otherMinor, form)
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const linking = useMutation({
    mutationFn: (fields: Fields) => {
      const { kind, isThis } = RELATIVES[fields.relative]
      const evidence = {
        ...(fields.guardian?.trim() && { guardian: fields.guardian.trim() }),
        ...(fields.form?.trim() && { form: fields.form.trim() }),
      }
      const other = fields.other ?? 0
      const sides: Omit<NewFamilyLink, 'other_id'> = isThis
        ? {
            kind,
            minor: fields.minor,
            other_minor: fields.otherMinor,
            agreed: fields.agreed,
            other_agreed: fields.otherAgreed,
            evidence,
          }
        : {
            kind,
            minor: fields.otherMinor,
            other_minor: fields.minor,
            agreed: fields.otherAgreed,
            other_agreed: fields.agreed,
            evidence,
          }
      return isThis
        ? linkFamily(customerId, { other_id: other, ...sides })
        : linkFamily(other, { other_id: customerId, ...sides })
    },
    onSuccess: async () => {
      void message.success(t('family.linked'))
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: ['customer'] })
    },
  })
  return (
    <Modal
      open
      title={t('family.add_title')}
      okText={t('family.add')}
      cancelText={t('action.cancel')}
      confirmLoading={linking.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {linking.error && <ErrorNote error={linking.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          relative: 'spouse',
          minor: false,
          otherMinor: false,
          agreed: false,
          otherAgreed: false,
        }}
        onFinish={(fields) => linking.mutate(fields)}
      >
        <Form.Item
          name="other"
          label={t('family.other')}
          rules={[{ required: true, message: t('family.other_needed') }]}
        >
          <OtherCustomer except={customerId} />
        </Form.Item>
        <Form.Item name="relative" label={t('family.other_is')}>
          <Select options={NAMES.map((name) => ({ value: name, label: t(`family.is_${name}`) }))} />
        </Form.Item>
        <div className={styles.asked}>
          <Side name="agreed" minor="minor" label={t('family.this_side')} />
          <Side name="otherAgreed" minor="otherMinor" label={t('family.other_side')} />
        </div>
        {minors && (
          <Form.Item
            name="guardian"
            label={t('family.guardian')}
            extra={t('family.guardian_words')}
          >
            <Input maxLength={100} />
          </Form.Item>
        )}
        <Form.Item name="form" label={t('consent.evidence_form')} extra={t('family.consent_words')}>
          <Input maxLength={200} placeholder={t('consent.form_example')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Side(props: { name: string; minor: string; label: string }) {
  const t = useTexts()
  return (
    <Form.Item label={props.label}>
      <Form.Item name={props.name} valuePropName="checked" noStyle>
        <Checkbox>{t('family.has_agreed')}</Checkbox>
      </Form.Item>
      <Form.Item name={props.minor} valuePropName="checked" noStyle>
        <Checkbox>{t('family.minor')}</Checkbox>
      </Form.Item>
    </Form.Item>
  )
}

function OtherCustomer(props: {
  value?: number
  onChange?: (id: number | undefined) => void
  except: number
}) {
  const t = useTexts()
  return (
    <CustomerPicker
      value={props.value}
      onChange={(id) => props.onChange?.(id)}
      except={props.except}
      width="100%"
      placeholder={t('family.pick')}
    />
  )
}
