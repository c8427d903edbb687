// Sealing sensitive values: AES-GCM, bound to the tenant, node and name they belong to.
import { createHmac } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

export interface Vault {
  seal(tenantId: string, node: number, name: string, value: unknown): string
  /** @throws when it was changed or belongs to another customer or name */
  open(tenantId: string, node: number, name: string, sealed: string): unknown
  /** The same value of the same customer gives the same digest; two customers' never do. */
  digest(tenantId: string, node: number, name: string, value: unknown): Buffer
}

let vault: Vault | undefined

/** Wired once at start. */
export function useVault(secrets: Secrets): void {
  const digestKey = secrets.deriveKey('sensitive attribute digests')
  const belongs = (tenantId: string, node: number, name: string) =>
    `attribute:${tenantId}:${node}:${name}`
  vault = {
    seal: (tenantId, node, name, value) =>
      secrets.seal(JSON.stringify(value), belongs(tenantId, node, name)),
    open: (tenantId, node, name, sealed) =>
      JSON.parse(secrets.open(sealed, belongs(tenantId, node, name))) as unknown,
    digest: (tenantId, node, name, value) =>
      createHmac('sha256', digestKey)
        .update(`${belongs(tenantId, node, name)}:${JSON.stringify(value)}`)
        .digest(),
  }
}

/** @throws when nobody wired one: better than a sensitive value in clear */
export function theVault(): Vault {
  if (!vault) throw new Error('no vault for sensitive attributes: call useVault at start')
  return vault
}
