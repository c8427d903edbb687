import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { type Customer, customerQuery } from '../customers/api.ts'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useCustomerName, useNamespaceName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { mergeCustomers } from './api.ts'
import { Comparison } from './Comparison.tsx'
import { useIdentityChanged } from './changes.ts'
import { exclusions } from './comparison.ts'
import { MergeEffects } from './MergeEffects.tsx'
import styles from './MergePage.module.css'
import { useIsUnique } from './unique.ts'

const route = getRouteApi('/app/customers/$customerId/merge')

/** Finds the other customer, shows both side by side, then merges. */
export function MergePage() {
  const t = useTexts()
  const { customerId } = route.useParams()
  const { with: other } = route.useSearch()
  const navigate = useNavigate()
  const id = Number(customerId)
  const otherId = other ? Number(other) : undefined
  const left = useQuery(customerQuery(id))
  const right = useQuery({ ...customerQuery(otherId ?? 0), enabled: otherId !== undefined })
  const error = left.error ?? right.error

  const choose = (chosen: number | undefined) =>
    void navigate({
      to: '/customers/$customerId/merge',
      params: { customerId },
      search: { with: chosen === undefined ? undefined : String(chosen) },
      replace: true,
    })

  return (
    <Page
      title={t('merge.title')}
      purpose={t('merge.purpose')}
      actions={
        <ButtonLink to="/customers/$customerId" params={{ customerId }}>
          {t('merge.back')}
        </ButtonLink>
      }
    >
      <Filters>
        <CustomerPicker
          placeholder={t('merge.pick')}
          width="min(420px, 100%)"
          except={id}
          value={otherId}
          onChange={choose}
        />
      </Filters>
      <Panel>
        {error ? (
          <ErrorPanel
            error={error}
            onRetry={() => {
              void left.refetch()
              if (otherId !== undefined) void right.refetch()
            }}
          />
        ) : otherId === undefined ? (
          <EmptyState title={t('merge.nobody')}>
            <p>{t('merge.nobody_words')}</p>
          </EmptyState>
        ) : left.data && right.data ? (
          <Pair left={left.data} right={right.data} />
        ) : (
          <SkeletonLines lines={10} />
        )}
      </Panel>
    </Page>
  )
}

function Pair(props: { left: Customer; right: Customer }) {
  const { left, right } = props
  const t = useTexts()
  const navigate = useNavigate()
  const nameOf = useCustomerName()
  const { message } = App.useApp()
  const changed = useIdentityChanged()
  const namespaceName = useNamespaceName()
  const isUnique = useIsUnique()
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)

  const merging = useMutation({
    mutationFn: () => mergeCustomers(left.id, right.id, reason.trim() || undefined),
    onSuccess: async ({ customer }) => {
      setAsking(false)
      void message.success(t('merge.done'))
      await navigate({
        to: '/customers/$customerId',
        params: { customerId: String(customer.id) },
      })
      await changed()
    },
  })

  const excluded = exclusions(left, right, isUnique).map(namespaceName)
  if (left.id === right.id) return <EmptyState title={t('merge.same')} />
  return (
    <>
      <Comparison left={left} right={right} />
      {excluded.length > 0 && (
        <Alert
          type="warning"
          style={{ marginTop: 12 }}
          title={t('conflicts.cannot_merge', { namespaces: excluded.join(t('list.comma')) })}
        />
      )}
      <div className={styles.decide}>
        <Input
          aria-label={t('merge.reason')}
          placeholder={t('merge.reason')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button type="primary" disabled={excluded.length > 0} onClick={() => setAsking(true)}>
          {t('merge.action')}
        </Button>
      </div>
      <Modal
        open={asking}
        title={t('merge.confirm_title', { left: nameOf(left), right: nameOf(right) })}
        okText={t('merge.action')}
        cancelText={t('action.cancel')}
        confirmLoading={merging.isPending}
        onCancel={() => setAsking(false)}
        onOk={() => merging.mutate()}
      >
        {merging.error && <ErrorNote error={merging.error} />}
        <MergeEffects left={left} right={right} />
      </Modal>
    </>
  )
}
