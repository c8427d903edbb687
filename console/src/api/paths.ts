import type { AuditPaths } from '../audit/api.ts'
import type { CustomerPaths } from '../customers/api.ts'
import type { EventPaths } from '../events/api.ts'
import type { IdentityPaths } from '../identity/api.ts'
import type { ImportPaths } from '../imports/api.ts'
import type { KeyPaths } from '../keys/api.ts'
import type { SessionPaths } from '../session/api.ts'

/** Every path the console calls. */
export interface paths
  extends SessionPaths,
    CustomerPaths,
    IdentityPaths,
    EventPaths,
    ImportPaths,
    KeyPaths,
    AuditPaths {}
