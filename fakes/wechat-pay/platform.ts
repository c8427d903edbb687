// The platform's own keys: certificates that are rotated, and the public key that follows them.
import type { KeyObject } from 'node:crypto'
import { resourceNotExists } from './errors.ts'
import { beijing, makeCertificate, makePublicKey, type PlatformPublicKey, sealed } from './keys.ts'
import type { Merchant } from './merchant.ts'

const FIVE_YEARS_MS = 5 * 365 * 86_400_000

export interface PlatformSigner {
  /** What signs for a merchant; a request may name the public key itself. */
  of(merchant: Merchant, asked?: string): { serial: string; key: KeyObject }
  publicKey: PlatformPublicKey
  /** A new certificate signs from now on; both are handed out. @returns its serial */
  rotate(now: Date): string
  /** The old ones are no longer handed out. */
  retire(): void
  list(merchant: Merchant): object
}
export function openPlatform(now: Date): PlatformSigner {
  const fresh = (from: Date) =>
    makeCertificate(new Date(from.getTime() - 86_400_000), new Date(from.getTime() + FIVE_YEARS_MS))
  let current = fresh(now)
  let certificates = [current]
  const publicKey = makePublicKey()
  return {
    publicKey,
    of(merchant, asked) {
      return merchant.signedBy === 'public_key' || asked === publicKey.id
        ? { serial: publicKey.id, key: publicKey.privateKey }
        : { serial: current.serial, key: current.privateKey }
    },
    rotate(at) {
      current = fresh(at)
      certificates = [...certificates, current]
      return current.serial
    },
    retire() {
      certificates = [current]
    },
    list(merchant) {
      if (merchant.signedBy === 'public_key')
        throw resourceNotExists('无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。')
      return {
        data: certificates.map((certificate) => ({
          effective_time: beijing(certificate.from),
          encrypt_certificate: sealed(merchant.apiV3Key, certificate.pem, 'certificate'),
          expire_time: beijing(certificate.until),
          serial_no: certificate.serial,
        })),
      }
    },
  }
}
