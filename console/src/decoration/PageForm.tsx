import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { audiencesQuery } from '../audiences/api.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { storefrontsQuery } from '../shop/api.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { changePage, createPage, type PageFields, type ShopPage, usePagesChanged } from './api.ts'

interface Fields {
  name: string
  storefront?: string | null
  audience_id?: string | null
  priority: number
}

/** Where and for whom a page is. */
export function PageForm(props: {
  page?: ShopPage
  onSaved?: (page: ShopPage) => void
  onClose: () => void
}) {
  const { page } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePagesChanged()
  const storefronts = useQuery({ ...storefrontsQuery, enabled: useMay('goods:read') })
  const audiences = useQuery({
    ...audiencesQuery({ limit: 200 }),
    enabled: useMay('audiences:read'),
  })
  return (
    <FormDialog<Fields, ShopPage>
      title={t(page ? 'decoration.page_settings' : 'decoration.new')}
      okText={t(page ? 'action.save' : 'action.create')}
      initial={page ?? { priority: 0 }}
      save={({ name, storefront, audience_id, priority }) => {
        const body: PageFields = {
          ...{ name: name.trim(), priority: priority ?? 0 },
          ...{ storefront: storefront ?? null, audience_id: audience_id ?? null },
        }
        return page
          ? changePage(page.id, { ...body, revision: page.revision })
          : createPage({ ...body, blocks: [] })
      }}
      onSaved={async (saved) => {
        if (page) void message.success(t('decoration.settings_saved'))
        props.onClose()
        props.onSaved?.(saved)
        await changed()
      }}
      onError={() => void changed()}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('decoration.name')}
        extra={t('decoration.name_hint')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="storefront"
        label={t('decoration.storefront')}
        extra={t('decoration.storefront_hint')}
      >
        <Select
          allowClear
          loading={storefronts.isLoading}
          placeholder={t('decoration.any_storefront')}
          options={storefronts.data?.items.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="audience_id"
        label={t('decoration.audience')}
        extra={t('decoration.audience_hint')}
      >
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          loading={audiences.isLoading}
          placeholder={t('decoration.everybody')}
          options={audiences.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="priority"
        label={t('decoration.priority')}
        extra={t('decoration.priority_hint')}
      >
        <InputNumber min={-1000} max={1000} precision={0} />
      </Form.Item>
    </FormDialog>
  )
}
