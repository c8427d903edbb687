export {
  beginUndo,
  createImport,
  type DataImport,
  type ImportState,
  loadImport,
  type NewImport,
  resumeImport,
} from './import.ts'
export { KINDS, type Kind, type Mapping } from './mapping.ts'
export { type Report, reportOf } from './report.ts'
export { type Progress, type RunDeps, runImport } from './run.ts'
export { getMapping, listMappings, saveMapping, shippedMappings } from './saved-mappings.ts'
