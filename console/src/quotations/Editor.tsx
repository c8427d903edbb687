import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, DatePicker, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useEffect, useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import {
  changeQuotation,
  makeQuotation,
  optionsQuery,
  type Quotation,
  useQuotationsChanged,
} from './api.ts'
import { DepositFields } from './DepositFields.tsx'
import { bodyOf, type Fields, fieldsOf } from './fields.ts'
import { Lines } from './Lines.tsx'
import styles from './Quotations.module.css'
import { Sums } from './Sums.tsx'

/** Lines, prices and terms of a draft, with what they come to beside them. */
export function Editor(props: { source?: Quotation; customer?: number; isEdited?: boolean }) {
  const t = useTexts()
  const navigate = useNavigate()
  const changed = useQuotationsChanged()
  const options = useQuery(optionsQuery)
  const [form] = Form.useForm<Fields>()
  const [isChanged, setChanged] = useState(false)
  const [saved, setSaved] = useState<string>()
  const { source, isEdited = false } = props
  const storefronts = options.data?.storefronts ?? []
  const saving = useMutation({
    mutationFn: (fields: Fields) =>
      isEdited && source
        ? changeQuotation(source.id, { ...bodyOf(fields), revision: source.revision })
        : makeQuotation({ ...bodyOf(fields), customer_id: fields.customer ?? 0 }),
    onSuccess: ({ id }) => setSaved(id),
  })
  // Once nothing is left to be lost; the page before would ask.
  useEffect(() => {
    if (saved === undefined) return
    void changed()
    void navigate({ to: '/quotations/$quotationId', params: { quotationId: saved } })
  }, [saved, changed, navigate])
  const needed = [{ required: true, message: t('quotations.needed') }]
  return (
    <Page
      title={isEdited && source ? source.number : t('quotations.new')}
      purpose={t('quotations.editor_words')}
      actions={
        <Button type="primary" loading={saving.isPending} onClick={form.submit}>
          {t('quotations.save')}
        </Button>
      }
    >
      <LeaveGuard isChanged={isChanged && saved === undefined} />
      {saving.error && <ErrorNote error={saving.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(source, {
          ...{ isEdited, storefront: storefronts[0]?.code },
          ...(props.customer !== undefined && { customer: props.customer }),
        })}
        onValuesChange={() => setChanged(true)}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <div className={styles.editor}>
          <div>
            <Panel title={t('quotations.for_whom')}>
              <div className={styles.pair}>
                {!isEdited && (
                  <Form.Item name="customer" label={t('quotations.customer')} rules={needed}>
                    <Picked placeholder={t('quotations.find_customer')} />
                  </Form.Item>
                )}
                <Form.Item name="storefront" label={t('quotations.storefront')} rules={needed}>
                  <Select
                    notFoundContent={t('quotations.no_storefront')}
                    options={storefronts.map(({ code, name }) => ({ value: code, label: name }))}
                  />
                </Form.Item>
                <Form.Item name="store" label={t('quotations.store')}>
                  <StorePicker
                    placeholder={t('quotations.store_usual')}
                    valueName={source?.store.name}
                  />
                </Form.Item>
                <Form.Item name="staff" label={t('quotations.staff')}>
                  <StaffPicker
                    placeholder={t('quotations.staff_usual')}
                    valueName={source?.staff?.name}
                  />
                </Form.Item>
              </div>
            </Panel>
            <Panel title={t('quotations.goods')}>
              <Lines />
            </Panel>
            <Panel title={t('quotations.terms')}>
              <div className={styles.pair}>
                <Form.Item name="valid_until" label={t('quotations.valid_until')} rules={needed}>
                  <DatePicker showTime style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item name="delivery" label={t('quotations.delivery')}>
                  <Radio.Group
                    options={(['pick_up', 'ship'] as const).map((value) => ({
                      value,
                      label: t(`quotations.delivery_${value}`),
                    }))}
                  />
                </Form.Item>
                <Form.Item noStyle dependencies={['delivery']}>
                  {({ getFieldValue }) =>
                    getFieldValue('delivery') === 'ship' && (
                      <Form.Item name="shipping" label={t('quotations.shipping')}>
                        <InputNumber
                          min={0}
                          precision={2}
                          suffix={t('quotations.yuan')}
                          style={{ width: '100%' }}
                        />
                      </Form.Item>
                    )
                  }
                </Form.Item>
              </div>
              <DepositFields />
              <Form.Item
                name="remarks"
                label={t('quotations.remarks')}
                extra={t('quotations.remarks_hint')}
              >
                <Input.TextArea rows={3} maxLength={2000} />
              </Form.Item>
            </Panel>
          </div>
          <Sums options={options.data} />
        </div>
      </Form>
    </Page>
  )
}

/** As a form gives it. */
function Picked(props: {
  value?: number
  onChange?: (id: number | undefined) => void
  placeholder: string
}) {
  return (
    <CustomerPicker
      value={props.value}
      onChange={(id) => props.onChange?.(id)}
      width="100%"
      placeholder={props.placeholder}
    />
  )
}
