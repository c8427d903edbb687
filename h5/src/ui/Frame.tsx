import type { ComponentChildren } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { pieces } from '../cart.ts'
import { shop } from '../shop.ts'
import { t } from '../texts.ts'

/** A page below the home: a way back, its title, its content. */
export function Page(props: { title: string; children: ComponentChildren }) {
  // With the page, not after it is painted: who listens hears the title first.
  useLayoutEffect(() => {
    document.title = `${props.title} · ${shop.value?.name ?? ''}`
  }, [props.title])
  const back = () => {
    if (window.history.length > 1) window.history.back()
    else window.location.assign(to('/'))
  }
  return (
    <>
      <header class="bar">
        <button type="button" class="icon" aria-label={t('action.back')} onClick={back}>
          ‹
        </button>
        <h1>{props.title}</h1>
        <span class="icon" />
      </header>
      <main>{props.children}</main>
    </>
  )
}

const TABS = [
  ['/', 'tab.home', '⌂'],
  ['/cart', 'tab.cart', '◫'],
  ['/me', 'tab.me', '◉'],
] as const

export function Tabs() {
  const { path } = useLocation()
  return (
    <nav class="tabs" aria-label={t('tab.all')}>
      {TABS.map(([address, name, sign]) => (
        <a
          key={address}
          href={to(address)}
          aria-current={path === to(address) ? 'page' : undefined}
        >
          <span aria-hidden="true">{sign}</span>
          {t(name)}
          {address === '/cart' && pieces.value > 0 && <b class="badge">{pieces.value}</b>}
        </a>
      ))}
    </nav>
  )
}
