import { useTexts } from '../i18n/texts.ts'
import type { Post } from './api.ts'

/** A post's place: the store, the region, or headquarters. */
export function usePlaceName(): (post: Pick<Post, 'store' | 'region'>) => string {
  const t = useTexts()
  return (post) => post.store?.name ?? post.region?.name ?? t('org.headquarters')
}
