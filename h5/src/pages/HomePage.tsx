import { useLayoutEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { loadCategories, pathText, shop } from '../shop.ts'
import { t } from '../texts.ts'
import { ProductList } from '../ui/ProductList.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** What is sold, by category and by words. */
export function HomePage() {
  const { query, route } = useLocation()
  const { category, q } = query
  const categories = useLoad(loadCategories, [])
  // With the page, not after it is painted: who listens hears the title first.
  useLayoutEffect(() => {
    document.title = shop.value?.name ?? ''
  }, [])
  const search = (event: SubmitEvent) => {
    event.preventDefault()
    const words = new FormData(event.currentTarget as HTMLFormElement).get('q')
    route(to(words ? `/?q=${encodeURIComponent(String(words))}` : '/'))
  }
  return (
    <>
      <header class="bar home">
        <h1>{shop.value?.name}</h1>
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
        <nav class="chips" aria-label={t('home.categories')}>
          <a href={to('/')} aria-current={!category && !q ? 'true' : undefined}>
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
        </nav>
        <ProductList
          none={q ? t('home.none_found', { q }) : t('home.nothing_sold')}
          {...(q && { q })}
          {...(category && { category })}
        />
      </main>
    </>
  )
}
