import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { storefront, to } from '../address.ts'
import { Blocks } from '../blocks/Blocks.tsx'
import { loadHome, type HomePage as Made, onDraftSaved, preview } from '../home.ts'
import { loadCategories, pathText, shop } from '../shop.ts'
import { t } from '../texts.ts'
import { FlashLink } from '../ui/FlashLink.tsx'
import { NewcomerLink } from '../ui/NewcomerLink.tsx'
import { ProductList } from '../ui/ProductList.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { LiveNow, Storefronts } from '../ui/Storefronts.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** What the brand made of its home; else, and when asked for, what is sold, by category and by words. */
export function HomePage() {
  const { query, route } = useLocation()
  const { category, q, all } = query
  const wantsList = Boolean(category || q || all)
  const [isBare, setBare] = useState(false)
  const title = (storefront && shop.value?.at?.name) || (shop.value?.name ?? '')
  const categories = useLoad(loadCategories, [])
  // With the page, not after it is painted: who listens hears the title first.
  useLayoutEffect(() => {
    document.title = title
  }, [])
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    const words = new FormData(event.currentTarget as HTMLFormElement).get('q')
    route(to(words ? `/?q=${encodeURIComponent(String(words))}` : '/'))
  }
  return (
    <>
      <header class="bar home">
        <h1>{title}</h1>
        <search>
          <form onSubmit={search}>
            <input
              type="search"
              name="q"
              enterkeyhint="search"
              maxLength={100}
              defaultValue={q ?? ''}
              key={q ?? ''}
              placeholder={t('home.search')}
              aria-label={t('home.search')}
            />
          </form>
        </search>
      </header>
      <main>
        <Storefronts />
        <LiveNow />
        <nav class="chips" aria-label={t('home.categories')}>
          <a
            href={to('/?all=1')}
            aria-current={all || (isBare && !category && !q) ? 'true' : undefined}
          >
            {t('home.all')}
          </a>
          {categories.data?.items
            .filter(({ path }) => path.length === 1)
            .map(({ path }) => (
              <a
                key={path[0]}
                href={to(`/?category=${encodeURIComponent(pathText(path))}`)}
                aria-current={category === pathText(path) ? 'true' : undefined}
              >
                {path[0]}
              </a>
            ))}
          <FlashLink />
          <NewcomerLink />
        </nav>
        {wantsList ? (
          <ProductList
            none={q ? t('home.none_found', { q }) : t('home.nothing_sold')}
            {...(q && { q })}
            {...(category && { category })}
          />
        ) : (
          <Decorated onBare={setBare} />
        )}
      </main>
    </>
  )
}

/** The brand's own page for whoever looks; where it has none, everything it sells. */
function Decorated(props: { onBare: (isBare: boolean) => void }) {
  const { onBare } = props
  const { data, error, again } = useLoad(loadHome, [])
  const [newer, setNewer] = useState<Made | null>()
  useEffect(
    () => (preview === undefined ? undefined : onDraftSaved(() => void loadHome().then(setNewer))),
    [],
  )
  const page = newer === undefined ? data : newer
  useEffect(() => {
    onBare(page === null)
    return () => onBare(false)
  }, [page === null])
  if (error) return <Failed error={error} again={again} />
  if (page === undefined) return <Skeleton cards={6} />
  if (page === null) return <ProductList none={t('home.nothing_sold')} />
  return (
    <>
      {preview !== undefined && <p class="previewing">{t('block.preview')}</p>}
      <Blocks page={page} />
    </>
  )
}
