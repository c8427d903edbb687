// Requests to addresses that somebody typed in: bounded, never redirected, and not into our own network.
import { type LookupAddress, type LookupAllOptions, lookup as resolveName } from 'node:dns'
import { type ClientRequest, type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface Outbound {
  /** Whether addresses of private networks and of this machine may be asked. */
  allowPrivate: boolean
  timeoutMs: number
  /** Who knows names; the machine's own resolver when absent. */
  resolve?: Resolve
}
export interface Answered {
  status: number
  /** The beginning of the body. */
  text: string
  /** When it asks not to be asked sooner. */
  retryAfter?: string | undefined
}

/** As much of an answer as is worth showing. */
const KEPT_BYTES = 2048

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  // Nothing, this machine, and IPv4 addresses in an old disguise.
  ['::', 96],
  // Translated, tunnelled and relayed IPv4: each may lead to any of the above.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

export class PrivateAddress extends Error {
  constructor(host: string) {
    super(`${host} is an address of a private network`)
  }
}

/** An IPv4 address in IPv6 clothes counts as itself, however it is written. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  return inside.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** What can be refused before anything is sent: numbers, and the names of this machine. */
export function isPrivateHost(url: string): boolean {
  const host = hostOf(new URL(url))
  return isIP(host) ? isPrivateAddress(host) : /(^|\.)localhost\.?$/i.test(host)
}
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

/** Judged where the connection is made: a name may answer otherwise the second time it is asked. */
const guarded =
  (resolve: Resolve): LookupFunction =>
  (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const found = addresses?.find((a) => !isPrivateAddress(a.address))
      if (error) done(error, '')
      else if (!found) done(new PrivateAddress(host), '')
      else if (options.all) done(null, [found])
      else done(null, found.address, found.family)
    })
  }

/** @throws an Error with what went wrong: no connection, no answer in time, a private address */
export function postOutside(
  outbound: Outbound,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answered> {
  const target = new URL(url)
  const host = hostOf(target)
  if (!outbound.allowPrivate && isIP(host) && isPrivateAddress(host))
    return Promise.reject(new PrivateAddress(host))
  const ask = target.protocol === 'https:' ? secure : plain
  return new Promise((done, fail) => {
    const req = ask(
      target,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal: AbortSignal.timeout(outbound.timeoutMs),
        ...(outbound.allowPrivate ? {} : { lookup: guarded(outbound.resolve ?? resolveName) }),
      },
      (res) => readStart(req, res, done, fail),
    )
    req.on('error', (error: Error) =>
      fail(
        error.name === 'TimeoutError'
          ? new Error(`no answer within ${outbound.timeoutMs / 1000} seconds`)
          : error,
      ),
    )
    req.end(body)
  })
}

function readStart(
  req: ClientRequest,
  res: IncomingMessage,
  done: (answer: Answered) => void,
  fail: (error: Error) => void,
): void {
  let text = Buffer.alloc(0)
  const finish = () =>
    done({
      status: res.statusCode ?? 0,
      text: text.subarray(0, KEPT_BYTES).toString('utf8'),
      retryAfter: res.headers['retry-after'],
    })
  res.on('data', (chunk: Buffer) => {
    text = Buffer.concat([text, chunk])
    if (text.length < KEPT_BYTES) return
    finish()
    req.destroy()
  })
  res.on('end', finish)
  res.on('error', fail)
}

/**
 * The address of a host that somebody typed in, judged: what is connected to is what was looked up.
 * @throws PrivateAddress, or what the resolver said
 */
export function addressOutside(outbound: Outbound, host: string): Promise<string> {
  if (isIP(host)) {
    if (!outbound.allowPrivate && isPrivateAddress(host))
      return Promise.reject(new PrivateAddress(host))
    return Promise.resolve(host)
  }
  const resolve = outbound.resolve ?? resolveName
  return new Promise((done, fail) =>
    resolve(host, { all: true }, (error, addresses) => {
      const found = addresses?.find((a) => outbound.allowPrivate || !isPrivateAddress(a.address))
      if (error) fail(error)
      else if (found) done(found.address)
      else fail(new PrivateAddress(host))
    }),
  )
}
