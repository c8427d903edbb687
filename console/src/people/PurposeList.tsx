import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type Purpose, purposesQuery, retirePurposes } from './api.ts'
import { NewText } from './NewText.tsx'
import styles from './people.module.css'
import { usePurposeName } from './words.ts'

/** Each purpose with the versions of its text. */
export function PurposeList(props: {
  onEdit: ((purpose: Purpose) => void) | undefined
  onCopy: (purpose: Purpose) => void
}) {
  const t = useTexts()
  const purposes = useQuery(purposesQuery)
  const nameOf = usePurposeName()
  const [adding, setAdding] = useState<Purpose>()
  const { onEdit, onCopy } = props
  const queryClient = useQueryClient()
  const selection = useSelection()
  const run = useBatch({
    selection,
    rows: purposes.data?.items,
    keyOf: ({ purpose }) => purpose,
    nameOf: ({ purpose }) => nameOf(purpose),
    changed: () => queryClient.invalidateQueries({ queryKey: ['consent-purposes'] }),
  })
  const retire = (retired: boolean) => run((names) => retirePurposes(names, retired))
  const columns: TableColumnsType<Purpose> = [
    {
      key: 'name',
      title: t('purpose.name'),
      width: 300,
      render: (_, purpose) => (
        <div>
          <div className={styles.line}>
            <span className={styles.name}>{nameOf(purpose.purpose)}</span>
            {purpose.retired && <Chip>{t('purpose.retired')}</Chip>}
          </div>
          <div className={styles.facts}>
            <code>{purpose.purpose}</code>
            {purpose.description && <span>{purpose.description}</span>}
          </div>
        </div>
      ),
    },
    {
      key: 'rule',
      title: t('purpose.rule'),
      render: (_, purpose) =>
        t(purpose.must_be_given ? 'purpose.must_be_given' : 'purpose.until_withdrawn'),
    },
    {
      key: 'texts',
      title: t('purpose.texts'),
      width: 220,
      render: (_, purpose) =>
        purpose.texts.length === 0 ? (
          <Nothing />
        ) : (
          <Chips>
            {purpose.texts.slice(0, 3).map(({ version }) => (
              <Chip key={version}>{version}</Chip>
            ))}
            {purpose.texts.length > 3 && (
              <span className={styles.quiet}>
                {t('purpose.more_versions', { count: purpose.texts.length - 3 })}
              </span>
            )}
          </Chips>
        ),
    },
    ...(onEdit
      ? [
          {
            key: 'actions',
            title: '',
            width: 230,
            align: 'right' as const,
            render: (_: unknown, purpose: Purpose) => (
              <>
                <Button type="link" size="small" onClick={() => setAdding(purpose)}>
                  {t('purpose.add_text')}
                </Button>
                <Button type="link" size="small" onClick={() => onEdit(purpose)}>
                  {t('purpose.edit')}
                </Button>
                <Button type="link" size="small" onClick={() => onCopy(purpose)}>
                  {t('action.duplicate')}
                </Button>
              </>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <PageTable<Purpose>
        label={t('purpose.title')}
        list={{ ...purposes, data: purposes.data?.items }}
        columns={columns}
        rowKey={(purpose) => purpose.purpose}
        minWidth={820}
        selection={onEdit ? { ...selection, nameOf: ({ purpose }) => nameOf(purpose) } : undefined}
        skeletonLines={2}
        expandable={{
          rowExpandable: ({ texts }) => texts.length > 0,
          expandedRowRender: (purpose) => <Texts purpose={purpose} />,
        }}
        empty={<EmptyState title={t('purpose.none')} />}
      />
      <BatchBar selection={selection}>
        <BatchAction
          type="primary"
          label={t('purpose.retire')}
          ask={{
            title: t('purpose.batch_retire_title', { count: selection.keys.length }),
            words: t('purpose.retire_words'),
          }}
          onRun={() => retire(true)}
        />
        <BatchAction label={t('purpose.restore')} onRun={() => retire(false)} />
      </BatchBar>
      {adding && <NewText purpose={adding} onClose={() => setAdding(undefined)} />}
    </>
  )
}

function Texts(props: { purpose: Purpose }) {
  return (
    <ol className={styles.history}>
      {props.purpose.texts.map((text) => (
        <li key={text.version} className={styles.change}>
          <div className={styles.line}>
            <span className={styles.name}>{text.version}</span>
            <span className={styles.facts}>
              <When at={text.created_at} />
              <span>{text.created_by}</span>
            </span>
          </div>
          <div className={styles.text}>{text.text}</div>
        </li>
      ))}
    </ol>
  )
}
