import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { CustomerFilter } from './api.ts'
import { readFilter, writeFilter } from './filter.ts'

const route = getRouteApi('/app/customers')

export const SORTS = ['last_seen', 'first_seen', 'spent'] as const
export type Sort = (typeof SORTS)[number]

/** What the list is asked for, as the address says; older links name a tag or a kind of identifier. */
export function useCustomerList() {
  const { q, namespace, tag, filter: text, sort, cols, cursor } = route.useSearch()
  const navigate = useNavigate()
  const filter: CustomerFilter = readFilter(text)
  if (tag) filter.tags = { ...filter.tags, all: [...(filter.tags?.all ?? []), tag] }
  if (namespace && q) Object.assign(filter, { namespace, value: q })
  else if (namespace) filter.namespace = namespace
  const words = namespace ? undefined : q
  const order: Sort = SORTS.find((one) => one === sort) ?? 'last_seen'

  const show = (changed: {
    filter?: CustomerFilter
    q?: string | undefined
    sort?: Sort
    cols?: string
  }) => {
    const next = 'q' in changed ? changed.q : words
    void navigate({
      to: '/customers',
      search: {
        q: next,
        filter: writeFilter(changed.filter ?? filter),
        sort: changed.sort ?? sort,
        cols: changed.cols ?? cols,
        cursor: undefined,
      },
    })
  }

  return {
    q: words,
    filter,
    /** Words and conditions together: what is done to "all that match". */
    whole: { ...filter, ...(words && { q: words }) } satisfies CustomerFilter,
    sort: order,
    cols,
    cursor,
    isFiltered: Boolean(words) || writeFilter(filter) !== undefined,
    show,
  }
}
