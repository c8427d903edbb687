import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Input, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { changeTag, type Tag, tagCountsQuery, tagGroupsQuery, tagsQuery } from './api.ts'
import { MergeTag } from './MergeTag.tsx'
import { TagBatch } from './TagBatch.tsx'
import { TagForm } from './TagForm.tsx'
import styles from './Tags.module.css'

const NO_GROUP = 'none'

export function TagList(props: { mayChange: boolean }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const tags = useQuery(tagsQuery)
  const groups = useQuery(tagGroupsQuery)
  const counts = useQuery(tagCountsQuery)
  const [words, setWords] = useState('')
  const [group, setGroup] = useState<string>()
  const [withArchived, setWithArchived] = useState(false)
  const [editing, setEditing] = useState<Tag>()
  const [copied, setCopied] = useState<Tag>()
  const selection = useSelection()
  const [merging, setMerging] = useState<Tag>()
  const archiving = useMutation({
    mutationFn: (tag: Tag) => changeTag(tag.id, { ...tag, archived: !tag.archived }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tags'] }),
  })
  const groupOf = new Map(groups.data?.items.map((g) => [g.id, g]))
  const countOf = new Map(counts.data?.items.map((c) => [c.tag, c.customers]))
  const found = tags.data?.items.filter(
    (tag) =>
      (withArchived || !tag.archived) &&
      (group === undefined || (tag.group_id ?? NO_GROUP) === group) &&
      [tag.name, ...tag.aliases].some((n) => n.toLowerCase().includes(words.trim().toLowerCase())),
  )
  const columns: TableColumnsType<Tag> = [
    {
      key: 'name',
      title: t('tags_page.tag'),
      render: (_, tag) => (
        <span className={styles.name}>
          <strong>{tag.name}</strong>
          {tag.archived && <Chip>{t('tags_page.archived')}</Chip>}
          {tag.aliases.length > 0 && (
            <span className={styles.quiet}>
              {t('tags_page.aliases', { names: tag.aliases.join('、') })}
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'group',
      title: t('tags_page.group'),
      width: 190,
      render: (_, tag) => <Group of={groupOf.get(tag.group_id ?? '')} />,
    },
    {
      key: 'customers',
      title: t('tags_page.customers'),
      width: 110,
      align: 'right',
      render: (_, tag) => <Count tag={tag.name} of={countOf} isKnown={counts.isSuccess} />,
    },
    {
      key: 'description',
      title: t('tags_page.description'),
      render: (_, tag) => tag.description || <Nothing />,
    },
    {
      key: 'created_at',
      title: t('tags_page.created_at'),
      width: 116,
      render: (_, tag) => <When at={tag.created_at} />,
    },
  ]
  if (props.mayChange)
    columns.push({
      key: 'actions',
      title: '',
      width: 230,
      align: 'right',
      render: (_, tag) => (
        <>
          <Button type="link" size="small" onClick={() => setEditing(tag)}>
            {t('action.edit')}
          </Button>
          <Button type="link" size="small" onClick={() => setCopied(tag)}>
            {t('action.duplicate')}
          </Button>
          <Button type="link" size="small" onClick={() => setMerging(tag)}>
            {t('tags_page.merge')}
          </Button>
          <Button type="link" size="small" onClick={() => archiving.mutate(tag)}>
            {t(tag.archived ? 'tags_page.unarchive' : 'tags_page.archive')}
          </Button>
        </>
      ),
    })
  return (
    <div className={styles.tab}>
      <div className={styles.filters}>
        <Input.Search
          allowClear
          aria-label={t('tags_page.search')}
          placeholder={t('tags_page.search')}
          style={{ width: 220 }}
          onChange={(event) => setWords(event.target.value)}
        />
        <ChoiceFilter
          label={t('tags_page.group')}
          every={t('tags_page.all_groups')}
          value={group}
          onChange={setGroup}
          options={[
            ...(groups.data?.items ?? []).map((g) => ({ value: g.id, label: g.name })),
            { value: NO_GROUP, label: t('tags.no_group') },
          ]}
          width={180}
        />
        <Checkbox
          checked={withArchived}
          onChange={(event) => setWithArchived(event.target.checked)}
          style={{ alignSelf: 'center' }}
        >
          {t('tags_page.with_archived')}
        </Checkbox>
        <ExportButton atEnd kind="tags" params={{ names: found?.map((tag) => tag.name) }} />
      </div>
      <PageTable<Tag>
        label={t('tags_page.tags')}
        list={{ ...tags, data: found }}
        columns={columns}
        rowKey={(tag) => tag.id}
        rowClassName={(tag) => (tag.archived ? (styles.archived ?? '') : '')}
        minWidth={1000}
        selection={props.mayChange ? { ...selection, nameOf: (tag) => tag.name } : undefined}
        empty={
          <EmptyState
            title={t(tags.data?.items.length ? 'tags_page.none_found' : 'tags_page.empty')}
          >
            {!tags.data?.items.length && <p>{t('tags_page.empty_words')}</p>}
          </EmptyState>
        }
      />
      <TagBatch selection={selection} tags={tags.data?.items} />
      {copied && <TagForm copied={copied} onClose={() => setCopied(undefined)} />}
      {editing && <TagForm tag={editing} onClose={() => setEditing(undefined)} />}
      {merging && <MergeTag tag={merging} onClose={() => setMerging(undefined)} />}
    </div>
  )
}

function Group(props: { of: { name: string; exclusive: boolean } | undefined }) {
  const t = useTexts()
  if (!props.of) return <Nothing />
  return (
    <span className={styles.name}>
      {props.of.name}
      {props.of.exclusive && (
        <Chip title={t('tags_page.exclusive_words')}>{t('tags_page.exclusive')}</Chip>
      )}
    </span>
  )
}

function Count(props: { tag: string; of: Map<string, number>; isKnown: boolean }) {
  if (!props.isKnown) return <Nothing />
  return (
    <Link to="/customers" search={{ tag: props.tag }}>
      {exactNumber(props.of.get(props.tag) ?? 0)}
    </Link>
  )
}
