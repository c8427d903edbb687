// The product's own documents, each a chunk of its own, read in the console.
import type { Language } from '../i18n/language.ts'

const files = import.meta.glob<string>('../../../docs/*.md', { query: '?raw', import: 'default' })

const load = new Map(
  Object.entries(files).map(([path, read]) => [path.replace(/^.*\/|\.md$/g, ''), read]),
)

/** Which document tells of the page at an address; the longest beginning that fits decides. */
const DOCS: [beginning: string, doc: string][] = [
  ['/', 'console'],
  ['/customers', 'customers'],
  ['/audiences', 'audiences'],
  ['/computed-attributes', 'computed-attributes'],
  ['/membership', 'members'],
  ['/members', 'members'],
  ['/benefits', 'benefits'],
  ['/insight', 'insight'],
  ['/insight/boards', 'boards'],
  ['/insight/questions', 'boards'],
  ['/insight/metrics', 'boards'],
  ['/insight/alerts', 'alerts'],
  ['/insight/sql', 'analysts'],
  ['/insight/definitions', 'analysts'],
  ['/insight/paths', 'behaviour'],
  ['/insight/attribution', 'customer-value'],
  ['/insight/acquisition', 'customer-value'],
  ['/insight/first-order', 'customer-value'],
  ['/insight/repurchase', 'customer-value'],
  ['/insight/rfm', 'customer-value'],
  ['/insight/concentration', 'customer-value'],
  ['/insight/clv', 'customer-value'],
  ['/insight/outlay', 'growth'],
  ['/insight/adds', 'growth'],
  ['/insight/fission', 'growth'],
  ['/insight/koc', 'growth'],
  ['/insight/super-users', 'scores'],
  ['/insight/ownership', 'scores'],
  ['/insight/nps', 'scores'],
  ['/insight/experiments', 'scores'],
  ['/insight/benchmarks', 'scores'],
  ['/insight/distribution', 'behaviour'],
  ['/insight/interval', 'behaviour'],
  ['/insight/sessions', 'behaviour'],
  ['/insight/gmv', 'operating'],
  ['/insight/goals', 'operating'],
  ['/insight/planner', 'operating'],
  ['/insight/scorecard', 'operating'],
  ['/insight/chain', 'operating'],
  ['/insight/watch', 'operating'],
  ['/insight/drivers', 'operating'],
  ['/insight/tasks', 'operating'],
  ['/offers', 'offers'],
  ['/coupons', 'coupons'],
  ['/flash-sales', 'flash-sales'],
  ['/activities', 'activities'],
  ['/products', 'commerce'],
  ['/stock', 'commerce'],
  ['/payments', 'wechat-pay'],
  ['/service-messages', 'shop'],
  ['/shop-pages', 'decoration'],
  ['/shop', 'shop'],
  ['/own-orders', 'orders'],
  ['/storefronts', 'orders'],
  ['/points', 'points'],
  ['/rewards', 'rewards'],
  ['/stored-value', 'stored-value'],
  ['/pools', 'pools'],
  ['/calculators', 'calculators'],
  ['/tags', 'attributes-and-tags'],
  ['/attributes', 'attributes-and-tags'],
  ['/identity', 'identity'],
  ['/events', 'events'],
  ['/events/catalogue', 'tracking-plan'],
  ['/tracking', 'tracking-plan'],
  ['/tracking/quality', 'data-quality'],
  ['/dead-letters', 'collection'],
  ['/imports', 'imports'],
  ['/notices', 'desk'],
  ['/approvals', 'desk'],
  ['/exports', 'desk'],
  ['/integrations', 'integrations'],
  ['/keys', 'collection'],
  ['/sdk', 'sdk-web'],
  ['/org', 'organisation'],
  ['/team', 'access'],
  ['/audit', 'access'],
  ['/privacy', 'consent-and-privacy'],
]

export function docOf(pathname: string): string | undefined {
  const fits = DOCS.filter(
    ([beginning, doc]) =>
      load.has(doc) && (pathname === beginning || pathname.startsWith(`${beginning}/`)),
  )
  return fits.sort(([a], [b]) => b.length - a.length)[0]?.[1]
}

export function allDocs(): string[] {
  return [...load.keys()].filter((name) => !name.endsWith('.zh-CN')).sort()
}

/** In the reader's language, else in English; undefined when there is no such document. */
export async function readDoc(doc: string, language: Language): Promise<string | undefined> {
  const read = (language === 'zh-CN' ? load.get(`${doc}.zh-CN`) : undefined) ?? load.get(doc)
  return read?.()
}
