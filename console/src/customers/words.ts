import { useKnownText, useTexts } from '../i18n/texts.ts'

import { givenName, isKnown, mostTellingFirst, type Named } from './naming.ts'
import { isPersonal, maskPersonal } from './personal.ts'

/** What to call a customer: by name, else by what tells most, else a visitor. */
export function useCustomerName(): (customer: Named) => string {
  const t = useTexts()
  const kindName = useNamespaceKind()
  return (customer) => {
    const name = givenName(customer)
    if (name) return name
    const [best] = mostTellingFirst(customer.identifiers)
    if (!best || !isKnown(customer)) return t('customer.visitor')
    const { namespace, value } = best
    const shown = isPersonal(namespace) ? maskPersonal(namespace, value) : value
    return `${kindName(namespace)} ${shown}`
  }
}

/** A namespace in the operator's words: `openid:wx12` is that app's OpenID. */
export function useNamespaceName(): (namespace: string) => string {
  const kindName = useNamespaceKind()
  return (namespace) => {
    const owner = namespace.split(':', 2)[1]
    return owner ? `${kindName(namespace)} ${owner}` : kindName(namespace)
  }
}

/** As `useNamespaceName` without the app or company, where there is little room. */
export function useNamespaceKind(): (namespace: string) => string {
  const known = useKnownText()
  return (namespace) => {
    const [kind = namespace] = namespace.split(':', 1)
    return known(`namespace.${kind}`) ?? kind
  }
}

/** A platform or source; what an import brought carries the import's id behind the word. */
export function usePlatformName(): (platform: string) => string {
  const known = useKnownText()
  return (platform) => {
    const kind = platform.startsWith('import:') ? 'import' : platform || 'unknown'
    return known(`platform.${kind}`) ?? platform
  }
}

export function useAttributeName(): (attribute: string) => string {
  const known = useKnownText()
  return (attribute) => known(`attribute.${attribute.replace(/^\$/, '')}`) ?? attribute
}
