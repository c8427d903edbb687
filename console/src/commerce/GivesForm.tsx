import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, InputNumber, Modal, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { plansQuery } from '../stored-value/api.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Gives, givesQuery, type Product, setGives } from './api.ts'

const KINDS = ['none', 'session_card', 'stored_value', 'gift_card', 'points'] as const
type Kind = (typeof KINDS)[number]
interface Fields {
  kind: Kind
  services?: string[]
  sessions?: number
  days?: number | null
  plan?: string
  points?: number
}

/** What a product gives when it is paid: sessions, a top-up, a gift card or points. */
export function GivesForm(props: { product: Product; onClose: () => void }) {
  const t = useTexts()
  const { name, sku } = props.product
  const { data, error } = useQuery(givesQuery(sku))
  if (data && data.card_plan === null)
    return <Asked product={props.product} gives={data} onClose={props.onClose} />
  return (
    <Modal open title={t('gives.title', { name })} footer={null} onCancel={props.onClose}>
      {error ? (
        <ErrorNote error={error} />
      ) : data ? (
        <p>{t('gives.card_plan', { plan: data.card_plan ?? '' })}</p>
      ) : (
        <SkeletonLines lines={3} />
      )}
    </Modal>
  )
}

function Asked(props: { product: Product; gives: Gives; onClose: () => void }) {
  const { product, gives } = props
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const plans = useQuery(plansQuery)
  const [form] = Form.useForm<Fields>()
  const { benefit } = gives
  const kind = Form.useWatch('kind', form) ?? benefit?.kind ?? 'none'
  const again = () => queryClient.invalidateQueries({ queryKey: givesQuery(product.sku).queryKey })
  const needed = [{ required: true, message: t('gives.needed') }]
  return (
    <FormDialog<Fields>
      title={t('gives.title', { name: product.name })}
      okText={t('action.save')}
      words={t('gives.words')}
      form={form}
      initial={{ kind: benefit?.kind ?? 'none', ...benefit?.args }}
      save={(fields) =>
        setGives(product.sku, {
          benefit: asBenefit(fields, product.price_fen),
          revision: gives.revision,
        })
      }
      onSaved={async () => {
        void message.success(t('gives.saved'))
        props.onClose()
        await again()
      }}
      onError={() => void again()}
      onClose={props.onClose}
    >
      <Form.Item name="kind" label={t('gives.kind')}>
        <Select options={KINDS.map((value) => ({ value, label: t(`gives.kind_${value}`) }))} />
      </Form.Item>
      {kind === 'session_card' && (
        <>
          <Form.Item
            name="services"
            label={t('gives.services')}
            extra={t('gives.services_hint')}
            rules={needed}
          >
            <Select mode="tags" open={false} maxCount={20} />
          </Form.Item>
          <Form.Item name="sessions" label={t('gives.sessions')} rules={needed}>
            <InputNumber style={{ width: '100%' }} min={1} max={1_000} precision={0} />
          </Form.Item>
          <Form.Item name="days" label={t('gives.days')} extra={t('gives.days_hint')}>
            <InputNumber style={{ width: '100%' }} min={1} max={3_660} precision={0} />
          </Form.Item>
        </>
      )}
      {kind === 'stored_value' && (
        <Form.Item name="plan" label={t('gives.plan')} extra={t('gives.plan_hint')} rules={needed}>
          <Select
            options={plans.data?.items
              .filter((plan) => plan.state === 'live')
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
      {kind === 'gift_card' && <p>{t('gives.gift_card_words')}</p>}
      {kind === 'points' && (
        <Form.Item name="points" label={t('gives.points')} rules={needed}>
          <InputNumber style={{ width: '100%' }} min={1} max={100_000_000} precision={0} />
        </Form.Item>
      )}
    </FormDialog>
  )
}

function asBenefit(fields: Fields, priceFen: number | null): Gives['benefit'] {
  const { kind, services = [], sessions = 1, days, plan = '', points = 1 } = fields
  if (kind === 'session_card') return { kind, args: { services, sessions, days: days ?? null } }
  if (kind === 'stored_value') return { kind, args: { plan } }
  // Without a price there is nothing it could be worth; the answer says so.
  if (kind === 'gift_card') return { kind, args: { fen: priceFen || 1 } }
  return kind === 'points' ? { kind, args: { points } } : null
}
