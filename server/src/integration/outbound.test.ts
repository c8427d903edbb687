import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isPrivateAddress, isPrivateHost, type Outbound, postOutside } from './outbound.ts'
import { type Receiver, startReceiver } from './receiver.ts'

let receiver: Receiver
let port: string
beforeEach(async () => {
  receiver = await startReceiver()
  port = new URL(receiver.url).port
})
afterEach(() => receiver.stop())

const strict = { allowPrivate: false, timeoutMs: 2000 }
const hello = JSON.stringify({ type: 'hello', customer: null })

describe('our own network cannot be asked', () => {
  test('by a number, however it is written', async () => {
    for (const host of [
      '127.0.0.1',
      '127.1',
      '0177.0.0.1',
      '0x7f.1',
      '2130706433',
      '0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::127.0.0.1]',
      '[2002:7f00:1::]',
    ])
      await expect(postOutside(strict, `http://${host}:${port}/`, {}, hello), host).rejects.toThrow(
        'private network',
      )
    expect(receiver.told).toEqual([])
  })

  test('by a name that leads there', async () => {
    await expect(postOutside(strict, `http://localhost:${port}/`, {}, hello)).rejects.toThrow(
      'private network',
    )
    expect(receiver.told).toEqual([])
  })

  test('by a name that leads elsewhere at first and here when it matters', async () => {
    let asked = 0
    // Judged is the very answer that the connection uses: there is no second question.
    const turning: Outbound['resolve'] = (_host, _options, done) => {
      asked += 1
      done(null, [{ address: '127.0.0.1', family: 4 }])
    }
    const outbound = { ...strict, resolve: turning }
    await expect(
      postOutside(outbound, `http://rebinding.example:${port}/`, {}, hello),
    ).rejects.toThrow('private network')
    expect([asked, receiver.told]).toEqual([1, []])
  })

  test('by a redirection, which is told as the answer that it is', async () => {
    receiver.answer(() => 307)
    const open = { allowPrivate: true, timeoutMs: 2000 }
    expect(await postOutside(open, receiver.url, {}, hello)).toMatchObject({ status: 307 })
    expect(receiver.told.map((one) => one.path)).toEqual(['/hook'])
  })
})

test('addresses of private, local and translated networks are known as such, public ones are not', () => {
  for (const address of [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '198.18.0.1',
    '255.255.255.255',
    '::1',
    '::10.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
    '2001:0:4136:e378::',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    'rubbish',
  ])
    expect(isPrivateAddress(address), address).toBe(true)
  for (const address of ['8.8.8.8', '172.32.0.1', '::ffff:8.8.8.8', '2400:3200::1'])
    expect(isPrivateAddress(address), address).toBe(false)
})

test('what is plainly private is known before anything is sent', () => {
  for (const url of [
    'http://127.0.0.1/',
    'https://[::1]:8443/',
    'http://a.localhost/',
    'http://localhost./',
    'http://10.0.0.8/x',
  ])
    expect(isPrivateHost(url), url).toBe(true)
  expect(isPrivateHost('https://erp.example.com/hook')).toBe(false)
})
