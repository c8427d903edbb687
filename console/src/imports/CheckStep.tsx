import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { toApiError } from '../api/error.ts'
import { exactNumber } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useTenant } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Begin, beginImport, type Checked, checkQuery, type Upload, type Use } from './api.ts'
import { documentOf, keptDraft } from './draft.ts'
import styles from './Wizard.module.css'

/** What would become of the rows, before a single one is written; then the start. */
export function CheckStep(props: { upload: Upload }) {
  const { upload } = props
  const t = useTexts()
  const tenant = useTenant()
  const navigate = useNavigate()
  const kept = upload.mends ? undefined : keptDraft(upload.id)
  const use: Use =
    kept === undefined
      ? {}
      : 'mapping' in kept || 'like' in kept
        ? kept
        : { document: documentOf(kept, tenant) }
  const checked = useQuery(checkQuery(upload.id, use))
  const back = () =>
    void navigate({
      to: '/imports/new',
      search: upload.mends ? { mends: upload.mends } : { upload: upload.id },
    })
  return (
    <div className={styles.stack}>
      {checked.error && (
        <ErrorPanel
          error={checked.error}
          onRetry={() => void checked.refetch()}
          retrying={checked.isFetching}
        />
      )}
      {!checked.data && !checked.error && (
        <Panel title={t('import_wizard.checking')}>
          <SkeletonLines lines={8} />
        </Panel>
      )}
      {checked.data && <Result checked={checked.data} />}
      {checked.data && (
        <Start
          upload={upload}
          use={use}
          isOwnDraft={kept !== undefined && 'kind' in kept}
          checked={checked.data}
          onBack={back}
        />
      )}
      {checked.error && (
        <div>
          <Button onClick={back}>{t('import_wizard.back')}</Button>
        </div>
      )}
    </div>
  )
}

function Result(props: { checked: Checked }) {
  const { checked } = props
  const t = useTexts()
  const tenant = useTenant()
  const known = useKnownText()
  const figures = [
    { key: 'rows', value: checked.rows, isBad: false },
    { key: 'good', value: checked.good, isBad: false },
    { key: 'rejected', value: checked.rejected, isBad: checked.rejected > 0 },
    { key: 'aside', value: checked.aside, isBad: false },
    { key: 'customers', value: checked.customers, isBad: false },
    { key: 'without_customer', value: checked.without_customer, isBad: false },
  ] as const
  return (
    <>
      <Panel title={t('import_wizard.result')}>
        <div className={styles.stack}>
          <div className={styles.figures}>
            {figures.map(({ key, value, isBad }) => (
              <div key={key} className={styles.figure}>
                <span className={styles.small}>{t(`import_wizard.figure_${key}`)}</span>
                <span className={isBad ? `${styles.number} ${styles.bad}` : styles.number}>
                  {exactNumber(value)}
                </span>
              </div>
            ))}
          </div>
          <span className={styles.quiet}>
            {checked.whole
              ? t('import_wizard.whole')
              : t('import_wizard.sample', { count: checked.rows })}
          </span>
          {checked.foreign_currency && (
            <Alert
              type="warning"
              showIcon
              title={t('import_wizard.foreign_currency', {
                currency: checked.foreign_currency,
                own: tenant.currency,
              })}
            />
          )}
          {checked.reasons.length > 0 && (
            <ul>
              {checked.reasons.map(({ fate, code, rows }) => (
                <li key={`${fate} ${code}`}>
                  {t(`imports.${fate}`)} · {known(`import_code.${code}`) ?? code}{' '}
                  <strong>{exactNumber(rows)}</strong>
                </li>
              ))}
            </ul>
          )}
        </div>
      </Panel>
      {checked.bad.length > 0 && <BadRows checked={checked} />}
    </>
  )
}

function BadRows(props: { checked: Checked }) {
  const { checked } = props
  const t = useTexts()
  const known = useKnownText()
  const title = t(checked.rejected > 0 ? 'import_wizard.bad_rows' : 'import_wizard.aside_rows')
  return (
    <Panel title={title} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide rows scroll, and the keyboard must be able to */}
      <section className={styles.rows} aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('import_wizard.row')}</th>
              <th scope="col">{t('import_wizard.why')}</th>
              {checked.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {checked.bad.map((bad) => (
              <tr key={`${bad.file} ${bad.row}`}>
                <td>{exactNumber(bad.row)}</td>
                <td className={bad.fate === 'rejected' ? styles.why : undefined} title={bad.reason}>
                  {known(`import_code.${bad.code}`) ?? bad.code}
                </td>
                {checked.columns.map((name, i) => (
                  <td key={name} title={bad.cells[i]}>
                    {bad.cells[i]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

function Start(props: {
  upload: Upload
  use: Use
  isOwnDraft: boolean
  checked: Checked
  onBack: () => void
}) {
  const { upload, checked } = props
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [mode, setMode] = useState<'first_wins' | 'correct'>('first_wins')
  const [saves, setSaves] = useState(false)
  const [title, setTitle] = useState(() =>
    (upload.files[0]?.name ?? '').replace(/(\.\w+)+$/, '').slice(0, 60),
  )
  const [again, setAgain] = useState(false)
  const begin = useMutation({
    mutationFn: beginImport,
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['imports'] })
      await navigate({ to: '/imports/$importId', params: { importId: made.id } })
    },
  })
  const wasThere = begin.error && toApiError(begin.error).code === 'already_imported'
  const body: Begin = {
    ...props.use,
    again,
    ...(!upload.mends && { mode }),
    ...(saves && props.isOwnDraft && title.trim() && { save_as: title.trim() }),
  }
  return (
    <Panel title={t('import_wizard.start_title')}>
      <div className={styles.stack}>
        {begin.error && <ErrorNote error={begin.error} />}
        {wasThere && (
          <Checkbox checked={again} onChange={(event) => setAgain(event.target.checked)}>
            {t('import_wizard.import_again')}
          </Checkbox>
        )}
        {!upload.mends && (
          <Radio.Group
            className={styles.offers}
            value={mode}
            onChange={(event) => setMode(event.target.value)}
          >
            <Radio value="first_wins">{t('import_wizard.first_wins')}</Radio>
            <Radio value="correct">{t('import_wizard.correct')}</Radio>
          </Radio.Group>
        )}
        {props.isOwnDraft && (
          <div className={styles.settings}>
            <Checkbox checked={saves} onChange={(event) => setSaves(event.target.checked)}>
              {t('import_wizard.save_mapping')}
            </Checkbox>
            {saves && (
              <Input
                style={{ width: 240 }}
                maxLength={60}
                aria-label={t('import_wizard.mapping_title')}
                value={title}
                onChange={(event) => setTitle(event.target.value)}
              />
            )}
          </div>
        )}
        {checked.good === 0 && (
          <Alert type="warning" showIcon title={t('import_wizard.nothing_good')} />
        )}
        {checked.rejected > 0 && checked.good > 0 && (
          <span className={styles.quiet}>{t('import_wizard.bad_later')}</span>
        )}
        <div className={styles.foot}>
          <Button onClick={props.onBack}>{t('import_wizard.back')}</Button>
          <Button
            type="primary"
            loading={begin.isPending}
            disabled={checked.good === 0}
            onClick={() => begin.mutate({ id: upload.id, body })}
          >
            {checked.whole
              ? t('import_wizard.start', { count: checked.good })
              : t('import_wizard.start_whole')}
          </Button>
        </div>
      </div>
    </Panel>
  )
}
