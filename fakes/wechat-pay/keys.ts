// Keys of the platform and of merchants, and the arithmetic over them, written apart from the server's own.
import {
  createCipheriv,
  createSign,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { signedByItself } from '../certificate.ts'

export interface PlatformCertificate {
  serial: string
  pem: string
  privateKey: KeyObject
  from: Date
  until: Date
}
export interface PlatformPublicKey {
  /** `PUB_KEY_ID_…` */
  id: string
  pem: string
  privateKey: KeyObject
}

export const newSerial = () => `5${randomBytes(20).toString('hex').toUpperCase().slice(1)}`
export const newNonce = () => randomBytes(16).toString('hex').toUpperCase()
const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

export function makeCertificate(from: Date, until: Date): PlatformCertificate {
  const keys = rsa()
  const serial = newSerial()
  const pem = signedByItself(keys, { serial, name: 'Tenpay.com sign', from, until })
  return { serial, pem, privateKey: keys.privateKey, from, until }
}
export function makePublicKey(): PlatformPublicKey {
  const { privateKey, publicKey } = rsa()
  return {
    id: `PUB_KEY_ID_011${randomBytes(16).toString('hex').slice(0, 25)}`,
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey,
  }
}
export function makeMerchantKey(): { pem: string; publicKey: KeyObject; serial: string } {
  const { privateKey, publicKey } = rsa()
  return {
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey,
    serial: newSerial(),
  }
}

export const signed = (key: KeyObject, message: string) =>
  createSign('RSA-SHA256').update(message).sign(key, 'base64')
export const isSigned = (key: KeyObject, message: string, signature: string) =>
  createVerify('RSA-SHA256').update(message).verify(key, signature, 'base64')

/** AEAD_AES_256_GCM: the tag follows the text. */
export function sealed(apiV3Key: string, text: string, associatedData: string) {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from(associatedData))
  const ciphertext = Buffer.concat([
    cipher.update(text, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  return {
    algorithm: 'AEAD_AES_256_GCM',
    nonce,
    associated_data: associatedData,
    ciphertext: ciphertext.toString('base64'),
  }
}

/** `2026-11-23T10:05:00+08:00` */
export const beijing = (at: Date) =>
  `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
export const beijingDay = (at: Date) => beijing(at).slice(0, 10)
