import { App, Checkbox, Form, Input, InputNumber } from 'antd'
import { fenOf } from '../commerce/price.ts'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type CardPlan, savePlan, useMembershipChanged } from './api.ts'

interface Fields {
  code: string
  name: string
  name_en: string
  price: number
  days: number
  trial_days: number
  sku?: string
  is_retired: boolean
}

export function PlanForm(props: { plan: CardPlan | null; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useMembershipChanged()
  const { plan } = props
  const needed = { required: true, message: t('members.needed') }
  return (
    <FormDialog<Fields>
      title={t(plan ? 'members.change_plan' : 'members.new_plan')}
      okText={t('action.save')}
      initial={{
        ...{ code: plan?.code, name: plan?.name, name_en: plan?.name_en },
        price: plan ? plan.price_fen / 100 : undefined,
        ...{ days: plan?.days ?? 365, trial_days: plan?.trial_days ?? 0 },
        ...{ sku: plan?.sku ?? undefined, is_retired: plan?.is_retired ?? false },
      }}
      save={({ code, price, sku, ...fields }) =>
        savePlan(code, {
          ...fields,
          price_fen: fenOf(price) ?? 0,
          sku: sku?.trim() || null,
          revision: plan?.revision ?? 0,
        })
      }
      onSaved={async () => {
        void message.success(t('members.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="name" label={t('members.name')} rules={[needed]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="name_en" label={t('members.name_en')} rules={[needed]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('members.code')}
        rules={[{ required: true, pattern: /^[a-z][a-z0-9_]*$/, message: t('members.code_rule') }]}
      >
        <Input maxLength={40} disabled={plan !== null} />
      </Form.Item>
      <Form.Item name="price" label={t('members.price')} rules={[needed]}>
        <InputNumber min={0} precision={2} />
      </Form.Item>
      <Form.Item name="days" label={t('members.days')} rules={[needed]}>
        <InputNumber min={1} max={3660} precision={0} />
      </Form.Item>
      <Form.Item name="trial_days" label={t('members.trial_days')} rules={[needed]}>
        <InputNumber min={0} max={366} precision={0} />
      </Form.Item>
      <Form.Item name="sku" label={t('members.sku')} tooltip={t('members.sku_hint')}>
        <Input maxLength={255} />
      </Form.Item>
      <Form.Item name="is_retired" valuePropName="checked">
        <Checkbox>{t('members.retire')}</Checkbox>
      </Form.Item>
    </FormDialog>
  )
}
