export { matchesSelector } from '../../kubernetes/label-selector.js'
