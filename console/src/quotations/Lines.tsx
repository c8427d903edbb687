import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Money } from '../ui/Figures.tsx'
import { useSettled } from '../ui/settled.ts'
import { type QuotableProduct, quotableQuery } from './api.ts'
import type { Fields, LineFields } from './fields.ts'
import styles from './Quotations.module.css'

/** What is offered: each SKU once, at its own price. */
export function Lines() {
  const t = useTexts()
  const form = Form.useFormInstance<Fields>()
  const lines = Form.useWatch('lines', form) ?? []
  const needed = [{ required: true, message: t('quotations.needed') }]
  return (
    <Form.List name="lines">
      {(items, { add, remove }) => (
        <>
          {items.map(({ key, name }) => (
            <fieldset key={key} className={styles.line}>
              <legend>{t('quotations.line', { n: name + 1 })}</legend>
              <Form.Item name={[name, 'sku']} label={t('quotations.product')} rules={needed}>
                <QuotablePicker
                  line={lines[name]}
                  onPick={(product) =>
                    form.setFieldValue(['lines', name], {
                      ...{ sku: product.sku, name: product.name, list: product.list_fen },
                      quantity: lines[name]?.quantity ?? 1,
                      price: product.list_fen / 100,
                    })
                  }
                />
              </Form.Item>
              <Form.Item name={[name, 'name']} hidden>
                <Select />
              </Form.Item>
              <Form.Item name={[name, 'list']} hidden>
                <InputNumber />
              </Form.Item>
              <div className={styles.pair}>
                <Form.Item
                  name={[name, 'price']}
                  label={t('quotations.unit_price')}
                  extra={<Listed line={lines[name]} />}
                  rules={needed}
                >
                  <InputNumber
                    min={0}
                    precision={2}
                    suffix={t('quotations.yuan')}
                    style={{ width: '100%' }}
                    aria-label={t('quotations.unit_price')}
                  />
                </Form.Item>
                <Form.Item
                  name={[name, 'quantity']}
                  label={t('quotations.quantity')}
                  rules={needed}
                >
                  <InputNumber
                    min={1}
                    max={100_000}
                    precision={0}
                    style={{ width: '100%' }}
                    aria-label={t('quotations.quantity')}
                  />
                </Form.Item>
              </div>
              {items.length > 1 && (
                <Button size="small" onClick={() => remove(name)}>
                  {t('quotations.remove_line')}
                </Button>
              )}
            </fieldset>
          ))}
          <Button type="dashed" onClick={() => add({ quantity: 1 })}>
            {t('quotations.add_line')}
          </Button>
        </>
      )}
    </Form.List>
  )
}

function Listed({ line }: { line: LineFields | undefined }) {
  const t = useTexts()
  if (line?.list === undefined) return null
  return (
    <>
      {t('quotations.list_price')} <Money fen={line.list} />
    </>
  )
}

/** Finds a product that the storefront can sell, by a part of its name or SKU, or by its barcode. */
function QuotablePicker(props: {
  id?: string
  value?: string
  onChange?: (sku: string) => void
  line: LineFields | undefined
  onPick: (product: QuotableProduct) => void
}) {
  const t = useTexts()
  const form = Form.useFormInstance<Fields>()
  const storefront = Form.useWatch('storefront', form)
  const store = Form.useWatch('store', form)
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const found = useQuery({
    ...quotableQuery({
      ...{ storefront: storefront ?? '', q: q || undefined, limit: 30 },
      ...(store && { store }),
    }),
    enabled: storefront !== undefined,
    placeholderData: keepPreviousData,
  })
  const products = found.data?.items ?? []
  const { value, line } = props
  const isFound = value === undefined || products.some(({ sku }) => sku === value)
  const options = products.map((product) => ({
    value: product.sku,
    label: [
      product.name === product.sku ? product.sku : `${product.name} · ${product.sku}`,
      product.free === null ? '' : t('quotations.free', { count: product.free }),
    ]
      .filter(Boolean)
      .join(' · '),
  }))
  return (
    <Select<string>
      {...(props.id !== undefined && { id: props.id })}
      style={{ width: '100%' }}
      placeholder={t('quotations.find_product')}
      aria-label={t('quotations.find_product')}
      {...(value !== undefined && { value })}
      onChange={(sku) => {
        props.onChange?.(sku)
        const product = products.find((one) => one.sku === sku)
        if (product) props.onPick(product)
      }}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      notFoundContent={t('org.nothing_found')}
      options={isFound ? options : [{ value, label: line?.name ?? value }, ...options]}
    />
  )
}
