import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Lead = Item<'/api/v1/leads'>
export type LeadDetail = Answer<'/api/v1/leads/{id}'>
export type LeadState = Lead['state']
export type FormRow = Item<'/api/v1/lead-forms'>
export type LeadForm = Answer<'/api/v1/lead-forms/{id}'>
export type FormDraft = LeadForm['draft']
export type Field = FormDraft['fields'][number]
export type Channel = LeadForm['channels'][number]
export type GivenChannel = Sent<'/api/v1/lead-forms/{id}/channels'>

export const LEAD_STATES = ['open', 'following', 'won', 'lost'] as const
export const FORM_STATES = ['draft', 'live', 'stopped'] as const
export const FUNNEL = ['opened', 'started', 'submitted', 'followed', 'won'] as const

export const KEY = 'leads'
const path = (id: string) => ({ params: { path: { id } } })

/** What one change of a form or a lead makes old. */
export function useLeadsChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const leadsQuery = (query: Search<'/api/v1/leads'>) =>
  queryOptions({
    queryKey: [KEY, 'list', query],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/leads', { params: { query }, signal })),
  })
export const leadQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'lead', id],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/leads/{id}', { ...path(id), signal })),
  })
export const moveLead = (id: string, body: Sent<'/api/v1/leads/{id}/move'>) =>
  answer(client.POST('/api/v1/leads/{id}/move', { ...path(id), body }))
export const planLead = (id: string, body: Sent<'/api/v1/leads/{id}/due', 'put'>) =>
  answer(client.PUT('/api/v1/leads/{id}/due', { ...path(id), body }))
export const noteOnLead = (id: string, text: string) =>
  answer(client.POST('/api/v1/leads/{id}/notes', { ...path(id), body: { text } }))
export const assignLeads = (body: Sent<'/api/v1/leads/assign'>) =>
  answer(client.POST('/api/v1/leads/assign', { body }))

export const formsQuery = (query: Search<'/api/v1/lead-forms'>) =>
  queryOptions({
    queryKey: [KEY, 'forms', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/lead-forms', { params: { query }, signal })),
  })
export const formQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'form', id],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/lead-forms/{id}', { ...path(id), signal })),
  })
export const createForm = (body: Sent<'/api/v1/lead-forms'>) =>
  answer(client.POST('/api/v1/lead-forms', { body }))
export const copyForm = (id: string, name: string) =>
  answer(client.POST('/api/v1/lead-forms/{id}/copy', { ...path(id), body: { name } }))
export const saveForm = (id: string, body: Sent<'/api/v1/lead-forms/{id}', 'put'>) =>
  answer(client.PUT('/api/v1/lead-forms/{id}', { ...path(id), body }))
export const publishForm = (id: string, draft_revision: number) =>
  answer(client.POST('/api/v1/lead-forms/{id}/publish', { ...path(id), body: { draft_revision } }))
export const setFormState = (id: string, state: 'live' | 'stopped') =>
  answer(client.PUT('/api/v1/lead-forms/{id}/state', { ...path(id), body: { state } }))
export const addChannel = (id: string, body: GivenChannel) =>
  answer(client.POST('/api/v1/lead-forms/{id}/channels', { ...path(id), body }))
export const changeChannel = (id: string, channel: string, body: GivenChannel) =>
  answer(
    client.PUT('/api/v1/lead-forms/{id}/channels/{channel}', {
      params: { path: { id, channel } },
      body,
    }),
  )
