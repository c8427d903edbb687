import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Select, Switch } from 'antd'
import { audiencesQuery } from '../audiences/api.ts'
import { CategoriesPicker } from '../commerce/CategoryPicker.tsx'
import { fenOf } from '../commerce/price.ts'
import { useLocale } from '../format/locale.tsx'
import { useTexts } from '../i18n/texts.ts'
import { StorePicker } from '../org/pickers.tsx'
import { poolsQuery } from '../pools/api.ts'
import { useMay } from '../session/session.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { freightQuery, type Storefront, saveStorefront, useOrdersChanged } from './api.ts'
import { LookFields, type LookGiven, lookGiven, lookOf } from './LookFields.tsx'
import styles from './Orders.module.css'

const KINDS = ['flagship', 'members', 'newcomers', 'besties', 'other'] as const
const STATES = ['draft', 'open', 'closed'] as const

interface Fields extends LookGiven {
  code: string
  name: string
  kind: Storefront['kind']
  store?: string | null
  sells_all: boolean
  skus?: string[]
  /** `sku=12.50`, one a line. */
  prices?: string
  freight?: string | null
  deepest_percent?: number | null
  most_activities?: number | null
  most_days?: number | null
  gap_days?: number | null
  categories?: string[][]
  levels?: string[]
  visible_levels?: string[]
  visible_audiences?: string[]
  visible_pools?: string[]
  state: Storefront['state']
}

/** `sku=price` in yuan, one a line; a line that is none is refused by its number. */
export function pricesOf(text: string): { sku: string; fen: number }[] | number {
  const prices: { sku: string; fen: number }[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const found = /^(.+?)\s*[=＝]\s*(\d+(?:\.\d{1,2})?)$/.exec(line.trim())
    if (!found) return i + 1
    prices.push({ sku: found[1] ?? '', fen: fenOf(Number(found[2])) ?? 0 })
  }
  return prices
}

/** A new storefront, or one as it is. */
export function StorefrontForm(props: { storefront?: Storefront; onClose: () => void }) {
  const { storefront } = props
  const t = useTexts()
  const { timeZone } = useLocale()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const freight = useQuery(freightQuery)
  const mayChoose = useMay('audiences:read')
  const audiences = useQuery({ ...audiencesQuery({ limit: 200 }), enabled: mayChoose })
  const pools = useQuery({ ...poolsQuery('live'), enabled: mayChoose })
  const [form] = Form.useForm<Fields>()
  const sellsAll = Form.useWatch('sells_all', form) ?? storefront?.sells_all ?? true
  const needed = [{ required: true, message: t('own_orders.needed') }]
  return (
    <FormDialog<Fields>
      title={t(storefront ? 'storefronts.edit' : 'storefronts.new')}
      okText={t('action.save')}
      width={640}
      form={form}
      initial={
        storefront
          ? {
              ...storefront,
              ...lookGiven(storefront, timeZone),
              deepest_percent: storefront.deepest_bp === null ? null : storefront.deepest_bp / 100,
              visible_levels: storefront.visible_to.levels,
              visible_audiences: storefront.visible_to.audiences,
              visible_pools: storefront.visible_to.pools,
              prices: storefront.prices.map((p) => `${p.sku}=${p.fen / 100}`).join('\n'),
            }
          : { kind: 'flagship', sells_all: true, state: 'draft' }
      }
      save={({
        code,
        prices,
        deepest_percent,
        store,
        visible_levels,
        visible_audiences,
        visible_pools,
        ...rest
      }) => {
        const { name, kind, sells_all, state, skus, levels, freight } = rest
        const own = pricesOf(prices ?? '')
        return saveStorefront(code.trim(), {
          ...{ name, kind, sells_all, state, store: store ?? '' },
          ...{ skus: skus ?? [], levels: levels ?? [], ...lookOf(rest, timeZone) },
          categories: sells_all ? [] : (rest.categories ?? []),
          prices: typeof own === 'number' ? [] : own,
          visible_to: {
            ...{ levels: visible_levels ?? [], audiences: visible_audiences ?? [] },
            pools: visible_pools ?? [],
          },
          freight: freight ?? null,
          deepest_bp: deepest_percent == null ? null : Math.round(deepest_percent * 100),
          most_activities: rest.most_activities ?? null,
          ...{ most_days: rest.most_days ?? null, gap_days: rest.gap_days ?? null },
          revision: storefront?.revision ?? 0,
        })
      }}
      onSaved={async () => {
        void message.success(t('storefronts.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="code" label={t('storefronts.code')} rules={needed}>
        <Input maxLength={64} disabled={storefront !== undefined} />
      </Form.Item>
      <Form.Item name="name" label={t('storefronts.name')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="kind" label={t('storefronts.kind')}>
        <Select
          options={KINDS.map((value) => ({ value, label: t(`storefronts.kind_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="store" label={t('storefronts.store')} rules={needed}>
        <StorePicker placeholder={t('storefronts.store')} />
      </Form.Item>
      <Form.Item name="sells_all" label={t('storefronts.sells_all')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {!sellsAll && (
        <>
          <Form.Item
            name="categories"
            label={t('storefronts.categories')}
            tooltip={t('storefronts.categories_hint')}
          >
            <CategoriesPicker />
          </Form.Item>
          <Form.Item name="skus" label={t('storefronts.skus')}>
            <Select mode="tags" tokenSeparators={[',', ' ', '\n']} />
          </Form.Item>
        </>
      )}
      <Form.Item
        name="prices"
        label={t('storefronts.own_prices')}
        tooltip={t('storefronts.own_prices_hint')}
        rules={[
          {
            validator: (_, text: string | undefined) => {
              const found = pricesOf(text ?? '')
              return typeof found === 'number'
                ? Promise.reject(new Error(t('storefronts.price_line', { line: found })))
                : Promise.resolve()
            },
          },
        ]}
      >
        <Input.TextArea rows={3} />
      </Form.Item>
      <Form.Item
        name="freight"
        label={t('storefronts.freight')}
        tooltip={t('storefronts.freight_hint')}
      >
        <Select
          allowClear
          options={(freight.data?.items ?? []).map((f) => ({ value: f.code, label: f.name }))}
        />
      </Form.Item>
      <Form.Item
        name="deepest_percent"
        label={t('storefronts.deepest')}
        tooltip={t('storefronts.deepest_hint')}
      >
        <InputNumber min={0} max={100} precision={2} suffix="%" />
      </Form.Item>
      <Form.Item label={t('storefronts.frequency')} tooltip={t('storefronts.frequency_hint')}>
        <div className={styles.frequency}>
          <Form.Item noStyle name="most_activities">
            <InputNumber
              min={1}
              max={30}
              precision={0}
              prefix={t('storefronts.most_activities')}
              suffix={t('storefronts.times')}
              aria-label={t('storefronts.most_activities')}
            />
          </Form.Item>
          <Form.Item noStyle name="most_days">
            <InputNumber
              min={0}
              max={30}
              precision={0}
              prefix={t('storefronts.most_days')}
              suffix={t('storefronts.days')}
              aria-label={t('storefronts.most_days')}
            />
          </Form.Item>
          <Form.Item noStyle name="gap_days">
            <InputNumber
              min={1}
              max={365}
              precision={0}
              prefix={t('storefronts.gap_days')}
              suffix={t('storefronts.days')}
              aria-label={t('storefronts.gap_days')}
            />
          </Form.Item>
        </div>
      </Form.Item>
      <Form.Item
        name="levels"
        label={t('storefronts.levels')}
        tooltip={t('storefronts.levels_hint')}
      >
        <Select mode="tags" />
      </Form.Item>
      <Form.Item
        name="visible_levels"
        label={t('storefronts.visible_levels')}
        tooltip={t('storefronts.visible_hint')}
      >
        <Select mode="tags" />
      </Form.Item>
      <Form.Item name="visible_audiences" label={t('storefronts.visible_audiences')}>
        <Select
          mode="multiple"
          disabled={!mayChoose}
          showSearch={{ optionFilterProp: 'label' }}
          options={(audiences.data?.items ?? []).map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name="visible_pools" label={t('storefronts.visible_pools')}>
        <Select
          mode="multiple"
          disabled={!mayChoose}
          showSearch={{ optionFilterProp: 'label' }}
          options={(pools.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <LookFields form={form} />
      <Form.Item name="state" label={t('storefronts.state')}>
        <Select
          options={STATES.map((value) => ({ value, label: t(`storefronts.state_${value}`) }))}
        />
      </Form.Item>
    </FormDialog>
  )
}
