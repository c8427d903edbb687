import { useNamespaceName } from '../customers/words.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import type { Kind, KindFields } from './api.ts'

/** Identifiers that files usually hold; others are typed in a mapping of one's own. */
const NAMESPACES = [
  'phone',
  'email',
  'member_id',
  'unionid',
  'taobao',
  'jd',
  'douyin',
  'youzan',
] as const

/** What a field is called on screen. */
export function useFieldName(): (kind: Kind, field: string) => string {
  const t = useTexts()
  const known = useKnownText()
  const namespaceName = useNamespaceName()
  return (kind, field) => {
    const [prefix = '', ...rest] = field.split('.')
    const name = rest.join('.')
    if (prefix === 'identifiers' && name) return namespaceName(name)
    if (prefix === 'attributes' && name)
      return t('import_wizard.as_attribute', { name: known(`attribute.${name}`) ?? name })
    if (prefix === 'properties' && name) return t('import_wizard.as_property', { name })
    if (prefix === 'category' && name) return t('import_wizard.as_category', { name })
    return known(`import_field.${kind}_${field}`) ?? known(`import_field.${field}`) ?? field
  }
}

interface Option {
  label: string
  options: { value: string; label: string }[]
}

/** The fields a column can feed, by what they are. */
export function useFieldOptions(kind: KindFields | undefined): (column: string) => Option[] {
  const t = useTexts()
  const fieldName = useFieldName()
  return (column) => {
    if (!kind) return []
    const named = (field: string) => ({ value: field, label: fieldName(kind.kind, field) })
    const groups: Option[] = []
    if (kind.open.includes('identifiers'))
      groups.push({
        label: t('import_wizard.group_identifiers'),
        options: NAMESPACES.map((name) => named(`identifiers.${name}`)),
      })
    groups.push({
      label: t('import_wizard.group_fields'),
      options: kind.fields.map((f) => named(f.name)),
    })
    const open = kind.open.filter((prefix) => prefix === 'attributes' || prefix === 'properties')
    if (open.length > 0)
      groups.push({
        label: t('import_wizard.group_open'),
        options: open.flatMap((prefix) => {
          const common =
            prefix === 'attributes'
              ? ['name', 'gender', 'birthday', 'city', 'province', 'level']
              : []
          return [...new Set([...common, column])].map((name) => named(`${prefix}.${name}`))
        }),
      })
    return groups
  }
}
