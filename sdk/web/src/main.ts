// The script on a page: takes the place of the snippet's stand-in and does what was called so far.
import { createClient } from './client.ts'
import { cookies } from './storage.ts'
import type { Homefield, Methods, Options } from './types.ts'

type Global = Homefield & { q?: Iterable<unknown>[] } & Partial<Methods>

const page = window as unknown as { hf?: Global }

/** The console's link brings a token in the hash; a cookie keeps it while pages are turned. */
function pickToken(): string | undefined {
  const said = (location.hash + cookies()).replace('#hf-pick', 'hf_pick').split('hf_pick=')[1]
  return said && /^[\w-]+/.exec(said)?.[0]
}

function run(): void {
  const before = page.hf
  // The tag twice on a page would count everything twice.
  if (before?.track) return
  const script = document.currentScript as HTMLScriptElement | null
  const src = script?.src ?? ''
  const origin = src.slice(0, src.lastIndexOf('/sdk/'))
  const client = createClient(origin)
  const token = pickToken()
  // Whoever names things is no visitor.
  if (token) client.init = () => {}
  const call = (method: keyof Methods, ...args: unknown[]) =>
    (client[method] as ((...given: unknown[]) => unknown) | undefined)?.(...args)
  page.hf = Object.assign(call, client) as unknown as Global
  // A page whose policy forbids inline scripts says all that is needed on the tag.
  const writeKey = script?.getAttribute('data-write-key')
  const consent = script?.getAttribute('data-consent') as Options['consent']
  if (writeKey) client.init({ writeKey, consent })
  for (const [method, ...args] of before?.q ?? []) call(method as keyof Methods, ...args)
  if (token) {
    const picker = document.createElement('script')
    picker.src = `${origin}/sdk/homefield-pick.js#${token}`
    // A policy that names scripts by nonce lets in what such a script brings.
    picker.nonce = script?.nonce ?? ''
    document.head.append(picker)
  }
}

run()
