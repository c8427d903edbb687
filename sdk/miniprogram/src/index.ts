export { SHARE_PARAMETER } from '../../core/share.ts'
