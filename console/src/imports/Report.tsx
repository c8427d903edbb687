import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { fetchFile } from '../api/client.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'
import { Count } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { saveFile } from '../ui/save.ts'
import { type Fate, type ImportDetail, type ImportRun, importQuery, rowsPath } from './api.ts'
import { filesWith, inOrder, splitFate } from './fates.ts'
import styles from './Report.module.css'

/** What became of every row of an import; the rows that were not taken, to be mended. */
export function Report(props: { run: ImportRun }) {
  const t = useTexts()
  const detail = useQuery(importQuery(props.run))
  if (detail.error) {
    return <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />
  }
  if (!detail.data) return <SkeletonLines lines={3} />
  const fates = inOrder(detail.data.report.fates)
  return (
    <div className={styles.report}>
      {fates.length === 0 ? (
        <EmptyState compact title={t('imports.no_rows')} />
      ) : (
        <table className={styles.fates}>
          <tbody>
            {fates.map((fate) => (
              <FateRow key={fate.fate} fate={fate} />
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.downloads}>
        <Downloads run={detail.data} fate="rejected" />
        <Downloads run={detail.data} fate="aside" />
        {filesWith(detail.data, 'rejected').length > 0 && detail.data.state !== 'undone' && (
          <ButtonLink
            to="/imports/new"
            search={{ mends: detail.data.id }}
            size="small"
            color="primary"
            variant="outlined"
          >
            {t('imports.send_mended')}
          </ButtonLink>
        )}
      </div>
    </div>
  )
}

function FateRow(props: { fate: Fate }) {
  const { fate, rows, notes } = props.fate
  const t = useTexts()
  const known = useKnownText()
  const { kind, code } = splitFate(fate)
  const words =
    kind === 'rejected' || kind === 'aside'
      ? `${t(`imports.${kind}`)} · ${known(`import_code.${code}`) ?? code}`
      : (known(`import_fate.${code}`) ?? code)
  return (
    <tr>
      <th scope="row" className={kind === 'rejected' ? styles.rejected : undefined}>
        {words}
      </th>
      <td className={styles.rows}>
        <Count value={rows} />
      </td>
      <td>
        <Chips>
          {Object.entries(notes).map(([note, count]) => (
            <Chip key={note}>
              {known(`import_note.${note}`) ?? note} <Count value={count} />
            </Chip>
          ))}
        </Chips>
      </td>
    </tr>
  )
}

function Downloads(props: { run: ImportDetail; fate: 'rejected' | 'aside' }) {
  const { run, fate } = props
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const saving = useMutation({
    mutationFn: async (file: number) => {
      const { blob, name } = await fetchFile(rowsPath(run.id, fate, file))
      saveFile(name ?? 'rows.csv', blob)
    },
    onError: (thrown) => {
      const { title, code } = words(thrown)
      void message.error(`${title} (${code})`)
    },
  })
  return filesWith(run, fate).map((file) => (
    <Button
      key={file}
      size="small"
      icon={<DownloadOutlined />}
      loading={saving.isPending && saving.variables === file}
      onClick={() => saving.mutate(file)}
    >
      {t(`imports.download_${fate}`)}
      {run.files.length > 1 && ` · ${run.files[file]?.name}`}
    </Button>
  ))
}
