import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Popconfirm, Switch, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import {
  deleteTagRule,
  deleteTagRules,
  saveTagRule,
  switchTagRules,
  type TagRule,
  tagRulesQuery,
} from './api.ts'
import { RuleDialog } from './RuleDialog.tsx'
import { RuleSentence } from './RuleSentence.tsx'
import styles from './Tags.module.css'

/** Rules with what they did; a chain that was cut as a loop stands out. */
export function RuleList(props: { mayChange: boolean; onCreate: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const rules = useQuery(tagRulesQuery)
  const [editing, setEditing] = useState<TagRule>()
  const [copied, setCopied] = useState<TagRule>()
  const selection = useSelection()
  const run = useBatch({
    selection,
    rows: rules.data?.items,
    keyOf: (rule) => rule.id,
    nameOf: (rule) => rule.name,
    changed: () => queryClient.invalidateQueries({ queryKey: ['tag-rules'] }),
  })
  const done = { onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tag-rules'] }) }
  const switching = useMutation({
    mutationFn: (rule: TagRule) => saveTagRule({ ...rule, on: !rule.on }, rule),
    ...done,
  })
  const deleting = useMutation({ mutationFn: deleteTagRule, ...done })
  const columns: TableColumnsType<TagRule> = [
    {
      key: 'rule',
      title: t('tag_rules.rule'),
      render: (_, rule) => (
        <div>
          <strong>{rule.name}</strong>
          <RuleSentence rule={rule} />
          {rule.stopped > 0 && (
            <span className={styles.name}>
              <Chip tone="bad" title={t('tag_rules.stopped_words')}>
                {t('tag_rules.stopped', { count: rule.stopped })}
              </Chip>
              {rule.last_stopped_customer !== null && (
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: String(rule.last_stopped_customer) }}
                >
                  {t('tag_rules.stopped_at', { id: rule.last_stopped_customer })}
                </Link>
              )}
            </span>
          )}
        </div>
      ),
    },
    {
      key: 'fired',
      title: t('tag_rules.fired'),
      width: 100,
      align: 'right',
      render: (_, rule) => exactNumber(rule.fired),
    },
    {
      key: 'last',
      title: t('tag_rules.last_fired'),
      width: 120,
      render: (_, rule) => (rule.last_fired_at ? <When at={rule.last_fired_at} /> : <Nothing />),
    },
    {
      key: 'on',
      title: t('tag_rules.on'),
      width: 80,
      render: (_, rule) => (
        <Switch
          size="small"
          checked={rule.on}
          disabled={!props.mayChange}
          aria-label={t('tag_rules.switch', { name: rule.name })}
          loading={switching.isPending && switching.variables?.id === rule.id}
          onChange={() => switching.mutate(rule)}
        />
      ),
    },
  ]
  if (props.mayChange)
    columns.push({
      key: 'actions',
      title: '',
      width: 170,
      align: 'right',
      render: (_, rule) => (
        <>
          <Button type="link" size="small" onClick={() => setEditing(rule)}>
            {t('action.edit')}
          </Button>
          <Button type="link" size="small" onClick={() => setCopied(rule)}>
            {t('action.duplicate')}
          </Button>
          <Popconfirm
            title={t('tag_rules.delete_title', { name: rule.name })}
            description={t('tag_rules.delete_words')}
            okText={t('tag_rules.delete')}
            cancelText={t('action.cancel')}
            onConfirm={() => deleting.mutateAsync(rule.id)}
          >
            <Button type="link" size="small" danger>
              {t('tag_rules.delete')}
            </Button>
          </Popconfirm>
        </>
      ),
    })
  const error = switching.error ?? deleting.error
  return (
    <div className={styles.tab}>
      {error && <ErrorNote error={error} />}
      {rules.data && rules.data.items.length > 0 && (
        <div className={styles.filters}>
          <ExportButton atEnd kind="tag_rules" />
        </div>
      )}
      <PageTable<TagRule>
        label={t('tags_page.rules')}
        list={{ ...rules, data: rules.data?.items }}
        columns={columns}
        rowKey={(rule) => rule.id}
        minWidth={900}
        selection={props.mayChange ? { ...selection, nameOf: (rule) => rule.name } : undefined}
        skeletonRows={4}
        skeletonLines={2}
        empty={
          <EmptyState
            title={t('tag_rules.empty')}
            action={
              props.mayChange && (
                <Button type="primary" onClick={props.onCreate}>
                  {t('tags_page.create_rules')}
                </Button>
              )
            }
          >
            <p>{t('tag_rules.empty_words')}</p>
          </EmptyState>
        }
      />
      <BatchBar selection={selection}>
        <BatchAction
          type="primary"
          label={t('tag_rules.turn_on')}
          onRun={() => run((ids) => switchTagRules(ids, true))}
        />
        <BatchAction
          label={t('tag_rules.turn_off')}
          onRun={() => run((ids) => switchTagRules(ids, false))}
        />
        <BatchAction
          danger
          label={t('tag_rules.delete')}
          ask={{
            title: t('tag_rules.batch_delete_title', { count: selection.keys.length }),
            words: t('tag_rules.delete_words'),
          }}
          onRun={() => run(deleteTagRules)}
        />
      </BatchBar>
      {copied && <RuleDialog copied={copied} onClose={() => setCopied(undefined)} />}
      {editing && <RuleDialog rule={editing} onClose={() => setEditing(undefined)} />}
    </div>
  )
}
