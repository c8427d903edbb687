// Asking a server as an integrator would.
import { KEYS } from './server.ts'

export interface Answered {
  status: number
  body: unknown
  headers: Headers
}

export interface CustomerView {
  id: number
  identifiers: { namespace: string; value: string; verified: boolean; source: string }[]
  attributes: Record<string, unknown>
  merged_from: { merge_id: string; customer_id: number; evidence: string }[]
  platforms: string[]
  event_count: number
}
export interface EventView {
  event_id: string
  message_id: string
  customer_id: number | null
  name: string
  at: string
  platform: string
  source: string
  props: Record<string, unknown>
}
export interface DeadLetterView {
  id: string
  code: string
  reason: string
  message_id: string | null
  size: number
}
export interface ConflictView {
  id: string
  kind: string
  customer_a: number
  customer_b: number
  namespace: string
  value: string
}

export interface Api {
  ask(method: string, path: string, body?: unknown): Promise<Answered>
  /** @throws unless it is answered with a success */
  need<T>(method: string, path: string, body?: unknown): Promise<T>
  as(key: string): Api
  customer(id: number): Promise<CustomerView>
  /** Undefined when nobody holds it. */
  customerBy(namespace: string, value: string): Promise<CustomerView | undefined>
  customers(): Promise<CustomerView[]>
  events(filter?: string): Promise<EventView[]>
  eventsOf(id: number): Promise<EventView[]>
  conflicts(): Promise<ConflictView[]>
  deadLetters(): Promise<DeadLetterView[]>
  writeKey(kind: 'client' | 'server', name: string): Promise<string>
}

/** `url` is asked anew each time, so that a restarted server is found at its new address. */
export function apiOf(url: () => string, key: string = KEYS.api): Api {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answered> => {
    const response = await fetch(`${url()}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  const need = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await ask(method, path, body)
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body as T
  }
  const everyPage = async <T>(path: string): Promise<T[]> => {
    const items: T[] = []
    let cursor: string | null = null
    do {
      const join = path.includes('?') ? '&' : '?'
      const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: { items: T[]; next_cursor: string | null } = await need(
        'GET',
        `${path}${join}limit=200${at}`,
      )
      items.push(...page.items)
      cursor = page.next_cursor
    } while (cursor !== null)
    return items
  }
  return {
    ask,
    need,
    as: (other) => apiOf(url, other),
    customer: (id: number) => need<CustomerView>('GET', `/customers/${id}`),
    async customerBy(namespace, value) {
      const path = `/customers/by/${encodeURIComponent(namespace)}/${encodeURIComponent(value)}`
      const answer = await ask('GET', path)
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
      return answer.body as CustomerView
    },
    customers: () => everyPage<CustomerView>('/customers'),
    events: (filter = '') => everyPage<EventView>(`/events${filter}`),
    eventsOf: (id: number) => everyPage<EventView>(`/customers/${id}/events`),
    conflicts: () => everyPage<ConflictView>('/identity/conflicts'),
    deadLetters: () =>
      everyPage<{
        id: string
        code: string
        reason: string
        message_id: string | null
        size: number
      }>('/dead-letters'),
    async writeKey(kind: 'client' | 'server', name: string): Promise<string> {
      return (await need<{ key: string }>('POST', '/write-keys', { name, kind })).key
    },
  }
}
