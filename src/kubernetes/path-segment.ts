/** What cannot be a part of a path, as an object's name is in the API's own addresses (path.IsValidPathSegmentName). */
export function pathSegmentFaults(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  return ['/', '%'].filter((char) => value.includes(char)).map((char) => `may not contain '${char}'`)
}
