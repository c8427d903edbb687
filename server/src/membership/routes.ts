// Every route of the domain, each part's own beside it.
import type { Http } from '../platform/http.ts'

export function routes(_app: Http): void {}
