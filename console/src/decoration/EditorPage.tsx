import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Block, draftQuery, pageQuery, type ShopPage, usePagesChanged } from './api.ts'
import { BlockList } from './BlockList.tsx'
import { settingsOf } from './blocks/kinds.ts'
import styles from './Decoration.module.css'
import { History } from './History.tsx'
import { PageForm } from './PageForm.tsx'
import { PageState } from './PageState.tsx'
import { Preview } from './Preview.tsx'
import { PublishForm } from './PublishForm.tsx'
import { type Draft, useDraft } from './useDraft.ts'

const route = getRouteApi('/app/shop-pages/$pageId')

/** One page: its blocks, the settings of one of them, and what customers will see. */
export function EditorPage() {
  const t = useTexts()
  const { pageId } = route.useParams()
  const page = useQuery(pageQuery(pageId))
  const draft = useQuery(draftQuery(pageId))
  const error = page.error ?? draft.error
  if (error)
    return (
      <Page title={t('decoration.title')}>
        <ErrorPanel
          error={error}
          onRetry={() => {
            void page.refetch()
            void draft.refetch()
          }}
        />
      </Page>
    )
  if (!page.data || !draft.data)
    return (
      <Page title={t('decoration.title')}>
        <SkeletonLines lines={10} />
      </Page>
    )
  return (
    <Editor
      key={pageId}
      page={page.data}
      first={draft.data}
      onReload={() => void draft.refetch().then(() => location.reload())}
    />
  )
}

type Open = 'publish' | 'history' | 'settings'

function Editor(props: {
  page: ShopPage
  first: Parameters<typeof useDraft>[1]
  onReload: () => void
}) {
  const { page } = props
  const t = useTexts()
  const { scope } = useSession()
  const mayWrite = useMay('shop:write') && scope.kind === 'all'
  const changed = usePagesChanged()
  const [saves, setSaves] = useState(0)
  const onSaved = useCallback(() => {
    setSaves((n) => n + 1)
    void changed()
  }, [changed])
  const draft = useDraft(page.id, props.first, onSaved)
  const [chosen, choose] = useState(props.first.blocks[0]?.id)
  const [opened, open] = useState<Open>()
  useUndoKeys(draft)
  const close = () => open(undefined)
  const isWhole = draft.blocks.length > 0 && draft.gaps.length === 0
  return (
    <Page
      title={page.name}
      facts={<PageState page={page} />}
      actions={
        <>
          <ButtonLink to="/shop-pages">{t('decoration.all_pages')}</ButtonLink>
          <Button onClick={() => open('history')}>{t('decoration.history')}</Button>
          {mayWrite && (
            <>
              <Button onClick={() => open('settings')}>{t('decoration.settings')}</Button>
              <Button
                type="primary"
                disabled={!isWhole || draft.state !== 'saved' || Boolean(draft.error)}
                onClick={() => open('publish')}
              >
                {t('decoration.publish')}
              </Button>
            </>
          )}
        </>
      }
    >
      {draft.error !== undefined && (
        <div>
          <ErrorNote error={draft.error} />
          <div className={styles.states}>
            <Button onClick={draft.saveAgain}>{t('action.retry')}</Button>
            <Button onClick={props.onReload}>{t('decoration.reload')}</Button>
          </div>
        </div>
      )}
      <LeaveGuard isChanged={draft.state !== 'saved'} />
      <div className={styles.editor}>
        <section className={styles.column} aria-label={t('decoration.blocks')}>
          {mayWrite && <Steps draft={draft} />}
          <BlockList
            blocks={draft.blocks}
            gaps={draft.gaps}
            chosen={chosen}
            mayWrite={mayWrite}
            onChoose={choose}
            onChange={(blocks) => draft.change(blocks)}
          />
        </section>
        <section className={styles.column} aria-label={t('decoration.block_settings')}>
          <Settings draft={draft} chosen={chosen} mayWrite={mayWrite} />
        </section>
        <section className={styles.column} aria-label={t('decoration.preview')}>
          <Preview page={page.id} saves={saves} onChosen={choose} />
        </section>
      </div>
      {opened === 'publish' && (
        <PublishForm page={page} draftRevision={draft.revision} onClose={close} />
      )}
      {opened === 'settings' && <PageForm page={page} onClose={close} />}
      {opened === 'history' && (
        <History
          page={page}
          mayWrite={mayWrite}
          onTaken={(blocks) => {
            draft.change(blocks)
            choose(blocks[0]?.id)
          }}
          onClose={close}
        />
      )}
    </Page>
  )
}

function Steps({ draft }: { draft: Draft }) {
  const t = useTexts()
  return (
    <div className={styles.steps}>
      <Button size="small" disabled={!draft.canUndo} onClick={draft.undo}>
        {t('decoration.undo')}
      </Button>
      <Button size="small" disabled={!draft.canRedo} onClick={draft.redo}>
        {t('decoration.redo')}
      </Button>
      <small className={styles.quiet} role="status">
        {t(`decoration.draft_${draft.state}`)}
      </small>
    </div>
  )
}

function Settings(props: { draft: Draft; chosen: string | undefined; mayWrite: boolean }) {
  const { draft, chosen } = props
  const t = useTexts()
  const block = draft.blocks.find(({ id }) => id === chosen)
  if (!block) return <p className={styles.quiet}>{t('decoration.choose_block')}</p>
  const Kind = settingsOf(block.kind)
  const change = (part: object, field?: string) =>
    draft.change(
      draft.blocks.map((one) =>
        one.id === block.id ? ({ ...one, settings: { ...one.settings, ...part } } as Block) : one,
      ),
      field && `${block.id} ${field}`,
    )
  const missing = draft.gaps.find((gap) => gap.block === block.id)?.missing ?? []
  return (
    <fieldset className={styles.settings} disabled={!props.mayWrite}>
      <legend>{t(`decoration.kind_${block.kind}`)}</legend>
      {missing.length > 0 && draft.state === 'saved' && (
        <ul className={styles.missing}>
          {missing.map((what) => (
            <li key={what}>{t(`decoration.missing_${what}` as 'decoration.missing_pictures')}</li>
          ))}
        </ul>
      )}
      <Kind key={block.id} settings={block.settings as never} change={change as never} />
    </fieldset>
  )
}

/** ⌘Z where nothing is typed: a field takes back what was typed into it. */
function useUndoKeys(draft: Draft): void {
  const { undo, redo } = draft
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'z') return
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea')) return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [undo, redo])
}
