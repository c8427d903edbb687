export { type AttributeWrite, applyAttributes } from './attributes.ts'
export { consentPolicy } from './policy.ts'
export { applyRelations, applyTags, type RelationWrite, type TagWrite } from './tags.ts'
