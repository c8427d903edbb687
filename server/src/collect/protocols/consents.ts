// What customers agree to, as our own API takes it: `consents` on POST /v1/customers.
import { CHANNELS } from '../../profile/index.ts'
import type { ConsentSaid } from '../draft.ts'
import { isObject } from './json.ts'
import { badType, Refusal, readObject, readText } from './refusal.ts'
import { readInstant } from './time.ts'

/** More purposes and channels than anybody asks for at once. */
const MAX_CONSENTS = 100
const MAX_VERSION = 50
const MAX_EVIDENCE = 500
/** As long as a page's address may be. */
const MAX_PAGE = 2048
const PURPOSE = /^[a-z][a-z0-9_]{0,49}$/
const EVIDENCE = ['form', 'page', 'sdk', 'ip', 'device', 'document', 'note'] as const

/** Throws Refusal: half of what was said about consent is worse than nothing. */
export function readConsents(list: unknown): ConsentSaid[] {
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) throw badType('consents', 'a list', list)
  if (list.length > MAX_CONSENTS)
    throw new Refusal('too_many_consents', `consents: at most ${MAX_CONSENTS}`)
  return list.map((item, i) => readConsent(item, `consents[${i}]`))
}

function readConsent(item: unknown, path: string): ConsentSaid {
  if (!isObject(item)) throw badType(path, 'an object', item)
  const purpose = readText(item.purpose, `${path}.purpose`) ?? ''
  if (!PURPOSE.test(purpose))
    throw new Refusal(
      'bad_consent',
      `${path}.purpose: lower-case letters, digits and _, at most 50`,
    )
  const channel = CHANNELS.find((c) => c === (item.channel ?? 'all'))
  if (!channel) throw new Refusal('bad_consent', `${path}.channel: one of ${CHANNELS.join(', ')}`)
  if (item.state !== 'given' && item.state !== 'withdrawn')
    throw new Refusal('bad_consent', `${path}.state: given or withdrawn`)
  const at = readInstant(item.at, `${path}.at`)
  return {
    purpose,
    channel,
    state: item.state,
    version: bounded(readText(item.version, `${path}.version`), MAX_VERSION, `${path}.version`),
    ...(at === undefined ? {} : { at }),
    evidence: readEvidence(item.evidence, `${path}.evidence`),
  }
}

function readEvidence(value: unknown, path: string): Record<string, string> {
  const given = readObject(value, path) ?? {}
  const evidence: Record<string, string> = {}
  for (const name of EVIDENCE) {
    const most = name === 'page' ? MAX_PAGE : MAX_EVIDENCE
    const text = bounded(readText(given[name], `${path}.${name}`), most, `${path}.${name}`)
    if (text !== null) evidence[name] = text
  }
  return evidence
}

function bounded(text: string | undefined, most: number, path: string): string | null {
  if (text === undefined) return null
  if (text.length > most || text.includes('\0') || !text.isWellFormed())
    throw new Refusal('bad_consent', `${path}: plain text of at most ${most} characters`)
  return text
}
