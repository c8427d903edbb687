import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Consents = Answer<'/api/v1/customers/{id}/consents'>
export type ConsentState = Consents['states'][number]
export type ConsentEntry = Item<'/api/v1/customers/{id}/consents'>
export type ConsentSaid = Sent<'/api/v1/customers/{id}/consents'>
export type Purpose = Item<'/api/v1/consent-purposes'>
export type PurposeSent = Sent<'/api/v1/consent-purposes/{purpose}', 'put'>
export type Touchpoints = Answer<'/api/v1/customers/{id}/touchpoints'>
export type Touchpoint = Touchpoints['items'][number]
export type TouchpointSaid = Sent<'/api/v1/customers/{id}/touchpoints'>
export type Relations = Answer<'/api/v1/customers/{id}/relations'>
export type Relation = Relations['items'][number]
export type FamilyLink = Item<'/api/v1/customers/{id}/family'>
export type NewFamilyLink = Sent<'/api/v1/customers/{id}/family'>
export type PrivacyRequest = Item<'/api/v1/privacy-requests'>

const ofCustomer = (id: number) => ({ params: { path: { id } } })

export const consentsQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'consents'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/consents', {
          params: { path: { id }, query: { limit: 100 } },
          signal,
        }),
      ),
  })

export const sayConsent = (id: number, body: ConsentSaid) =>
  answer(client.POST('/api/v1/customers/{id}/consents', { ...ofCustomer(id), body }))

export const purposesQuery = queryOptions({
  queryKey: ['consent-purposes'],
  staleTime: 60_000,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/consent-purposes', { signal })),
})

export const retirePurposes = (purposes: string[], retired: boolean) =>
  answer(client.POST('/api/v1/consent-purposes/batch', { body: { purposes, set: { retired } } }))
export const savePurpose = (purpose: string, body: PurposeSent) =>
  answer(client.PUT('/api/v1/consent-purposes/{purpose}', { params: { path: { purpose } }, body }))

export const addText = (purpose: string, body: { version: string; text: string }) =>
  answer(
    client.POST('/api/v1/consent-purposes/{purpose}/texts', {
      params: { path: { purpose } },
      body,
    }),
  )

export const touchpointsQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'touchpoints'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/touchpoints', { ...ofCustomer(id), signal })),
  })

export const reportTouchpoint = (id: number, body: TouchpointSaid) =>
  answer(client.POST('/api/v1/customers/{id}/touchpoints', { ...ofCustomer(id), body }))

export const relationsQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'relations'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/relations', { ...ofCustomer(id), signal })),
  })

export const addRelation = (id: number, staffId: string) =>
  answer(
    client.POST('/api/v1/customers/{id}/relations', {
      ...ofCustomer(id),
      body: { staff_id: staffId },
    }),
  )

export const endRelation = (id: number, staff: string, by: 'customer' | 'staff') =>
  answer(
    client.POST('/api/v1/customers/{id}/relations/{staff}/end', {
      params: { path: { id, staff } },
      body: { by },
    }),
  )

export const familyQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'family'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/family', { ...ofCustomer(id), signal })),
  })

export const linkFamily = (id: number, body: NewFamilyLink) =>
  answer(client.POST('/api/v1/customers/{id}/family', { ...ofCustomer(id), body }))

export const agreeToLink = (id: number, link: string, guardian: string | undefined) =>
  answer(
    client.POST('/api/v1/customers/{id}/family/{link}/agree', {
      params: { path: { id, link } },
      body: { evidence: guardian ? { guardian } : {} },
    }),
  )

export const endLink = (id: number, link: string, reason: string) =>
  answer(
    client.POST('/api/v1/customers/{id}/family/{link}/end', {
      params: { path: { id, link } },
      body: { reason },
    }),
  )

export const eraseCustomer = (id: number, body: { reason: string; confirm: string }) =>
  answer(client.POST('/api/v1/customers/{id}/erase', { ...ofCustomer(id), body }))

export const exportCustomer = (id: number, reason: string): Promise<Blob> =>
  answer<unknown>(
    client.POST('/api/v1/customers/{id}/export', {
      ...ofCustomer(id),
      body: { reason },
      parseAs: 'blob',
    }),
  ) as Promise<Blob>

export const privacyRequestsQuery = (search: Search<'/api/v1/privacy-requests'>) =>
  queryOptions({
    queryKey: ['privacy-requests', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/privacy-requests', { params: { query: search }, signal })),
  })

export const privacySettingsQuery = queryOptions({
  queryKey: ['privacy-settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/privacy-settings', { signal })),
})

export const savePrivacySettings = (eraseNeedsApproval: boolean) =>
  answer(
    client.PUT('/api/v1/privacy-settings', {
      body: { erase_needs_approval: eraseNeedsApproval },
    }),
  )
