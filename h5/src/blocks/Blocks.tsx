// The blocks of a page, each drawn by its kind: a new kind is a file beside this one and a line below.
import type { ComponentType } from 'preact'
import { type Block, type HomePage, preview, tellConsole } from '../home.ts'
import { BestieCards } from './BestieCards.tsx'
import { Carousel } from './Carousel.tsx'
import { Coupons } from './Coupons.tsx'
import { FlashSales } from './FlashSales.tsx'
import { GroupBuys } from './GroupBuys.tsx'
import { Headline } from './Headline.tsx'
import { HotZones } from './HotZones.tsx'
import { MemberCard } from './MemberCard.tsx'
import { Notice } from './Notice.tsx'
import { PictureText } from './PictureText.tsx'
import { Products } from './Products.tsx'

const KINDS = {
  carousel: Carousel,
  products: Products,
  coupons: Coupons,
  group_buys: GroupBuys,
  flash_sales: FlashSales,
  bestie_cards: BestieCards,
  member_card: MemberCard,
  picture_text: PictureText,
  hot_zones: HotZones,
  notice: Notice,
  headline: Headline,
}
/** So many from the top are seen before anybody scrolls. */
const FIRST = 2

export function Blocks({ page }: { page: HomePage }) {
  return (
    <div class="blocks">
      {page.blocks.map((block, i) => (
        <One key={block.id} block={block} pictures={page.pictures} isFirst={i < FIRST} />
      ))}
    </div>
  )
}

function One(props: { block: Block; pictures: HomePage['pictures']; isFirst: boolean }) {
  const { block } = props
  // Which kind goes with which component is said above.
  const Kind = KINDS[block.kind] as ComponentType<typeof props>
  if (preview === undefined)
    return (
      <div class="block">
        <Kind {...props} />
      </div>
    )
  // Of a preview nothing is followed or taken: what is touched is the block to work on.
  const choose = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
    tellConsole(block.id)
  }
  return (
    <div class="block chosen-by" data-block={block.id} onClickCapture={choose}>
      <Kind {...props} />
    </div>
  )
}
