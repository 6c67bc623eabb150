export { annotationOwners, upgradedEntries } from './client-side-upgrade.js'
export { ApplyConflictError } from './conflicts.js'
export {
  applyConfiguration,
  kubectlManager,
  managedAfterScale,
  managedAfterUpdate,
  managedWithStatus,
  titleOf,
  versionOf,
  type Write,
} from './field-manager.js'
export { lastAppliedAnnotation } from './last-applied.js'
export { identifier, readManagedFields, writeManagedFields, type ManagedFields, type Operation } from './managers.js'
export { pathText } from './path-element.js'
