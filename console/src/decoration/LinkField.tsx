import { Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { CategoryPicker } from '../commerce/CategoryPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import type { Link } from './api.ts'
import { Field } from './Field.tsx'
import { ProductChoice } from './ProductChoice.tsx'

type To = Link['to'] | 'none'
const PAGES = [
  'home',
  'all',
  'cart',
  'orders',
  'me',
  'member',
  'points',
  'rewards',
  'coupons',
  'stored-value',
  'messages',
  'privacy',
] as const

/** An address as the server will have it: https, nobody's name or password in it. */
function readUrl(text: string): string | undefined {
  const url = URL.parse(text.trim())
  const isSound = url?.protocol === 'https:' && url.username === '' && url.password === ''
  return isSound ? text.trim() : undefined
}

/** Where something leads. What is not whole yet is kept here and not on the page. */
export function LinkField(props: { value: Link | null; onChange: (link: Link | null) => void }) {
  const { value, onChange } = props
  const t = useTexts()
  const [to, setTo] = useState<To>(value?.to ?? 'none')
  const [url, setUrl] = useState(value?.to === 'url' ? value.url : '')
  // Undone, or another block's.
  useEffect(() => {
    if (value) setTo(value.to)
    if (value?.to === 'url') setUrl(value.url)
  }, [value])
  const choose = (next: To) => {
    setTo(next)
    if (next === 'page') onChange({ to: 'page', page: 'all' })
    else if (value) onChange(null)
  }
  const isBad = to === 'url' && url !== '' && readUrl(url) === undefined
  return (
    <Field label={t('decoration.link')}>
      {(id) => (
        <div style={{ display: 'grid', gap: 6 }}>
          <Select<To>
            id={id}
            value={to}
            onChange={choose}
            options={(['none', 'page', 'product', 'category', 'url'] as const).map((one) => ({
              value: one,
              label: t(`decoration.link_${one}`),
            }))}
          />
          {to === 'page' && (
            <Select
              aria-label={t('decoration.link_page')}
              value={value?.to === 'page' ? value.page : undefined}
              onChange={(page) => onChange({ to: 'page', page })}
              options={PAGES.map((page) => ({ value: page, label: t(`decoration.page_${page}`) }))}
            />
          )}
          {to === 'product' && (
            <ProductChoice
              value={value?.to === 'product' ? [value.sku] : []}
              single
              onChange={([sku]) => onChange(sku ? { to: 'product', sku } : null)}
            />
          )}
          {to === 'category' && (
            <CategoryPicker
              value={value?.to === 'category' ? value.path : undefined}
              onChange={(path) => onChange(path?.length ? { to: 'category', path } : null)}
            />
          )}
          {to === 'url' && (
            <>
              <Input
                aria-label={t('decoration.link_url')}
                placeholder="https://"
                value={url}
                maxLength={2000}
                status={isBad ? 'error' : ''}
                onChange={({ target }) => {
                  setUrl(target.value)
                  const read = readUrl(target.value)
                  if (read) onChange({ to: 'url', url: read })
                  else if (value) onChange(null)
                }}
              />
              {isBad && <small role="alert">{t('decoration.link_https')}</small>}
            </>
          )}
        </div>
      )}
    </Field>
  )
}
