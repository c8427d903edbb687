// What an operator can put on a page: how a block begins and where it is set. A new kind is a file beside this
// one and a line here.
import type { ComponentType } from 'react'
import type { Block, BlockKind, SettingsOf } from '../api.ts'
import { BestieCardsSettings } from './BestieCardsSettings.tsx'
import { CarouselSettings } from './CarouselSettings.tsx'
import { CouponsSettings } from './CouponsSettings.tsx'
import { FlashSalesSettings } from './FlashSalesSettings.tsx'
import { GroupBuysSettings } from './GroupBuysSettings.tsx'
import { HeadlineSettings } from './HeadlineSettings.tsx'
import { HotZonesSettings } from './HotZonesSettings.tsx'
import { MemberCardSettings } from './MemberCardSettings.tsx'
import { NoticeSettings } from './NoticeSettings.tsx'
import { PictureTextSettings } from './PictureTextSettings.tsx'
import { ProductsSettings } from './ProductsSettings.tsx'
import type { SettingsProps } from './settings.ts'

interface Kind<K extends BlockKind> {
  initial: SettingsOf<K>
  Settings: ComponentType<SettingsProps<K>>
}
const KINDS: { [K in BlockKind]: Kind<K> } = {
  carousel: { initial: { ratio: '2:1', seconds: 5, slides: [] }, Settings: CarouselSettings },
  products: {
    initial: {
      ...{ title: '', layout: 'grid', hides_sold_out: false },
      source: { by: 'skus', skus: [] },
    },
    Settings: ProductsSettings,
  },
  coupons: { initial: { title: '', batches: [], most: 4 }, Settings: CouponsSettings },
  group_buys: { initial: { title: '', group_buys: [], most: 6 }, Settings: GroupBuysSettings },
  flash_sales: { initial: { title: '', flash_sales: [], most: 6 }, Settings: FlashSalesSettings },
  bestie_cards: { initial: { title: '', plans: [], most: 2 }, Settings: BestieCardsSettings },
  member_card: { initial: { invitation: '' }, Settings: MemberCardSettings },
  picture_text: {
    initial: { layout: 'above', picture_id: null, alt: '', title: '', text: '', link: null },
    Settings: PictureTextSettings,
  },
  hot_zones: { initial: { picture_id: null, alt: '', zones: [] }, Settings: HotZonesSettings },
  notice: { initial: { text: '', link: null }, Settings: NoticeSettings },
  headline: { initial: { title: '', words: '', link: null }, Settings: HeadlineSettings },
}
export const KIND_NAMES = Object.keys(KINDS) as BlockKind[]

export const newBlock = (kind: BlockKind): Block =>
  ({
    id: `${kind.replaceAll('_', '-')}-${crypto.randomUUID().slice(0, 8)}`,
    kind,
    settings: KINDS[kind].initial,
  }) as Block

/** Which kind goes with which settings is said above. */
export const settingsOf = (kind: BlockKind): ComponentType<SettingsProps<never>> =>
  KINDS[kind].Settings as unknown as ComponentType<SettingsProps<never>>
