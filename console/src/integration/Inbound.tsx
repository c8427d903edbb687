import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm, Switch, type TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import {
  changeInbound,
  changeInbounds,
  type InboundAddress,
  inboundQuery,
  removeInbound,
} from './api.ts'
import { InboundMessages } from './InboundMessages.tsx'
import styles from './Integration.module.css'
import { Switches } from './Switches.tsx'

export function Inbound() {
  const t = useTexts()
  const list = useQuery(inboundQuery)
  const selection = useSelection()
  const columns: TableColumnsType<InboundAddress> = [
    {
      key: 'name',
      title: t('inbound.name'),
      render: (_, one) => (
        <span className={styles.name}>
          <strong>{one.name}</strong>
          <code className={styles.url}>/hooks/in/{one.hint}…</code>
        </span>
      ),
    },
    { key: 'mapping', title: t('inbound.mapping'), width: 170, render: (_, one) => one.mapping },
    {
      key: 'counts',
      title: t('inbound.received'),
      width: 220,
      render: (_, one) => (
        <span className={styles.counts}>
          <span>{one.received}</span>
          {one.waiting > 0 && (
            <Chip tone="info">{t('inbound.waiting_count', { count: one.waiting })}</Chip>
          )}
          {one.faulty > 0 && (
            <Chip tone="bad">{t('inbound.faulty_count', { count: one.faulty })}</Chip>
          )}
        </span>
      ),
    },
    {
      key: 'last',
      title: t('inbound.last_received_at'),
      width: 130,
      render: (_, one) => (one.last_received_at ? <When at={one.last_received_at} /> : <Nothing />),
    },
    {
      key: 'actions',
      title: '',
      width: 160,
      align: 'right',
      render: (_, one) => <Actions address={one} />,
    },
  ]
  return (
    <>
      <PageTable<InboundAddress>
        selection={{ ...selection, nameOf: (one) => one.name }}
        label={t('inbound.tab')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(one) => one.id}
        minWidth={860}
        skeletonLines={2}
        skeletonRows={3}
        expandable={{ expandedRowRender: (one) => <InboundMessages address={one} /> }}
        empty={
          <EmptyState title={t('inbound.none')}>
            <p>{t('inbound.none_words')}</p>
          </EmptyState>
        }
      />
      <Switches
        selection={selection}
        rows={list.data?.items}
        keyOf={(one) => one.id}
        change={(ids, action) => changeInbounds({ ids, action })}
        remove={(ids) => changeInbounds({ ids, action: 'remove' })}
        removeWords={t('inbound.remove_words')}
        queryKey="inbound"
      />
    </>
  )
}

function Actions(props: { address: InboundAddress }) {
  const { address } = props
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const queryClient = useQueryClient()
  const options = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['inbound'] }),
    onError: (error: Error) => void message.error(errorWords(error).title),
  }
  const switching = useMutation({
    mutationFn: (isOn: boolean) => changeInbound(address.id, { is_on: isOn }),
    ...options,
  })
  const removing = useMutation({ mutationFn: () => removeInbound(address.id), ...options })
  return (
    <>
      <Switch
        size="small"
        checked={address.is_on}
        loading={switching.isPending}
        aria-label={`${t('webhook.on')} ${address.name}`}
        onChange={(isOn) => switching.mutate(isOn)}
      />
      <Popconfirm
        title={t('inbound.remove_sure', { name: address.name })}
        okText={t('webhook.remove')}
        cancelText={t('action.cancel')}
        okButtonProps={{ danger: true }}
        onConfirm={() => removing.mutate()}
      >
        <Button type="link" size="small" danger loading={removing.isPending}>
          {t('webhook.remove')}
        </Button>
      </Popconfirm>
    </>
  )
}
