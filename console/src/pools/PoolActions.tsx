import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { createPool, POOLS, type Pool } from './api.ts'
import { contentOf } from './content.ts'

/** Saves, sets live, takes back, puts away, begins another like it. */
export function PoolActions(props: {
  pool: Pool
  isChanged: boolean
  /** What is being done now. */
  pending: Pool['state'] | 'saved' | undefined
  onSave: (state?: Pool['state']) => void
}) {
  const t = useTexts()
  const { modal } = App.useApp()
  const { pool, isChanged, pending, onSave } = props
  const [isCopying, setCopying] = useState(false)
  const { state, name } = pool
  return (
    <>
      <Button onClick={() => setCopying(true)}>{t('pool_page.copy')}</Button>
      {state === 'archived' ? (
        <Button type="primary" loading={pending === 'draft'} onClick={() => onSave('draft')}>
          {t('pool_page.take_back')}
        </Button>
      ) : (
        <Button
          danger
          loading={pending === 'archived'}
          onClick={() =>
            modal.confirm({
              title: t('pool_page.archive_title', { name }),
              content: t('pool_page.archive_words'),
              okText: t('pool_page.archive'),
              okButtonProps: { danger: true },
              cancelText: t('action.cancel'),
              onOk: () => onSave('archived'),
            })
          }
        >
          {t('pool_page.archive')}
        </Button>
      )}
      {state === 'live' && (
        <Button loading={pending === 'draft'} onClick={() => onSave('draft')}>
          {t('pool_page.to_draft')}
        </Button>
      )}
      {state !== 'archived' && (
        <Button
          type={state === 'live' ? 'primary' : 'default'}
          disabled={!isChanged}
          loading={pending === 'saved'}
          onClick={() => onSave()}
        >
          {t('pool_page.save')}
        </Button>
      )}
      {state === 'draft' && (
        <Button type="primary" loading={pending === 'live'} onClick={() => onSave('live')}>
          {t('pool_page.go_live')}
        </Button>
      )}
      {isCopying && <CopyPool pool={pool} onClose={() => setCopying(false)} />}
    </>
  )
}

function CopyPool(props: { pool: Pool; onClose: () => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { pool } = props
  return (
    <FormDialog<{ name: string }, Pool>
      title={t('pool_page.copy_title', { name: pool.name })}
      okText={t('action.create')}
      save={({ name }) => createPool({ ...contentOf(pool), name: name.trim() })}
      onSaved={async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: POOLS })
        props.onClose()
        await navigate({ to: '/pools/$poolId', params: { poolId: id } })
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('pool_field.name')}
        rules={[{ required: true, whitespace: true, message: t('pool_example.name') }]}
      >
        <Input autoFocus maxLength={100} placeholder={t('pool_example.name')} />
      </Form.Item>
    </FormDialog>
  )
}
