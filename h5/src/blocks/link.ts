import { to } from '../address.ts'
import type { BlockOf } from '../home.ts'
import { pathText } from '../shop.ts'

export type Link = NonNullable<BlockOf<'notice'>['settings']['link']>

/** Where a link of a block leads. */
export function hrefOf(link: Link): string {
  switch (link.to) {
    case 'page':
      return to(link.page === 'home' ? '/' : link.page === 'all' ? '/?all=1' : `/${link.page}`)
    case 'product':
      return to(`/p/${encodeURIComponent(link.sku)}`)
    case 'category':
      return to(`/?category=${encodeURIComponent(pathText(link.path))}`)
    case 'url':
      return link.url
  }
}
