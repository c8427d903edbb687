import { LoadingOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { customerQuery, customersQuery } from '../customers/api.ts'
import { CustomerLine } from '../customers/CustomerLine.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useSession, useTenant } from '../session/session.ts'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { useSettled } from '../ui/settled.ts'
import { useActions } from './actions.ts'
import styles from './Palette.module.css'
import { HOME, maySeeHome, useClouds } from './pages.ts'
import { useRecentCustomers } from './recent.ts'

interface Found {
  key: string
  label: ReactNode
  icon: ReactNode
  open: () => void
}

/** One box over everything: arrows choose, Enter opens. */
export function Palette(props: { onDone: () => void }) {
  const t = useTexts()
  const words = useErrorWords()
  const listId = useId()
  const [text, setText] = useState('')
  const [place, setPlace] = useState(0)
  const isAsked = text.trim() !== ''
  const wanted = useSettled(text.trim(), 200)
  const customers = useQuery({
    ...customersQuery({ q: wanted, limit: 8 }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
  })
  const pages = useFoundPages(text.trim())
  const recent = useRecentlyOpened(!isAsked)
  // Whoever was opened last is no answer to what is typed, nor are those of before it was.
  const answered = wanted === '' ? [] : (customers.data?.items ?? [])
  const people = useFoundCustomers(isAsked ? answered : recent)
  const actions = useFoundActions(text.trim())
  const groups = [
    { title: isAsked ? t('customers.title') : t('search.recent'), found: people },
    { title: t('search.pages'), found: pages },
    { title: t('search.actions'), found: actions },
  ]
  const found = groups.flatMap((group) => group.found)
  const chosen = found[Math.min(place, found.length - 1)]

  const open = (result: Found | undefined) => {
    if (!result) return
    result.open()
    props.onDone()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the choice of Chinese characters opens nothing.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setPlace((now) => Math.min(now + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setPlace((now) => Math.max(now - 1, 0))
    else if (event.key === 'Enter') open(chosen)
    else return
    event.preventDefault()
  }

  const row = (result: Found) => (
    <div
      key={result.key}
      id={`${listId}-${result.key}`}
      role="option"
      tabIndex={-1}
      aria-selected={result === chosen}
      className={result === chosen ? `${styles.row} ${styles.chosen}` : styles.row}
      onMouseMove={() => setPlace(found.indexOf(result))}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => open(result)}
      onKeyDown={onKeyDown}
    >
      <span className={styles.icon}>{result.icon}</span>
      {result.label}
    </div>
  )

  return (
    <div>
      <div className={styles.box}>
        {customers.isFetching ? <LoadingOutlined /> : <SearchOutlined />}
        <input
          className={styles.input}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
          autoFocus
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={chosen ? `${listId}-${chosen.key}` : undefined}
          aria-label={t('search.trigger')}
          placeholder={t('search.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setPlace(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label={t('search.results')} className={styles.list}>
        {groups.map(
          (group) =>
            group.found.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options by role
              <div key={group.title} role="group" aria-label={group.title}>
                <div className={styles.group} aria-hidden="true">
                  {group.title}
                </div>
                {group.found.map(row)}
              </div>
            ),
        )}
      </div>
      {customers.error && wanted !== '' && (
        <p className={styles.none}>
          {words(customers.error).title} <code>{words(customers.error).code}</code>
        </p>
      )}
      {found.length === 0 &&
        wanted === text.trim() &&
        !customers.isFetching &&
        !customers.error && <p className={styles.none}>{t('search.nothing', { text })}</p>}
    </div>
  )
}

function useFoundPages(text: string): Found[] {
  const t = useTexts()
  const navigate = useNavigate()
  const clouds = useClouds()
  const session = useSession()
  const sought = text.toLowerCase()
  const home = maySeeHome(session) ? [HOME] : []
  return [...home, ...clouds.flatMap((cloud) => cloud.pages)]
    .filter(
      (page) =>
        t(page.title).toLowerCase().includes(sought) || (sought !== '' && page.to.includes(sought)),
    )
    .map((page) => ({
      key: `page${page.to.replaceAll('/', '-')}`,
      label: t(page.title),
      icon: <page.icon aria-hidden />,
      open: () => void navigate({ to: page.to }),
    }))
}

function useFoundCustomers(items: Parameters<typeof CustomerLine>[0]['customer'][]): Found[] {
  const navigate = useNavigate()
  return items.map((customer) => ({
    key: `customer-${customer.id}`,
    label: <CustomerLine customer={customer} />,
    icon: <UserOutlined aria-hidden />,
    open: () =>
      void navigate({
        to: '/customers/$customerId',
        params: { customerId: String(customer.id) },
      }),
  }))
}

function useFoundActions(text: string): Found[] {
  const sought = text.toLowerCase()
  return useActions()
    .filter((action) => action.label.toLowerCase().includes(sought))
    .map((action) => ({
      key: `action-${action.key}`,
      label: action.label,
      icon: <action.icon aria-hidden />,
      open: action.run,
    }))
}

/** The customers opened last, as they are now: read again, so that one who is gone stays gone. */
function useRecentlyOpened(isWanted: boolean) {
  const tenant = useTenant()
  const ids = useRecentCustomers(tenant.id)
  return useQueries({
    queries: ids.map((id) => ({ ...customerQuery(id), enabled: isWanted, retry: false })),
    combine: (results) => results.flatMap(({ data }) => (data ? [data] : [])),
  })
}
