import { answer, client } from '../../api/client.ts'
import type { Answer, Sent } from '../../api/shapes.ts'

type Of<Name extends string> = `/api/v1/calc/${Name}`
export type Attribution = Answer<Of<'attribution'>, 'post'>
export type Experiment = Answer<Of<'experiment'>, 'post'>
export type Nps = Answer<Of<'nps'>, 'post'>
export type Fit = Answer<Of<'clv/fit'>, 'post'>
export type Outlook = Answer<Of<'clv/predict'>, 'post'>
export type Gmv = Answer<Of<'gmv'>, 'post'>
export type KFactor = Answer<Of<'kfactor'>, 'post'>
export type Rfm = Answer<Of<'rfm'>, 'post'>
export type Gini = Answer<Of<'gini'>, 'post'>
export type Factors = Gmv['factors']
export type Model = Attribution['model']

export const askAttribution = (body: Sent<Of<'attribution'>>) =>
  answer(client.POST('/api/v1/calc/attribution', { body }))
export const askExperiment = (body: Sent<Of<'experiment'>>) =>
  answer(client.POST('/api/v1/calc/experiment', { body }))
export const askNps = (body: Sent<Of<'nps'>>) => answer(client.POST('/api/v1/calc/nps', { body }))
export const askFit = (body: Sent<Of<'clv/fit'>>) =>
  answer(client.POST('/api/v1/calc/clv/fit', { body }))
export const askOutlook = (body: Sent<Of<'clv/predict'>>) =>
  answer(client.POST('/api/v1/calc/clv/predict', { body }))
export const askGmv = (body: Sent<Of<'gmv'>>) => answer(client.POST('/api/v1/calc/gmv', { body }))
export const askKFactor = (body: Sent<Of<'kfactor'>>) =>
  answer(client.POST('/api/v1/calc/kfactor', { body }))
export const askRfm = (body: Sent<Of<'rfm'>>) => answer(client.POST('/api/v1/calc/rfm', { body }))
export const askGini = (body: Sent<Of<'gini'>>) =>
  answer(client.POST('/api/v1/calc/gini', { body }))
