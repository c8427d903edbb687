// The script on a page: takes the place of the snippet's stand-in and does what was called so far.
import { createClient } from './client.ts'
import type { Homefield, Methods } from './types.ts'

type Call = ArrayLike<unknown>
type Global = Homefield & { q?: Call[] } & Partial<Methods>

const page = window as unknown as { hf?: Global }

function run(): void {
  const before = page.hf
  // The tag twice on a page would count everything twice.
  if (before?.track) return
  const script = document.currentScript as HTMLScriptElement | null
  const origin = (script?.src ?? '').replace(/\/sdk\/[^/]*$/, '')
  const client = createClient(origin)
  const call = (method: string, ...args: unknown[]) =>
    (client as unknown as Record<string, ((...given: unknown[]) => unknown) | undefined>)[method]?.(
      ...args,
    )
  page.hf = Object.assign(call, client) as unknown as Global
  // A page whose policy forbids inline scripts says all that is needed on the tag.
  const { writeKey, consent } = script?.dataset ?? {}
  if (writeKey)
    client.init({ writeKey, server: origin, consent: consent === 'ask' ? 'ask' : 'given' })
  for (const [method, ...args] of (before?.q ?? []).map((given) => Array.from(given)))
    call(String(method), ...args)
}

run()
