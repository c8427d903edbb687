import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Select, Switch } from 'antd'
import { PictureField } from '../decoration/PictureField.tsx'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import {
  changeProduct,
  createProduct,
  groupsQuery,
  type Product,
  type ProductKind,
  useGoodsChanged,
} from './api.ts'
import { CategoryPicker } from './CategoryPicker.tsx'
import styles from './Commerce.module.css'
import { fenOf } from './price.ts'

const KINDS = ['goods', 'card', 'points', 'service', 'course'] as const

interface Fields {
  sku: string
  name: string
  kind: ProductKind
  category?: string[]
  brand?: string | null
  price?: number | null
  barcode?: string | null
  group_code?: string | null
  specs?: Record<string, string | undefined>
  weight_g?: number | null
  is_exclusive: boolean
  is_retired: boolean
  description?: string
  picture_id?: string | null
  picture_alt?: string
}
const text = (given: string | null | undefined) => given?.trim() || null

/** A new product, or what is known of one. */
export function ProductForm(props: { product?: Product; onClose: () => void }) {
  const { product } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useGoodsChanged()
  const groups = useQuery(groupsQuery)
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? product?.kind ?? 'goods'
  const groupCode = Form.useWatch('group_code', form) ?? product?.group_code
  const group = groups.data?.items.find((one) => one.code === groupCode)
  const specNames = [
    ...new Set([...(group?.spec_names ?? []), ...Object.keys(product?.specs ?? {})]),
  ]
  return (
    <FormDialog<Fields>
      title={t(product ? 'products.edit' : 'products.new')}
      okText={t('action.save')}
      width={640}
      form={form}
      initial={
        product
          ? { ...product, price: product.price_fen === null ? null : product.price_fen / 100 }
          : { kind: 'goods', is_exclusive: false, is_retired: false }
      }
      save={({ sku, price, specs, ...fields }) => {
        const body = {
          ...fields,
          name: fields.name.trim(),
          category: fields.category ?? [],
          brand: text(fields.brand),
          barcode: text(fields.barcode),
          group_code: fields.group_code ?? null,
          price_fen: fenOf(price) ?? null,
          weight_g: fields.weight_g ?? null,
          description: fields.description ?? '',
          picture_id: fields.picture_id ?? null,
          picture_alt: fields.picture_alt?.trim() ?? '',
          specs: Object.fromEntries(
            Object.entries(specs ?? {}).flatMap(([name, value]) =>
              value?.trim() ? [[name, value.trim()]] : [],
            ),
          ),
        }
        return product
          ? changeProduct(product.sku, { ...body, revision: product.revision })
          : createProduct({ ...body, sku: sku.trim() })
      }}
      onSaved={async () => {
        void message.success(t('products.saved'))
        props.onClose()
        await changed()
      }}
      onError={() => void changed()}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('products.name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="sku"
          label={t('products.sku')}
          rules={[{ required: true, whitespace: true, message: t('products.sku_needed') }]}
        >
          <Input maxLength={255} disabled={product !== undefined} />
        </Form.Item>
        <Form.Item name="kind" label={t('products.kind')} tooltip={t('products.kind_hint')}>
          <Select options={KINDS.map((value) => ({ value, label: t(`products.kind_${value}`) }))} />
        </Form.Item>
        <Form.Item name="category" label={t('products.category')}>
          <CategoryPicker />
        </Form.Item>
        <Form.Item name="price" label={t('products.price')}>
          <InputNumber style={{ width: '100%' }} min={0} max={10_000_000} precision={2} />
        </Form.Item>
        <Form.Item name="brand" label={t('products.brand')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="barcode" label={t('products.barcode')}>
          <Input maxLength={64} />
        </Form.Item>
        {kind === 'goods' && (
          <Form.Item name="weight_g" label={t('products.weight')}>
            <InputNumber style={{ width: '100%' }} min={0} max={10_000_000} precision={0} />
          </Form.Item>
        )}
        <Form.Item name="group_code" label={t('products.group')}>
          <Select
            allowClear
            placeholder={t('products.no_group')}
            options={groups.data?.items.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
        {specNames.map((name) => (
          <Form.Item key={name} name={['specs', name]} label={name}>
            <Input maxLength={100} />
          </Form.Item>
        ))}
      </div>
      <div className={styles.pair}>
        <Form.Item name="picture_id" label={t('products.picture')}>
          <PictureField />
        </Form.Item>
        <Form.Item
          name="picture_alt"
          label={t('products.picture_alt')}
          tooltip={t('products.picture_alt_hint')}
        >
          <Input maxLength={200} />
        </Form.Item>
      </div>
      <Form.Item name="description" label={t('products.description')}>
        <Input.TextArea rows={3} maxLength={20_000} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item
          name="is_exclusive"
          label={t('products.exclusive')}
          tooltip={t('products.exclusive_hint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item
          name="is_retired"
          label={t('products.retired')}
          tooltip={t('products.retired_hint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      </div>
    </FormDialog>
  )
}
