import { useMemo } from 'react'
import { useKnownText } from '../i18n/texts.ts'
import type { Parameter } from './api.ts'

/** What a template is called, finds and is for. */
export function useTemplateWords() {
  const known = useKnownText()
  return useMemo(
    () => ({
      name: (id: string) => known(`template_name.${id}`) ?? id,
      finds: (id: string) => known(`template_finds.${id}`) ?? '',
      use: (id: string) => known(`template_use.${id}`) ?? '',
      /** Whether its words hold these, whatever their case. */
      isAbout: (id: string, sought: string) =>
        ['name', 'finds', 'use'].some((of) =>
          (known(`template_${of}.${id}`) ?? id).toLowerCase().includes(sought.trim().toLowerCase()),
        ),
      group: (group: string) => known(`template_group.${group}`) ?? group,
      aboutGroup: (group: string) => known(`template_group.about_${group}`) ?? '',
      parameter: (id: string, name: string) => known(`template_parameter.${id}.${name}`) ?? name,
      unit: ({ name, kind }: Parameter) =>
        known(`template_unit.${name}`) ?? known(`template_unit.${kind}`) ?? '',
    }),
    [known],
  )
}
