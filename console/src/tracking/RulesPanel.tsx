import { CopyOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import {
  changeRules,
  type Rule,
  removeRule,
  removeRules,
  rulesQuery,
  TRACKING,
  type TrackedDetail,
} from './api.ts'
import { RuleForm } from './RuleForm.tsx'
import { useSentence } from './sentence.ts'
import styles from './tracking.module.css'

const tones = { off: 'plain', warn: 'warning', reject: 'bad' } as const

/** What the event is held against, and what broke it lately. */
export function RulesPanel(props: { event: TrackedDetail }) {
  const t = useTexts()
  const mayManage = useMay('events:manage')
  const rules = useQuery(rulesQuery(props.event.name))
  const [editing, setEditing] = useState<Rule | 'new'>()
  const [copied, setCopied] = useState<Rule>()
  const sentence = useSentence()
  const queryClient = useQueryClient()
  const selection = useSelection()
  const nameOf = (rule: Rule) => sentence(rule.property, rule.setting)
  const run = useBatch({
    selection,
    rows: rules.data,
    keyOf: (rule) => rule.id,
    nameOf,
    changed: () => queryClient.invalidateQueries({ queryKey: TRACKING }),
  })
  const columns = useColumns(mayManage ? { edit: setEditing, copy: setCopied } : undefined)
  return (
    <div className={styles.stack}>
      <Filters>
        {mayManage && (
          <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('rule.add')}
          </Button>
        )}
        <ExportButton atEnd kind="event_rules" params={{ event: props.event.name }} />
      </Filters>
      <PageTable<Rule>
        label={t('tracking.column_rules')}
        list={rules}
        columns={columns}
        rowKey={(rule) => rule.id}
        minWidth={760}
        selection={mayManage ? { ...selection, nameOf } : undefined}
        skeletonRows={3}
        empty={
          <EmptyState title={t('rule.none')}>
            <p>{t('rule.none_words')}</p>
          </EmptyState>
        }
      />
      <BatchBar selection={selection}>
        {(['warn', 'reject', 'off'] as const).map((action) => (
          <BatchAction
            key={action}
            type={action === 'warn' ? 'primary' : undefined}
            label={t(`rule.action_${action}`)}
            ask={
              action === 'reject'
                ? {
                    title: t('rule.batch_reject_title', { count: selection.keys.length }),
                    words: t('rule.batch_reject_words'),
                  }
                : undefined
            }
            onRun={() => run((ids) => changeRules(ids, action))}
          />
        ))}
        <BatchAction
          danger
          label={t('rule.remove')}
          ask={{ title: t('rule.batch_remove_title', { count: selection.keys.length }) }}
          onRun={() => run(removeRules)}
        />
      </BatchBar>
      <RuleForm
        open={copied !== undefined}
        event={props.event}
        rule={undefined}
        copied={copied}
        onClose={() => setCopied(undefined)}
      />
      <RuleForm
        open={editing !== undefined}
        event={props.event}
        rule={editing === 'new' ? undefined : editing}
        onClose={() => setEditing(undefined)}
      />
    </div>
  )
}

function useColumns(
  may: { edit: (rule: Rule) => void; copy: (rule: Rule) => void } | undefined,
): TableColumnsType<Rule> {
  const t = useTexts()
  const sentence = useSentence()
  const { modal, message } = App.useApp()
  const errorWords = useErrorWords()
  const queryClient = useQueryClient()
  const removing = useMutation({
    mutationFn: removeRule,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: TRACKING }),
    onError: (error) => void message.error(errorWords(error).title),
  })
  const ask = (rule: Rule) =>
    modal.confirm({
      title: t('rule.remove_title'),
      content: sentence(rule.property, rule.setting),
      okText: t('rule.remove'),
      okButtonProps: { danger: true },
      cancelText: t('action.cancel'),
      onOk: () => removing.mutateAsync(rule.id),
    })
  return [
    {
      key: 'rule',
      title: t('tracking.column_rules'),
      render: (_, rule) => (
        <span className={styles.sentence}>{sentence(rule.property, rule.setting)}</span>
      ),
    },
    {
      key: 'action',
      title: t('rule.action'),
      width: 100,
      render: (_, rule) => <Chip tone={tones[rule.action]}>{t(`rule.action_${rule.action}`)}</Chip>,
    },
    {
      key: 'warned',
      title: t('rule.warned'),
      width: 120,
      align: 'right',
      render: (_, rule) => <Count value={rule.warned} />,
    },
    {
      key: 'refused',
      title: t('rule.refused'),
      width: 120,
      align: 'right',
      render: (_, rule) =>
        rule.refused > 0 ? (
          <Link to="/dead-letters" search={{ rule: rule.id }}>
            <Count value={rule.refused} />
          </Link>
        ) : (
          <Count value={0} />
        ),
    },
    {
      key: 'by',
      title: t('tracking.who'),
      width: 130,
      render: (_, rule) => rule.updated_by || <Nothing />,
    },
    ...(may
      ? [
          {
            key: 'actions',
            title: '',
            width: 132,
            align: 'right' as const,
            render: (_: unknown, rule: Rule) => (
              <span className={styles.buttons}>
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  aria-label={t('rule.edit')}
                  onClick={() => may.edit(rule)}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<CopyOutlined />}
                  aria-label={t('action.duplicate')}
                  title={t('action.duplicate')}
                  onClick={() => may.copy(rule)}
                />
                <Button
                  type="text"
                  size="small"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={t('rule.remove')}
                  onClick={() => ask(rule)}
                />
              </span>
            ),
          },
        ]
      : []),
  ]
}
