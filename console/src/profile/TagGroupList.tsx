import { HolderOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Switch, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import { changeTagGroups, saveTagGroup, type TagGroup, tagGroupsQuery, tagsQuery } from './api.ts'
import { GroupOrder } from './GroupOrder.tsx'
import styles from './Tags.module.css'

export function TagGroupList(props: { mayChange: boolean }) {
  const t = useTexts()
  const groups = useQuery(tagGroupsQuery)
  const tags = useQuery(tagsQuery)
  const queryClient = useQueryClient()
  const [editing, setEditing] = useState<TagGroup>()
  const [copied, setCopied] = useState<TagGroup>()
  const [isOrdering, setOrdering] = useState(false)
  const selection = useSelection()
  const run = useBatch({
    selection,
    rows: groups.data?.items,
    keyOf: (group) => group.id,
    nameOf: (group) => group.name,
    changed: () => queryClient.invalidateQueries({ queryKey: ['tag-groups'] }),
  })
  const archive = (archived: boolean) => run((ids) => changeTagGroups({ ids, set: { archived } }))
  const columns: TableColumnsType<TagGroup> = [
    {
      key: 'name',
      title: t('tags_page.group'),
      width: 260,
      render: (_, group) => (
        <span className={styles.name}>
          <strong>{group.name}</strong>
          {group.exclusive && (
            <Chip title={t('tags_page.exclusive_words')}>{t('tags_page.exclusive')}</Chip>
          )}
          {group.archived && <Chip>{t('tags_page.archived')}</Chip>}
        </span>
      ),
    },
    {
      key: 'tags',
      title: t('tags_page.tags'),
      render: (_, group) => {
        const list = tags.data?.items.filter((tag) => tag.group_id === group.id && !tag.archived)
        if (!list?.length) return <Nothing />
        return (
          <Chips>
            {list.map((tag) => (
              <Chip key={tag.id} tone="info">
                {tag.name}
              </Chip>
            ))}
          </Chips>
        )
      },
    },
  ]
  if (props.mayChange)
    columns.push({
      key: 'actions',
      title: '',
      width: 130,
      align: 'right',
      render: (_, group) => (
        <>
          <Button type="link" size="small" onClick={() => setEditing(group)}>
            {t('action.edit')}
          </Button>
          <Button type="link" size="small" onClick={() => setCopied(group)}>
            {t('action.duplicate')}
          </Button>
        </>
      ),
    })
  return (
    <div className={styles.tab}>
      <div className={styles.filters}>
        {props.mayChange && (groups.data?.items.length ?? 0) > 1 && (
          <Button icon={<HolderOutlined />} onClick={() => setOrdering(true)}>
            {t('tags_page.order')}
          </Button>
        )}
        <ExportButton atEnd kind="tag_groups" />
      </div>
      <PageTable<TagGroup>
        label={t('tags_page.groups')}
        list={{ ...groups, data: groups.data?.items }}
        columns={columns}
        rowKey={(group) => group.id}
        minWidth={740}
        selection={props.mayChange ? { ...selection, nameOf: (group) => group.name } : undefined}
        skeletonRows={4}
        empty={
          <EmptyState title={t('tags_page.no_groups')}>
            <p>{t('tags_page.no_groups_words')}</p>
          </EmptyState>
        }
      />
      <BatchBar selection={selection}>
        <BatchAction type="primary" label={t('tags_page.archive')} onRun={() => archive(true)} />
        <BatchAction label={t('tags_page.unarchive')} onRun={() => archive(false)} />
      </BatchBar>
      {isOrdering && groups.data && (
        <GroupOrder groups={groups.data.items} onClose={() => setOrdering(false)} />
      )}
      {copied && <GroupForm copied={copied} onClose={() => setCopied(undefined)} />}
      {editing && <GroupForm group={editing} onClose={() => setEditing(undefined)} />}
    </div>
  )
}

interface Fields {
  name: string
  exclusive: boolean
  archived: boolean
}

export function GroupForm(props: { group?: TagGroup; copied?: TagGroup; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  return (
    <FormDialog<Fields>
      title={
        props.group
          ? t('tags_page.edit', { name: props.group.name })
          : props.copied
            ? t('copy_from.title', { name: props.copied.name })
            : t('tags_page.create_groups')
      }
      okText={props.group ? t('action.save') : t('action.create')}
      initial={props.group ?? { exclusive: props.copied?.exclusive ?? false }}
      save={(given: Fields) =>
        saveTagGroup(props.group?.id, { ...given, archived: given.archived ?? false })
      }
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: ['tag-groups'] })
        await queryClient.invalidateQueries({ queryKey: ['tags'] })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('tags_page.group')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={60} placeholder={t('tags_page.group_example')} />
      </Form.Item>
      <Form.Item
        name="exclusive"
        label={t('tags_page.exclusive')}
        extra={t('tags_page.exclusive_words')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      {props.group && (
        <Form.Item name="archived" label={t('tags_page.archived')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </FormDialog>
  )
}
