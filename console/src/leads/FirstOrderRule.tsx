import { useQueries, useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Segmented, Select } from 'antd'
import { servicesQuery } from '../appointments/api.ts'
import { categoriesQuery } from '../commerce/api.ts'
import { ProductChoice } from '../decoration/ProductChoice.tsx'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { formQuery, formsQuery } from './api.ts'
import { type Rule, SERVICE_KINDS } from './firstOrders.ts'
import styles from './Leads.module.css'

/** One rule: for what, which service, what she reads, who gives it. */
export function FirstOrderRule(props: {
  rule: Rule
  mayWrite: boolean
  onChange: (part: Partial<Rule>) => void
}) {
  const { rule, onChange } = props
  const t = useTexts()
  return (
    <Form layout="vertical" disabled={!props.mayWrite} className={styles.rule}>
      <Form.Item
        label={t('first_orders.name')}
        htmlFor="first-name"
        extra={t('first_orders.name_hint')}
      >
        <Input
          id="first-name"
          maxLength={40}
          value={rule.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('first_orders.words')} htmlFor="first-words">
        <Input.TextArea
          id="first-words"
          maxLength={300}
          autoSize={{ minRows: 2 }}
          value={rule.words}
          onChange={(event) => onChange({ words: event.target.value })}
        />
      </Form.Item>
      <Form.Item
        label={t('first_orders.for')}
        htmlFor="first-categories"
        extra={t('first_orders.for_hint')}
      >
        <div className={styles.acts}>
          <Categories value={rule.categories} onChange={(categories) => onChange({ categories })} />
          <ProductChoice
            id="first-products"
            value={rule.skus}
            onChange={(skus) => onChange({ skus })}
          />
        </div>
      </Form.Item>
      <Form.Item label={t('first_orders.kind')} extra={t(`service_kind_words.${rule.kind}`)}>
        <Segmented
          aria-label={t('first_orders.kind')}
          value={rule.kind}
          onChange={(kind) => onChange({ kind, target: null })}
          options={SERVICE_KINDS.map((value) => ({ value, label: t(`service_kind.${value}`) }))}
        />
      </Form.Item>
      {rule.kind === 'appointment' && <Service rule={rule} onChange={onChange} />}
      {rule.kind === 'form' && <Channel rule={rule} onChange={onChange} />}
      {rule.kind === 'guide' && (
        <>
          <Form.Item label={t('first_orders.instructions')} htmlFor="first-instructions">
            <Input.TextArea
              id="first-instructions"
              maxLength={1000}
              autoSize={{ minRows: 3 }}
              value={rule.instructions}
              onChange={(event) => onChange({ instructions: event.target.value })}
            />
          </Form.Item>
          <Form.Item label={t('first_orders.due_hours')} htmlFor="first-due">
            <InputNumber
              id="first-due"
              min={1}
              max={720}
              precision={0}
              value={rule.due_hours}
              onChange={(hours) => onChange({ due_hours: hours ?? 24 })}
            />
          </Form.Item>
        </>
      )}
      <div className={styles.pair}>
        <Form.Item
          label={t('first_orders.owner_staff')}
          htmlFor="first-staff"
          extra={t('first_orders.owner_hint')}
        >
          <StaffPicker
            id="first-staff"
            value={rule.staff_id}
            disabled={!props.mayWrite}
            placeholder={t('lead_forms.nobody')}
            onChange={(staff_id) => onChange({ staff_id })}
          />
        </Form.Item>
        <Form.Item label={t('first_orders.owner_store')} htmlFor="first-store">
          <StorePicker
            id="first-store"
            value={rule.store_id}
            disabled={!props.mayWrite}
            placeholder={t('first_orders.store_bought')}
            onChange={(store_id) => onChange({ store_id })}
          />
        </Form.Item>
      </div>
    </Form>
  )
}

function Categories(props: { value: string[][]; onChange: (paths: string[][]) => void }) {
  const t = useTexts()
  const found = useQuery(categoriesQuery)
  const nameOf = (path: readonly string[]) => path.join(' / ')
  return (
    <Select<string[]>
      id="first-categories"
      mode="multiple"
      placeholder={t('first_orders.categories')}
      loading={found.isLoading}
      value={props.value.map((path) => JSON.stringify(path))}
      onChange={(paths) => props.onChange(paths.map((path) => JSON.parse(path) as string[]))}
      showSearch={{ optionFilterProp: 'label' }}
      options={(found.data?.items ?? []).map(({ path }) => ({
        value: JSON.stringify(path),
        label: nameOf(path),
      }))}
      labelRender={({ value }) => nameOf(JSON.parse(String(value)) as string[])}
    />
  )
}

interface TargetProps {
  rule: Rule
  onChange: (part: Partial<Rule>) => void
}

function Service({ rule, onChange }: TargetProps) {
  const t = useTexts()
  const services = useQuery(servicesQuery({ state: 'live', limit: 200 }))
  return (
    <Form.Item
      label={t('first_orders.appointment')}
      htmlFor="first-service"
      {...(services.data?.items.length === 0 && { extra: t('first_orders.no_services') })}
    >
      <Select<string | null>
        id="first-service"
        showSearch={{ optionFilterProp: 'label' }}
        loading={services.isLoading}
        value={rule.target}
        onChange={(target) => onChange({ target })}
        options={(services.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  )
}

/** Channels of the forms that take answers. */
function Channel({ rule, onChange }: TargetProps) {
  const t = useTexts()
  const forms = useQuery(formsQuery({ state: 'live', limit: 50 }))
  const details = useQueries({
    queries: (forms.data?.items ?? []).map(({ id }) => formQuery(id)),
  })
  const options = details.flatMap(({ data }) =>
    data
      ? data.channels
          .filter((channel) => channel.is_open)
          .map((channel) => ({ value: channel.code, label: `${data.name} · ${channel.name}` }))
      : [],
  )
  const isLoading = forms.isLoading || details.some((one) => one.isLoading)
  return (
    <Form.Item
      label={t('first_orders.form')}
      htmlFor="first-form"
      {...(!isLoading && options.length === 0 && { extra: t('first_orders.no_forms') })}
    >
      <Select<string | null>
        id="first-form"
        showSearch={{ optionFilterProp: 'label' }}
        loading={isLoading}
        value={rule.target}
        onChange={(target) => onChange({ target })}
        options={options}
      />
    </Form.Item>
  )
}
