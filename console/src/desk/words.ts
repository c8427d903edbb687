import { useTranslation } from 'react-i18next'
import { exactNumber } from '../format/number.ts'
import { type TextKey, useKnownText, useTexts } from '../i18n/texts.ts'
import type { Notice } from './api.ts'

/** What a list of exports or a request is about. */
export function useExportKindName(): (kind: string) => string {
  const known = useKnownText()
  return (kind) => known(`export_kind.${kind}`) ?? kind
}

export function useApprovalTitle(): (approval: {
  kind: string
  summary: Record<string, string | number | null>
}) => string {
  const t = useTexts()
  const known = useKnownText()
  const kindName = useExportKindName()
  return ({ kind, summary }) => {
    if (kind !== 'export') return known(`approval_kind.${kind}`) ?? kind
    return t('approvals.export_title', {
      what: kindName(String(summary.export_kind ?? '')),
      rows: exactNumber(Number(summary.rows ?? 0)),
    })
  }
}

/** A notice as a sentence; kinds that need no words of their own are filled with their parameters. */
export function useNoticeWords(): (notice: Pick<Notice, 'kind' | 'params'>) => string {
  const t = useTexts()
  const { i18n } = useTranslation()
  const kindName = useExportKindName()
  const approvalTitle = useApprovalTitle()
  return ({ kind, params }) => {
    const text = (name: string) => String(params[name] ?? '')
    const rows = exactNumber(Number(params.rows ?? 0))
    const what = approvalTitle({ kind: text('kind'), summary: params })
    switch (kind) {
      case 'import_done':
        return t('told.import_done', { file: text('file') })
      case 'import_failed':
        return t('told.import_failed', { file: text('file') })
      case 'import_undone':
        return t('told.import_undone', { file: text('file') })
      case 'export_done':
        return t('told.export_done', { what: kindName(text('export_kind')), rows })
      case 'export_failed':
        return t('told.export_failed', { what: kindName(text('export_kind')) })
      case 'approval_requested':
        return t('told.approval_requested', { who: text('who'), what })
      case 'approval_approved':
        return t('told.approval_approved', { who: text('who'), what })
      case 'approval_rejected':
        return t('told.approval_rejected', { who: text('who'), what })
      default:
        return i18n.exists(`notice.${kind}`) ? t(`notice.${kind}` as TextKey, params) : kind
    }
  }
}
