import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { useUndo } from '../ui/undo.tsx'
import { type Offer, setOffers, usePromotionChanged } from './api.ts'

/** What can be done with the chosen offers. Publishing and pausing can be taken back. */
export function OfferBatch(props: { selection: Selection; rows: readonly Offer[] | undefined }) {
  const { selection, rows } = props
  const t = useTexts()
  const changed = usePromotionChanged()
  const undoable = useUndo()
  const run = useBatch({
    ...{ selection, rows, changed },
    keyOf: ({ id }) => id,
    nameOf: ({ name }) => name,
  })
  const set = (to: 'publish' | 'pause' | 'end') => run((ids) => setOffers(ids, to))
  const pause = () => {
    const ids = [...selection.keys]
    const live = (rows ?? []).filter(({ id, state }) => ids.includes(id) && state === 'live')
    return run(async (chosen) => {
      const done = await setOffers(chosen, 'pause')
      const refused = new Set(done.refused.map(({ id }) => id))
      const paused = live.flatMap(({ id }) => (refused.has(id) ? [] : [id]))
      if (paused.length > 0)
        undoable(t('offers.paused', { count: paused.length }), async () => {
          await setOffers(paused, 'publish')
          await changed()
        })
      return done
    })
  }
  return (
    <BatchBar selection={selection}>
      <BatchAction type="primary" label={t('offers.publish')} onRun={() => set('publish')} />
      <BatchAction label={t('offers.pause')} onRun={pause} />
      <BatchAction
        danger
        label={t('offers.end')}
        ask={{
          title: t('offers.batch_end_sure', { count: selection.keys.length }),
          words: t('offers.end_words'),
        }}
        onRun={() => set('end')}
      />
    </BatchBar>
  )
}
