import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, Popconfirm, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import {
  type OfferGroup,
  offerGroupsQuery,
  removeGroup,
  saveGroup,
  usePromotionChanged,
} from './api.ts'
import styles from './Promotion.module.css'

const MODES = ['best', 'all', 'first', 'highest', 'lowest'] as const

/** Groups of offers, each with what of it applies. */
export function OfferGroups(props: { onClose: () => void }) {
  const t = useTexts()
  const changed = usePromotionChanged()
  const list = useQuery(offerGroupsQuery)
  const [edited, edit] = useState<OfferGroup | 'new'>()
  const removing = useMutation({ mutationFn: removeGroup, onSettled: () => changed() })
  const create = (
    <Button icon={<PlusOutlined />} onClick={() => edit('new')}>
      {t('offer_groups.new')}
    </Button>
  )
  const columns: TableColumnsType<OfferGroup> = [
    {
      key: 'name',
      title: t('offers.group'),
      render: (_, { name, code }) => (
        <div className={styles.two}>
          <strong>{name}</strong>
          <span className={styles.quiet}>{code}</span>
        </div>
      ),
    },
    {
      key: 'mode',
      title: t('offer_groups.mode'),
      render: (_, { mode }) => t(`offer_group_mode.${mode}`),
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (_, group) => (
        <>
          <Button type="link" size="small" onClick={() => edit(group)}>
            {t('action.edit')}
          </Button>
          <Popconfirm
            title={t('offer_groups.remove_sure')}
            onConfirm={() => removing.mutate(group.code)}
          >
            <Button type="link" size="small" danger>
              {t('offer_groups.remove')}
            </Button>
          </Popconfirm>
        </>
      ),
    },
  ]
  return (
    <Drawer open size={640} title={t('offer_groups.title')} extra={create} onClose={props.onClose}>
      <p className={styles.quiet}>{t('offer_groups.words')}</p>
      {removing.error && <ErrorNote error={removing.error} />}
      <PageTable<OfferGroup>
        label={t('offer_groups.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ code }) => code}
        minWidth={480}
        skeletonLines={2}
        empty={<EmptyState compact title={t('offer_groups.empty')} action={create} />}
      />
      {edited && (
        <FormDialog<OfferGroup>
          title={t('offers.group')}
          okText={t('action.save')}
          initial={edited === 'new' ? { mode: 'best' } : edited}
          save={({ code, ...body }) => saveGroup(code, body)}
          onSaved={async () => {
            edit(undefined)
            await changed()
          }}
          onClose={() => edit(undefined)}
        >
          <Form.Item
            name="code"
            label={t('offer_groups.code')}
            rules={[{ required: true, whitespace: true, message: t('offers.needed') }]}
          >
            <Input maxLength={100} disabled={edited !== 'new'} />
          </Form.Item>
          <Form.Item
            name="name"
            label={t('offer_groups.name')}
            rules={[{ required: true, whitespace: true, message: t('offers.needed') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="mode" label={t('offer_groups.mode')}>
            <Select
              options={MODES.map((value) => ({ value, label: t(`offer_group_mode.${value}`) }))}
            />
          </Form.Item>
        </FormDialog>
      )}
    </Drawer>
  )
}
