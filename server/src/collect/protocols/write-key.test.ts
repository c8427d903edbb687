import { describe, expect, test } from 'vitest'
import { lazyPayload } from './payload.ts'
import { base64, type Sent, wire } from './testing.ts'
import { findWriteKey } from './write-key.ts'

function keyOf(sent: Sent): string | undefined {
  const request = wire(sent)
  return findWriteKey(request, lazyPayload(request))
}

describe('the write key is found', () => {
  test.each<[string, Sent]>([
    [
      'as Basic user name (Segment, Rudder)',
      { headers: { authorization: `Basic ${base64('K1:')}` } },
    ],
    [
      'as Basic user name with a password',
      { headers: { authorization: `basic ${base64('K1:pw')}` } },
    ],
    ['as bearer', { headers: { authorization: 'Bearer K1' } }],
    ['in the body (Segment web)', { body: '{"batch":[],"writeKey":"K1"}' }],
    [
      'in the body after an empty user name',
      { headers: { authorization: `Basic ${base64(':')}` }, body: '{"writeKey":"K1"}' },
    ],
    ['in the query (Rudder beacon)', { query: 'writeKey=K1', body: '{"batch":[]}' }],
    [
      'as token in the query (Sensors)',
      { path: '/sa', query: 'project=p&token=K1', body: 'data=e30' },
    ],
    ['as token in the form (Sensors)', { path: '/sa', body: 'data=e30&token=K%31' }],
    ['as token of the record (Sensors)', { path: '/sa', body: '[{"token":"K1"}]' }],
    ['as secret of X-Write-Key (Jitsu)', { headers: { 'x-write-key': 'id:K1' } }],
    ['as X-Write-Key alone', { headers: { 'x-write-key': 'K1' } }],
    ['as id of X-Write-Key without a secret', { headers: { 'x-write-key': 'K1:' } }],
  ])('%s', (_, sent) => {
    expect(keyOf(sent)).toBe('K1')
  })

  test.each<[string, Sent]>([
    ['nothing', {}],
    ['another scheme', { headers: { authorization: 'Digest K1' } }],
    ['a key with a NUL', { headers: { authorization: `Basic ${base64('K\u0000:')}` } }],
    ['a key of 10,000 characters', { query: `token=${'k'.repeat(10_000)}` }],
    ['a number', { body: '{"writeKey":5}' }],
    ['a body that is no JSON', { body: '{"writeKey":"K1"' }],
    ['a key inside an event', { body: '{"batch":[{"properties":{"writeKey":"K1"}}]}' }],
  ])('but not in %s', (_, sent) => {
    expect(keyOf(sent)).toBeUndefined()
  })

  test('without reading the body when a header has it', () => {
    const request = wire({ headers: { authorization: 'Bearer K1' } })
    const unread = () => {
      throw new Error('parsed for nothing')
    }
    expect(findWriteKey(request, unread)).toBe('K1')
  })
})
