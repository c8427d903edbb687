// A certificate for this machine, made as it is needed: tests of TLS keep no key in a file.
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

const tag = (type: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const size =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 255])
  return Buffer.concat([Buffer.from([type]), size, body])
}
const sequence = (...parts: Buffer[]) => tag(0x30, ...parts)
const oid = (...bytes: number[]) => tag(0x06, Buffer.from(bytes))
const ECDSA_SHA256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)
const RSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), tag(0x05))
const COMMON_NAME = oid(0x55, 0x04, 0x03)
const ALT_NAMES = oid(0x55, 0x1d, 0x11)
const time = (at: Date) =>
  tag(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
const pem = (kind: string, der: Buffer) =>
  `-----BEGIN ${kind}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${kind}-----\n`

/** Signed by itself, of `localhost` and 127.0.0.1. */
export function ownCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(tag(0x31, sequence(COMMON_NAME, tag(0x0c, Buffer.from('localhost')))))
  const names = sequence(
    tag(0x82, Buffer.from('localhost')),
    tag(0x87, Buffer.from([127, 0, 0, 1])),
  )
  const now = Date.now()
  const body = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.from([1])),
    sequence(ECDSA_SHA256),
    name,
    sequence(time(new Date(now - 3_600_000)), time(new Date(now + 86_400_000))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, sequence(sequence(ALT_NAMES, tag(0x04, names)))),
  )
  const signature = createSign('sha256').update(body).sign(privateKey)
  const whole = sequence(
    body,
    sequence(ECDSA_SHA256),
    tag(0x03, Buffer.concat([Buffer.from([0]), signature])),
  )
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem('CERTIFICATE', whole),
  }
}

/** An RSA certificate signed by itself, with the serial number (hex) and the time it holds for. */
export function signedByItself(
  keys: { privateKey: KeyObject; publicKey: KeyObject },
  of: { serial: string; name: string; from: Date; until: Date },
): string {
  const name = sequence(tag(0x31, sequence(COMMON_NAME, tag(0x0c, Buffer.from(of.name)))))
  const body = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.from(of.serial, 'hex')),
    RSA_SHA256,
    name,
    sequence(time(of.from), time(of.until)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = createSign('sha256').update(body).sign(keys.privateKey)
  return pem(
    'CERTIFICATE',
    sequence(body, RSA_SHA256, tag(0x03, Buffer.concat([Buffer.from([0]), signature]))),
  )
}
