// A list that grows page by page: what is loaded, that there is nothing, and asking again where it failed.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ApiError } from '../api/client.ts'
import { t } from '../texts.ts'
import { Failed, Skeleton } from './States.tsx'

/** @param props.load keeps its identity as long as it loads the same list */
export function Paged<Item>(props: {
  load: (cursor?: string) => Promise<{ items: Item[]; next_cursor: string | null }>
  none: string
  keyOf: (item: Item) => string | number
  children: (item: Item) => ComponentChildren
}) {
  const [items, setItems] = useState<Item[]>([])
  const [next, setNext] = useState<string | null>()
  const [error, setError] = useState<ApiError>()
  const load = (cursor?: string) => {
    setError(undefined)
    props.load(cursor).then((page) => {
      setItems((before) => (cursor ? [...before, ...page.items] : page.items))
      setNext(page.next_cursor)
    }, setError)
  }
  useEffect(() => load(), [props.load])
  return (
    <>
      {items.length === 0 && next === null && <p class="note">{props.none}</p>}
      <ul class="plain">
        {items.map((item) => (
          <li key={props.keyOf(item)} class="between">
            {props.children(item)}
          </li>
        ))}
      </ul>
      {error ? (
        <Failed error={error} again={() => load(next ?? undefined)} />
      ) : next === undefined ? (
        <Skeleton lines={3} />
      ) : (
        next !== null && (
          <button type="button" class="quiet wide" onClick={() => load(next)}>
            {t('action.more')}
          </button>
        )
      )}
    </>
  )
}
