// Code to paste, with the address and the key filled in.

export const platforms = ['web', 'mini_program', 'server', 'others'] as const
export type Platform = (typeof platforms)[number]

export interface Snippet {
  /** File or tool it goes into. */
  place: string
  code: string
}

export interface Filled {
  /** Without a slash at its end. */
  server: string
  writeKey: string
  /** Nothing is stored before the visitor agrees. */
  asks: boolean
}

/** A text as JavaScript writes it; `<` would end the page's script. */
const quoted = (text: string) =>
  `'${text.replace(/[\\']/g, '\\$&').replaceAll('<', '\\x3c').replaceAll('\n', ' ')}'`

export function snippetsOf(platform: Platform, filled: Filled): Snippet[] {
  switch (platform) {
    case 'web':
      return [
        { place: 'index.html', code: webSnippet(filled) },
        ...answers(filled, "hf('consent', ", 'cookie_banner'),
      ]
    case 'mini_program':
      return [
        { place: 'app.js', code: miniProgramSnippet(filled) },
        ...answers(filled, 'hf.consent(', 'privacy_popup'),
      ]
    case 'server':
      return [
        { place: 'curl', code: curl(filled) },
        { place: 'Node.js', code: node(filled) },
      ]
    case 'others':
      return [
        {
          place: 'sa-sdk-javascript',
          code: `sensors.init({\n${sensors(filled)},\n  batch_send: true,\n})`,
        },
        {
          place: 'sa-sdk-miniprogram',
          code: `sensors.setPara({\n${sensors(filled)},\n})\nsensors.init()`,
        },
        { place: '@segment/analytics-next', code: segment(filled) },
        { place: '@rudderstack/analytics-js/bundled', code: rudder(filled) },
      ]
  }
}

/** What the buttons of a banner say, for the consent ledger. */
const answers = ({ asks }: Filled, call: string, form: string): Snippet[] =>
  asks
    ? [
        {
          place: form,
          code: `${call}true, { version: 'v1', form: '${form}' })\n${call}false)`,
        },
      ]
    : []

function webSnippet({ server, writeKey, asks }: Filled): string {
  return `<script>
window.hf=window.hf||function(){(hf.q=hf.q||[]).push(arguments)}
hf('init', {
  server: ${quoted(server)},
  writeKey: ${quoted(writeKey)},${asks ? "\n  consent: 'ask'," : ''}
})
</script>
<script async src="${server}/sdk/homefield.js"></script>`
}

function miniProgramSnippet({ server, writeKey, asks }: Filled): string {
  return `const hf = require('./homefield-miniprogram')
hf.init({
  server: ${quoted(server)},
  writeKey: ${quoted(writeKey)},${asks ? "\n  consent: 'wechat'," : ''}
})

App({})`
}

const firstEvent = {
  id: 'first-1',
  name: 'order_viewed',
  identifiers: [{ namespace: 'member_id', value: '10086' }],
  properties: { sku: 'A1' },
  platform: 'server',
}

function curl({ server, writeKey }: Filled): string {
  return [
    `curl -X POST ${server}/v1/events \\`,
    `  -H 'authorization: Bearer ${writeKey}' \\`,
    "  -H 'content-type: application/json' \\",
    `  -d '${JSON.stringify({ events: [firstEvent] })}'`,
  ].join('\n')
}

function node({ server, writeKey }: Filled): string {
  return `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  writeKey: ${quoted(writeKey)},
  host: ${quoted(server)},
})
analytics.track({
  userId: '10086',
  event: 'order_viewed',
  properties: { sku: 'A1' },
})`
}

const sensors = ({ server, writeKey }: Filled) =>
  `  server_url: ${quoted(`${server}/sa?project=default&token=${writeKey}`)}`

function segment({ server, writeKey }: Filled): string {
  return `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({
  writeKey: ${quoted(writeKey)},
  cdnURL: ${quoted(server)},
})
analytics.page()`
}

function rudder({ server, writeKey }: Filled): string {
  return `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

const rudder = new RudderAnalytics()
rudder.load(${quoted(writeKey)}, ${quoted(server)}, {
  configUrl: ${quoted(server)},
})
rudder.page()`
}

export type Fault = 'not_https' | 'mini_program_https' | 'not_reachable' | 'no_address'

/** What is wrong with an address before anybody has tried it. */
export function faultOf(server: string, platform: Platform): Fault | undefined {
  if (!URL.canParse(server) || !/^https?:/.test(server)) return 'no_address'
  const { protocol, hostname } = new URL(server)
  const isHere = /^(localhost|127\.|\[::1\]|.*\.localhost$)/.test(hostname)
  if (isHere) return platform === 'server' ? undefined : 'not_reachable'
  if (protocol === 'https:') return undefined
  return platform === 'mini_program' ? 'mini_program_https' : 'not_https'
}
