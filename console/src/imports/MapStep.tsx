import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Input, Radio, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useKnownText, useLanguage, useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { fieldsQuery, type Kind, type Preview, previewQuery, type Upload } from './api.ts'
import { ColumnTable } from './ColumnTable.tsx'
import {
  constantOf,
  type Draft,
  draftOf,
  keepDraft,
  keptDraft,
  missingOf,
  setConstant,
} from './draft.ts'
import { FileSettings } from './FileSettings.tsx'
import { FirstRows } from './FirstRows.tsx'
import { Setting } from './Setting.tsx'
import styles from './Wizard.module.css'
import { useFieldName } from './words.ts'

/** Which column is which field: guessed, or taken from a mapping that fits. */
export function MapStep(props: { upload: Upload }) {
  const { upload } = props
  const kept = keptDraft(upload.id)
  const [reading, setReading] = useState<Draft['reading']>(
    kept && 'reading' in kept ? kept.reading : {},
  )
  const [wanted, setWanted] = useState<Kind | undefined>(
    kept && 'kind' in kept ? kept.kind : undefined,
  )
  const preview = useQuery({
    ...previewQuery(upload.id, {
      file: 0,
      ...(reading as object),
      ...(wanted && { kind: wanted }),
    }),
    placeholderData: keepPreviousData,
  })
  if (preview.error && !preview.data)
    return <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />
  if (!preview.data)
    return (
      <Panel>
        <SkeletonLines lines={12} />
      </Panel>
    )
  return (
    <div className={styles.stack}>
      <Panel title={upload.files.map((f) => f.name).join(', ')}>
        <div className={styles.stack}>
          <FileSettings preview={preview.data} reading={reading} onChange={setReading} />
          {preview.error && (
            <Alert type="error" showIcon title={preview.error.message} role="alert" />
          )}
          <FirstRows columns={preview.data.columns} rows={preview.data.rows} />
        </div>
      </Panel>
      <Columns
        key={JSON.stringify([reading, wanted ?? ''])}
        upload={upload}
        preview={preview.data}
        reading={reading}
        onKind={setWanted}
      />
    </div>
  )
}

function Columns(props: {
  upload: Upload
  preview: Preview
  reading: Draft['reading']
  onKind: (kind: Kind) => void
}) {
  const { upload, preview } = props
  const t = useTexts()
  const known = useKnownText()
  const language = useLanguage()
  const navigate = useNavigate()
  const fieldName = useFieldName()
  const fields = useQuery(fieldsQuery)
  const kept = keptDraft(upload.id)
  const [mapping, setMapping] = useState<string | undefined>(() =>
    kept && 'mapping' in kept ? kept.mapping : preview.mappings[0]?.name,
  )
  const [draft, setDraft] = useState<Draft>(() => {
    const fresh = draftOf(preview, preview.guess.source, props.reading)
    const isSame = kept && 'kind' in kept && kept.kind === fresh.kind && sameReading(kept, fresh)
    return isSame ? kept : fresh
  })
  useEffect(() => {
    keepDraft(upload.id, mapping ? { mapping } : draft)
  }, [upload.id, mapping, draft])
  const kind = fields.data?.kinds.find((k) => k.kind === draft.kind)
  const missing = missingOf(draft, kind)
  const isMixed = upload.files.length > 1
  const isReady = mapping
    ? true
    : !isMixed &&
      missing.fields.length === 0 &&
      !missing.identifier &&
      draft.source.trim() !== '' &&
      Object.keys(draft.fields).length > 0
  return (
    <>
      {preview.mappings.length > 0 && (
        <Panel title={t('import_wizard.known')}>
          <Radio.Group
            className={styles.offers}
            value={mapping ?? ''}
            onChange={(event) => setMapping(event.target.value || undefined)}
          >
            {preview.mappings.map((m) => (
              <Radio key={m.name} value={m.name}>
                {m.title[language] ?? m.title.en ?? m.name}
                {m.shipped && <span className={styles.small}> {t('import_wizard.shipped')}</span>}
              </Radio>
            ))}
            <Radio value="">{t('import_wizard.own')}</Radio>
          </Radio.Group>
        </Panel>
      )}
      {!mapping && isMixed && (
        <Panel>
          <EmptyState compact title={t('import_wizard.one_file')}>
            <p>{t('import_wizard.one_file_words')}</p>
          </EmptyState>
        </Panel>
      )}
      {!mapping && !isMixed && (
        <Panel title={t('import_wizard.columns')}>
          <div className={styles.stack}>
            <div className={styles.settings}>
              <Setting label={t('import_wizard.kind')}>
                {(id) => (
                  <Select<Kind>
                    id={id}
                    style={{ width: 200 }}
                    value={draft.kind}
                    onChange={props.onKind}
                    options={(fields.data?.kinds ?? []).map((k) => ({
                      value: k.kind,
                      label: known(`import_kind.${k.kind}`) ?? k.kind,
                    }))}
                  />
                )}
              </Setting>
              <Setting label={t('import_wizard.source')}>
                {(id) => (
                  <Input
                    id={id}
                    style={{ width: 220 }}
                    maxLength={100}
                    value={draft.source}
                    onChange={(event) => setDraft({ ...draft, source: event.target.value })}
                  />
                )}
              </Setting>
              <span className={styles.small}>{t('import_wizard.source_words')}</span>
            </div>
            <ColumnTable preview={preview} kind={kind} draft={draft} onChange={setDraft} />
            {missing.identifier && (
              <Alert
                type="error"
                showIcon
                title={t('import_wizard.no_identifier')}
                description={t('import_wizard.no_identifier_words')}
              />
            )}
            {[...new Set([...missing.fields, ...constantFields(draft)])].map((field) => (
              <Setting
                key={field}
                label={t('import_wizard.constant', { field: fieldName(draft.kind, field) })}
              >
                {(id) => (
                  <Input
                    id={id}
                    style={{ width: 260 }}
                    value={constantOf(draft, field)}
                    onChange={(event) => setDraft(setConstant(draft, field, event.target.value))}
                  />
                )}
              </Setting>
            ))}
          </div>
        </Panel>
      )}
      <div className={styles.foot}>
        <Button onClick={() => void navigate({ to: '/imports/new' })}>
          {t('import_wizard.other_file')}
        </Button>
        <Button
          type="primary"
          disabled={!isReady}
          onClick={() =>
            void navigate({ to: '/imports/new', search: { upload: upload.id, step: 'check' } })
          }
        >
          {t('import_wizard.to_check')}
        </Button>
      </div>
    </>
  )
}

const constantFields = (draft: Draft) =>
  Object.keys(draft.fields).filter((field) => constantOf(draft, field) !== '')
const sameReading = (a: Draft, b: Draft) => JSON.stringify(a.reading) === JSON.stringify(b.reading)
/** The file's name says where it is from better than nothing does. */
