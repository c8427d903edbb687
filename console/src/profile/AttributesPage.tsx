import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Input, Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Definition, definitionsQuery } from './api.ts'
import { ClassBadge } from './ClassBadge.tsx'
import { DefinitionBatch } from './DefinitionBatch.tsx'
import { DefinitionDialog } from './DefinitionDialog.tsx'
import { Refusals } from './Refusals.tsx'
import styles from './Tags.module.css'
import { useLabel, useSourceName } from './words.ts'

const CLASSES = ['all', 'public', 'personal', 'sensitive'] as const

/** What the brand's attributes are: their type, how far they may be shown, whose word counts. */
export function AttributesPage() {
  const t = useTexts()
  const labelOf = useLabel()
  const definitions = useQuery(definitionsQuery)
  const mayChange = useMay('settings:manage')
  const [words, setWords] = useState('')
  const [dataClass, setDataClass] = useState<(typeof CLASSES)[number]>('all')
  const [withArchived, setWithArchived] = useState(false)
  const [editing, setEditing] = useState<Definition>()
  const [copied, setCopied] = useState<Definition>()
  const selection = useSelection()
  const [isCreating, setCreating] = useState(false)
  const label = (d: Definition) => labelOf({ ...d, built_in: d.built_in && d.version === 0 })
  const found = definitions.data?.items.filter(
    (d) =>
      (withArchived || !d.archived) &&
      (dataClass === 'all' || d.data_class === dataClass) &&
      `${d.name} ${label(d)}`.toLowerCase().includes(words.trim().toLowerCase()),
  )
  const columns = useColumns(
    label,
    mayChange ? { onEdit: setEditing, onCopy: setCopied } : undefined,
  )
  return (
    <Page
      title={t('attributes_page.title')}
      purpose={t('attributes_page.purpose')}
      actions={
        <>
          <ExportButton kind="attributes" params={{ names: found?.map((d) => d.name) }} />
          {mayChange && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
              {t('attributes_page.create')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.filters}>
        <Input.Search
          allowClear
          aria-label={t('attributes_page.search')}
          placeholder={t('attributes_page.search')}
          style={{ width: 220 }}
          onChange={(event) => setWords(event.target.value)}
        />
        <Segmented
          aria-label={t('attributes_page.class')}
          value={dataClass}
          onChange={setDataClass}
          options={CLASSES.map((one) => ({
            value: one,
            label: one === 'all' ? t('attributes_page.all_classes') : t(`data_class.${one}`),
          }))}
        />
        <Checkbox
          checked={withArchived}
          onChange={(event) => setWithArchived(event.target.checked)}
          style={{ alignSelf: 'center' }}
        >
          {t('tags_page.with_archived')}
        </Checkbox>
      </div>
      <PageTable<Definition>
        label={t('attributes_page.title')}
        list={{ ...definitions, data: found }}
        columns={columns}
        rowKey={(d) => d.name}
        rowClassName={(d) => (d.archived ? (styles.archived ?? '') : '')}
        minWidth={1020}
        selection={mayChange ? { ...selection, nameOf: label } : undefined}
        skeletonLines={2}
        empty={<EmptyState title={t('attributes_page.none_found')} />}
      />
      <DefinitionBatch
        selection={selection}
        definitions={definitions.data?.items}
        labelOf={label}
      />
      <Refusals />
      {isCreating && <DefinitionDialog onClose={() => setCreating(false)} />}
      {copied && <DefinitionDialog copied={copied} onClose={() => setCopied(undefined)} />}
      {editing && <DefinitionDialog definition={editing} onClose={() => setEditing(undefined)} />}
    </Page>
  )
}

function useColumns(
  label: (d: Definition) => string,
  may: { onEdit: (d: Definition) => void; onCopy: (d: Definition) => void } | undefined,
): TableColumnsType<Definition> {
  const t = useTexts()
  const sourceName = useSourceName()
  const columns: TableColumnsType<Definition> = [
    {
      key: 'name',
      title: t('attributes_page.attribute'),
      render: (_, d) => (
        <div>
          <span className={styles.name}>
            <strong>{label(d)}</strong>
            {d.archived && <Chip>{t('tags_page.archived')}</Chip>}
            {d.computed && (
              <Chip title={t('attributes.computed_words')}>{t('attributes.computed')}</Chip>
            )}
          </span>
          <code className={styles.quiet}>{d.name}</code>
        </div>
      ),
    },
    {
      key: 'class',
      title: t('attributes_page.class'),
      width: 130,
      render: (_, d) => (
        <span className={styles.name}>
          <ClassBadge of={d.data_class} />
          {d.data_class === 'personal' && d.masked && (
            <Chip title={t('attributes_page.masked_words')}>{t('attributes_page.masked')}</Chip>
          )}
        </span>
      ),
    },
    {
      key: 'type',
      title: t('attributes_page.type'),
      width: 150,
      render: (_, d) => (
        <span title={d.choices.join('、')}>
          {t(`attribute_type.${d.type}`)}
          {d.type === 'choice' && ` (${d.choices.length})`}
        </span>
      ),
    },
    {
      key: 'group',
      title: t('attributes_page.group'),
      width: 120,
      render: (_, d) => d.group || <Nothing />,
    },
    {
      key: 'priority',
      title: t('attributes_page.priority'),
      width: 220,
      render: (_, d) =>
        d.source_priority.length === 0
          ? t('attributes_page.newest')
          : `${d.source_priority.map(sourceName).join(' › ')} › ${t('attributes_page.newest')}`,
    },
    {
      key: 'description',
      title: t('tags_page.description'),
      render: (_, d) => d.description || <Nothing />,
    },
  ]
  if (may)
    columns.push({
      key: 'actions',
      title: '',
      width: 124,
      align: 'right',
      // What is reckoned is changed where its formula is.
      render: (_, d) =>
        d.computed ? (
          <Link to="/computed-attributes" search={{ q: d.name }}>
            {t('attributes_page.to_computed')}
          </Link>
        ) : (
          <>
            <Button type="link" size="small" onClick={() => may.onEdit(d)}>
              {t('action.edit')}
            </Button>
            <Button type="link" size="small" onClick={() => may.onCopy(d)}>
              {t('action.duplicate')}
            </Button>
          </>
        ),
    })
  return columns
}
