// What is signed and sealed between a merchant and the platform. Pure but for chance.
import {
  createDecipheriv,
  createSign,
  createVerify,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const TAG_BYTES = 16

export interface Signer {
  mchid: string
  /** Of the merchant's API certificate. */
  serial: string
  privateKey: KeyObject
}
export const newNonce = () => randomBytes(16).toString('hex')
const sign = (key: KeyObject, message: string) =>
  createSign('RSA-SHA256').update(message).sign(key, 'base64')

/** @param path with its query, as it goes over the wire */
export function authorization(
  signer: Signer,
  request: { method: string; path: string; body: string },
  at: Date,
  nonce = newNonce(),
): string {
  const timestamp = Math.floor(at.getTime() / 1000)
  const { method, path, body } = request
  const signature = sign(signer.privateKey, `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`)
  return (
    `${SCHEME} mchid="${signer.mchid}",nonce_str="${nonce}",signature="${signature}",` +
    `timestamp="${timestamp}",serial_no="${signer.serial}"`
  )
}

/** What `WeixinJSBridge.invoke('getBrandWCPayRequest', …)` is called with. */
export function callParams(
  appid: string,
  privateKey: KeyObject,
  prepayId: string,
  at: Date,
  nonce = newNonce(),
): Readonly<Record<string, string>> {
  const timeStamp = String(Math.floor(at.getTime() / 1000))
  const pack = `prepay_id=${prepayId}`
  return {
    appId: appid,
    timeStamp,
    nonceStr: nonce,
    package: pack,
    signType: 'RSA',
    paySign: sign(privateKey, `${appid}\n${timeStamp}\n${nonce}\n${pack}\n`),
  }
}

/** The four headers by which an answer or a callback is known. */
export interface Signature {
  timestamp: string
  nonce: string
  signature: string
  serial: string
}
export function signatureOf(
  header: (name: string) => string | null | undefined,
): Signature | undefined {
  const timestamp = header('wechatpay-timestamp')
  const nonce = header('wechatpay-nonce')
  const signature = header('wechatpay-signature')
  const serial = header('wechatpay-serial')
  return timestamp && nonce && signature && serial
    ? { timestamp, nonce, signature, serial }
    : undefined
}
/** Over the body byte for byte. Probes, whose signature begins `WECHATPAY/SIGNTEST/`, fail like any other. */
export const isSignedBy = (key: KeyObject, given: Signature, body: Buffer): boolean =>
  createVerify('RSA-SHA256')
    .update(`${given.timestamp}\n${given.nonce}\n`)
    .update(body)
    .update('\n')
    .verify(key, given.signature, 'base64')

/** Older or newer than this is a replay or a wrong clock. */
export const FRESH_SECONDS = 300
export function isFresh(given: Signature, now: Date): boolean {
  return (
    /^\d{1,12}$/.test(given.timestamp) &&
    Math.abs(Number(given.timestamp) - now.getTime() / 1000) <= FRESH_SECONDS
  )
}

export interface Sealed {
  algorithm: string
  ciphertext: string
  nonce: string
  associated_data?: string | undefined
}
/** @returns undefined when it was not sealed with this key */
export function openSealed(apiV3Key: string, sealed: Sealed): Buffer | undefined {
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  if (sealed.algorithm !== 'AEAD_AES_256_GCM' || bytes.length < TAG_BYTES) return undefined
  const nonce = Buffer.from(sealed.nonce)
  if (nonce.length !== 12) return undefined
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), nonce, {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(sealed.associated_data ?? ''))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
  try {
    return Buffer.concat([
      decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)),
      decipher.final(),
    ])
  } catch {
    // The only thing that `final` says is that the tag does not fit.
    return undefined
  }
}

export interface PlatformCertificate {
  serial: string
  pem: string
  effectiveAt: Date
  expiresAt: Date
}
/** @returns undefined for what is no certificate */
export function readCertificate(pem: string): PlatformCertificate | undefined {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch {
    return undefined
  }
  return {
    serial: certificate.serialNumber.toUpperCase(),
    pem,
    effectiveAt: new Date(certificate.validFrom),
    expiresAt: new Date(certificate.validTo),
  }
}
