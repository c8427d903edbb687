// The draft on the screen: changed at once, saved by itself, taken back step by step.
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Block, type Gap, saveDraft } from './api.ts'

/** Changes of one field within it are one step back. */
const ONE_STEP_MS = 1_000
const SAVE_AFTER_MS = 500
const MOST_STEPS = 100

export interface Draft {
  blocks: Block[]
  gaps: Gap[]
  /** As the server knows it. */
  revision: number
  state: 'saved' | 'changed' | 'saving'
  error: unknown
  canUndo: boolean
  canRedo: boolean
  /** @param field what is being typed into: further changes of it belong to this step */
  change(next: Block[], field?: string): void
  undo(): void
  redo(): void
  /** After an error. */
  saveAgain(): void
}

export function useDraft(
  page: string,
  first: { blocks: Block[]; draft_revision: number; gaps: Gap[] },
  onSaved: () => void,
): Draft {
  const [blocks, setBlocks] = useState(first.blocks)
  const [past, setPast] = useState<Block[][]>([])
  const [future, setFuture] = useState<Block[][]>([])
  const [known, setKnown] = useState({ revision: first.draft_revision, gaps: first.gaps })
  const [state, setState] = useState<Draft['state']>('saved')
  const [error, setError] = useState<unknown>()
  const last = useRef({ field: '', at: 0 })
  const isSaving = useRef(false)
  const saved = useRef(first.blocks)

  const change = useCallback(
    (next: Block[], field = '') => {
      const now = Date.now()
      const goesOn =
        field !== '' && field === last.current.field && now - last.current.at < ONE_STEP_MS
      last.current = { field, at: now }
      if (!goesOn) setPast((steps) => [...steps, blocks].slice(-MOST_STEPS))
      setFuture([])
      setBlocks(next)
    },
    [blocks],
  )
  const undo = () => {
    const before = past.at(-1)
    if (!before) return
    last.current = { field: '', at: 0 }
    setPast(past.slice(0, -1))
    setFuture([...future, blocks])
    setBlocks(before)
  }
  const redo = () => {
    const after = future.at(-1)
    if (!after) return
    setFuture(future.slice(0, -1))
    setPast([...past, blocks])
    setBlocks(after)
  }

  useEffect(() => {
    if (blocks === saved.current) return
    setState((now) => (now === 'saving' ? now : 'changed'))
    // The one on its way is waited for: `known` changes when it is there, and this runs again.
    if (isSaving.current) return
    const timer = setTimeout(async () => {
      isSaving.current = true
      setState('saving')
      try {
        const { draft_revision, gaps } = await saveDraft(page, blocks, known.revision)
        saved.current = blocks
        isSaving.current = false
        setError(undefined)
        setState('saved')
        setKnown({ revision: draft_revision, gaps })
        onSaved()
      } catch (thrown) {
        isSaving.current = false
        setError(thrown)
        setState('changed')
      }
    }, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [page, blocks, known, onSaved])

  return {
    ...{ blocks, gaps: known.gaps, revision: known.revision, state, error, change, undo, redo },
    ...{ canUndo: past.length > 0, canRedo: future.length > 0 },
    saveAgain: () => setKnown((now) => ({ ...now })),
  }
}
