// Whose language the console speaks: the reader's own, else her brand's. It is kept on the server, so that
// mails and every browser of hers follow it too.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { follow, type Language, takeChosen } from '../i18n/language.ts'
import {
  keepBrandLanguage,
  keepOwnLanguage,
  type Session,
  sessionQuery,
  type Tenant,
} from './api.ts'

function change(queryClient: QueryClient, next: (session: Session) => Session): void {
  queryClient.setQueryData(sessionQuery.queryKey, (session) => session && next(session))
}
const withOwn =
  (language: Language | null) =>
  (session: Session): Session => ({ ...session, user: { ...session.user, language } })
const withBrands =
  (id: string, language: Language) =>
  (session: Session): Session => ({
    ...session,
    tenants: session.tenants.map((one) => (one.id === id ? { ...one, language } : one)),
  })

/** Before a page is shown to her. What she chose on the way in becomes her own. */
export async function speakTo(
  queryClient: QueryClient,
  { user }: Session,
  tenant: Tenant,
): Promise<void> {
  const chosen = takeChosen()
  if (user.language === null && chosen) {
    await keepOwnLanguage(chosen)
    change(queryClient, withOwn(chosen))
  }
  await follow(user.language ?? chosen ?? tenant.language)
}

/** Her own language from now on; null: her brand's. */
export function useOwnLanguage(tenant: Tenant) {
  const queryClient = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: keepOwnLanguage,
    onSuccess: async (_, language) => {
      change(queryClient, withOwn(language))
      await follow(language ?? tenant.language)
      await router.invalidate()
    },
  })
}

export function useBrandLanguage(tenant: Tenant) {
  const queryClient = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: keepBrandLanguage,
    onSuccess: async (_, language) => {
      change(queryClient, withBrands(tenant.id, language))
      await router.invalidate()
    },
  })
}
