import { useKnownText, useTexts } from '../i18n/texts.ts'
import type { Customer } from './api.ts'
import { givenName, isKnown } from './naming.ts'

/** What to call a customer who may have told no name. */
export function useCustomerName(): (customer: Customer) => string {
  const t = useTexts()
  return (customer) =>
    givenName(customer) ?? (isKnown(customer) ? t('customer.unnamed') : t('customer.visitor'))
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

export function usePlatformName(): (platform: string) => string {
  const known = useKnownText()
  return (platform) => known(`platform.${platform}`) ?? platform
}

export function useAttributeName(): (attribute: string) => string {
  const known = useKnownText()
  return (attribute) => known(`attribute.${attribute.replace(/^\$/, '')}`) ?? attribute
}
