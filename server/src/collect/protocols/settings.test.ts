import { describe, expect, test } from 'vitest'
import { originOf, rudderSourceConfig, segmentSettings, settingsRoute } from './settings.ts'

test('settings are asked for by Segment with the key in the path, by Rudder with it elsewhere', () => {
  expect(settingsRoute('/v1/projects/K1/settings')).toEqual({ kind: 'segment', writeKey: 'K1' })
  expect(settingsRoute('/sourceConfig/')).toEqual({ kind: 'rudder' })
  expect(settingsRoute('/sourceConfig')).toEqual({ kind: 'rudder' })
  expect(settingsRoute('/v1/projects/a/b/settings')).toBeUndefined()
  expect(settingsRoute('/v1/batch')).toBeUndefined()
})

test('Segment’s settings name our own host, so that no event goes to api.segment.io', () => {
  const origin = { protocol: 'https', host: 'collect.shop.test' } as const
  const { status, body, headers } = segmentSettings('K"1', origin, { origin: 'https://shop.test' })
  expect(status).toBe(200)
  expect(JSON.parse(body.toString())).toEqual({
    integrations: {
      'Segment.io': { apiKey: 'K"1', apiHost: 'collect.shop.test/v1', protocol: 'https' },
    },
  })
  expect(headers['access-control-allow-origin']).toBe('https://shop.test')
})

test('Rudder’s source is enabled and has no destinations', () => {
  expect(JSON.parse(rudderSourceConfig({}).body.toString())).toEqual({
    source: { id: 'homefield', name: 'web', config: {}, enabled: true, destinations: [] },
  })
})

describe('our own address', () => {
  test('is the host the client asked, with the protocol it used', () => {
    expect(originOf({ host: '127.0.0.1:7070' }, false, false)).toEqual({
      protocol: 'http',
      host: '127.0.0.1:7070',
    })
    expect(originOf({ host: '[::1]:7070' }, true, false)?.protocol).toBe('https')
  })

  test('is the proxy’s only when a proxy is trusted', () => {
    const headers = {
      host: 'inner:7070',
      'x-forwarded-host': 'collect.shop.test, inner',
      'x-forwarded-proto': 'https',
    }
    expect(originOf(headers, false, true)).toEqual({ protocol: 'https', host: 'collect.shop.test' })
    expect(originOf(headers, false, false)).toEqual({ protocol: 'http', host: 'inner:7070' })
  })

  test('is refused when it is none', () => {
    expect(originOf({ host: 'evil.test/path?' }, false, false)).toBeUndefined()
    expect(originOf({}, false, false)).toBeUndefined()
  })
})
