import type { FlashItem, FlashSlot } from '../flash.ts'
import { t } from '../texts.ts'

/** What is left of it in share: true, and never a made-up one. */
export function FlashLeft(props: { slot: FlashSlot; item: FlashItem }) {
  const { slot, item } = props
  if (slot.time !== 'now' || item.state === 'sold_out') return null
  const percent = Math.ceil(item.left_bp / 100)
  const words = item.state === 'waiting' ? t('flash.none_free') : t('flash.share', { percent })
  return (
    <p class="note">
      <progress max={100} value={percent} aria-label={words} />
      <span aria-hidden="true">{words}</span>
    </p>
  )
}
