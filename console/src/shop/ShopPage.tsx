import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Select, Switch } from 'antd'
import { useEffect } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { CopyButton } from '../ui/Copy.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type ShopSettings, saveShop, shopQuery, storefrontsQuery } from './api.ts'

/** Where customers reach the shop, whether it is open, and what they agree to. */
export function ShopPage() {
  const t = useTexts()
  const found = useQuery(shopQuery)
  return (
    <Page title={t('shop.title')} purpose={t('shop.purpose')}>
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <ShopForm key={found.data.shop?.revision ?? 'none'} shop={found.data.shop} />
      ) : (
        <SkeletonLines lines={6} />
      )}
    </Page>
  )
}

const NEW: ShopSettings = {
  slug: '',
  is_open: false,
  privacy_version: '',
  privacy_text: '',
  storefront: null,
  revision: 0,
}

function ShopForm(props: { shop: ShopSettings | null }) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<ShopSettings>()
  const storefronts = useQuery(storefrontsQuery)
  const shop = props.shop ?? NEW
  const saving = useMutation({
    mutationFn: (fields: ShopSettings) =>
      saveShop({ ...fields, storefront: fields.storefront ?? null, revision: shop.revision }),
    onSuccess: async () => {
      void message.success(t('shop.saved'))
      await queryClient.invalidateQueries({ queryKey: shopQuery.queryKey })
    },
  })
  useEffect(() => form.setFieldsValue(shop), [form, shop])
  const address = props.shop ? `${window.location.origin}/m/${props.shop.slug}/` : undefined
  return (
    <div style={{ maxWidth: 640 }}>
      {address && props.shop?.is_open && (
        <p
          style={{
            display: 'flex',
            gap: 8,
            alignItems: 'center',
            flexWrap: 'wrap',
            marginBottom: 20,
          }}
        >
          <a href={address} target="_blank" rel="noreferrer">
            {address}
          </a>
          <CopyButton text={address} />
        </p>
      )}
      {props.shop && (
        <Beside
          slug={props.shop.slug}
          own={props.shop.storefront ?? null}
          storefronts={storefronts.data?.items ?? []}
        />
      )}
      {saving.error && <ErrorNote error={saving.error} />}
      <Form<ShopSettings>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={shop}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <Form.Item
          name="slug"
          label={t('shop.slug')}
          extra={t('shop.slug_hint')}
          rules={[
            { required: true, message: t('shop.slug_needed') },
            { pattern: /^[a-z0-9](-?[a-z0-9]){2,39}$/, message: t('shop.slug_shape') },
          ]}
        >
          <Input addonBefore="/m/" maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="is_open"
          label={t('shop.is_open')}
          extra={t('shop.is_open_hint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item name="storefront" label={t('shop.storefront')} extra={t('shop.storefront_hint')}>
          <Select
            allowClear
            loading={storefronts.isPending}
            placeholder={t('shop.no_storefront')}
            options={storefronts.data?.items.map(({ code, name }) => ({
              value: code,
              label: name,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="privacy_version"
          label={t('shop.privacy_version')}
          extra={t('shop.privacy_version_hint')}
        >
          <Input maxLength={50} placeholder="2026-11" />
        </Form.Item>
        <Form.Item name="privacy_text" label={t('shop.privacy_text')}>
          <Input.TextArea autoSize={{ minRows: 6, maxRows: 20 }} maxLength={50_000} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {t('action.save')}
        </Button>
      </Form>
    </div>
  )
}

/** Addresses of the storefronts beside the shop's own. */
function Beside(props: {
  slug: string
  own: string | null
  storefronts: { code: string; name: string; state: string; in_shop: boolean }[]
}) {
  const t = useTexts()
  const others = props.storefronts.filter(
    ({ code, state, in_shop }) => in_shop && state === 'open' && code !== props.own,
  )
  if (others.length === 0) return null
  return (
    <ul aria-label={t('shop.beside')} style={{ listStyle: 'none', padding: 0, marginBottom: 20 }}>
      {others.map(({ code, name }) => {
        const address = `${window.location.origin}/m/${props.slug}/at/${code}/`
        return (
          <li
            key={code}
            style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}
          >
            {name}
            <a href={address} target="_blank" rel="noreferrer">
              {address}
            </a>
            <CopyButton text={address} />
          </li>
        )
      })}
    </ul>
  )
}
