import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { groupsQuery, setGroup, useGoodsChanged } from './api.ts'
import styles from './Commerce.module.css'

interface Fields {
  code: string
  name: string
  spec_names: string[]
  description?: string
}

/** The same article in sizes and colours: products that differ in their specs only. */
export function GroupsDrawer(props: { open: boolean; onClose: () => void }) {
  const t = useTexts()
  const found = useQuery({ ...groupsQuery, enabled: props.open })
  const [editing, setEditing] = useState<Fields | 'new'>()
  const groups = found.data?.items ?? []
  return (
    <Drawer
      open={props.open}
      size={640}
      title={t('products.groups')}
      extra={
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {t('products.new_group')}
        </Button>
      }
      onClose={props.onClose}
    >
      <p className={styles.words}>{t('products.groups_words')}</p>
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : found.isPending ? (
        <SkeletonLines lines={8} />
      ) : groups.length === 0 ? (
        <EmptyState compact title={t('products.no_groups')} />
      ) : (
        <ul className={styles.categories}>
          {groups.map((group) => (
            <li key={group.code} className={styles.category}>
              <div className={styles.two}>
                <span>
                  {group.name}{' '}
                  <span className={styles.quiet}>
                    {t('products.in_category', { count: group.products })}
                  </span>
                </span>
                <span className={styles.quiet}>
                  {[group.code, ...group.spec_names].join(' · ')}
                </span>
              </div>
              <Button type="link" size="small" onClick={() => setEditing(group)}>
                {t('action.edit')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <GroupForm
          group={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Drawer>
  )
}

function GroupForm(props: { group: Fields | undefined; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useGoodsChanged()
  const { group } = props
  return (
    <FormDialog<Fields>
      title={t(group ? 'products.edit_group' : 'products.new_group')}
      okText={t('action.save')}
      initial={group ?? { spec_names: [] }}
      save={({ code, name, spec_names, description }) =>
        setGroup(code.trim(), { name: name.trim(), spec_names, description: description ?? '' })
      }
      onSaved={async () => {
        void message.success(t('products.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('products.group_name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('products.group_code')}
          rules={[{ required: true, whitespace: true, message: t('products.sku_needed') }]}
        >
          <Input maxLength={255} disabled={group !== undefined} />
        </Form.Item>
      </div>
      <Form.Item
        name="spec_names"
        label={t('products.spec_names')}
        tooltip={t('products.spec_names_hint')}
      >
        <Select mode="tags" open={false} maxCount={5} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="description" label={t('products.description')}>
        <Input.TextArea rows={3} maxLength={20_000} />
      </Form.Item>
    </FormDialog>
  )
}
