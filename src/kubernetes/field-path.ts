/** A way into a manifest: property names and list indexes, from the root of the object. */
export type FieldPath = readonly (string | number)[]

/**
 * Writes a path in Kubernetes' own form: `spec.template.spec.containers[0].image`. A key that is no plain field name (a
 * label's, a resource's) stands in brackets, as the API server writes it: `metadata.labels[app.kubernetes.io/name]`.
 */
export function formatFieldPath(path: FieldPath): string {
  let text = ''
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`
    else if (/^[A-Za-z_$][A-Za-z0-9_$-]*$/.test(key)) text += text === '' ? key : `.${key}`
    else text += `[${key}]`
  }
  return text
}
