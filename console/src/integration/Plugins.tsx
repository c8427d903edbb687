import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Switch, type TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { choosePlugins, type Plugin, pluginsQuery } from './api.ts'
import { EventNames } from './EventNames.tsx'
import styles from './Integration.module.css'
import { Switches } from './Switches.tsx'

/** Code that the server was started with; each brand says which of it is for it. */
export function Plugins() {
  const t = useTexts()
  const list = useQuery(pluginsQuery)
  const selection = useSelection()
  const columns: TableColumnsType<Plugin> = [
    {
      key: 'name',
      title: t('plugin.name'),
      width: 240,
      render: (_, plugin) => (
        <span className={styles.name}>
          <strong>{plugin.name}</strong>
          <code className={styles.url}>plugin.{plugin.name}</code>
        </span>
      ),
    },
    {
      key: 'hears',
      title: t('plugin.hears'),
      render: (_, plugin) => (
        <span className={styles.counts}>
          <EventNames names={plugin.hears} max={4} />
          {plugin.hears_history && <Chip>{t('plugin.history')}</Chip>}
        </span>
      ),
    },
    {
      key: 'off',
      title: t('plugin.off_at'),
      width: 190,
      render: (_, plugin) =>
        plugin.off_at && (
          <span className={styles.name}>
            <When at={plugin.off_at} />
            <span className={styles.url}>{plugin.off_by}</span>
          </span>
        ),
    },
    {
      key: 'actions',
      title: t('webhook.on'),
      width: 90,
      align: 'right',
      render: (_, plugin) => <OnOff plugin={plugin} />,
    },
  ]
  return (
    <>
      <PageTable<Plugin>
        label={t('plugin.tab')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(plugin) => plugin.name}
        minWidth={760}
        skeletonLines={2}
        skeletonRows={2}
        selection={{ ...selection, nameOf: (plugin) => plugin.name }}
        empty={
          <EmptyState title={t('plugin.none')}>
            <p>{t('plugin.none_words')}</p>
          </EmptyState>
        }
      />
      <Switches
        selection={selection}
        rows={list.data?.items}
        keyOf={(plugin) => plugin.name}
        change={(names, action) => choosePlugins({ names, action })}
        queryKey="plugins"
      />
    </>
  )
}

function OnOff(props: { plugin: Plugin }) {
  const { plugin } = props
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const queryClient = useQueryClient()
  const switching = useMutation({
    mutationFn: (isOn: boolean) =>
      choosePlugins({ names: [plugin.name], action: isOn ? 'on' : 'off' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['plugins'] }),
    onError: (error) => void message.error(errorWords(error).title),
  })
  return (
    <Switch
      size="small"
      checked={plugin.is_on}
      loading={switching.isPending}
      aria-label={`${t('webhook.on')} ${plugin.name}`}
      onChange={(isOn) => switching.mutate(isOn)}
    />
  )
}
