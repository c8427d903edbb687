export function ensureSdks(): void
