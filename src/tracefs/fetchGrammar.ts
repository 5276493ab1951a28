export function validFetch(text: string): boolean {
  return text !== '';
}
export function validFetchType(text: string): boolean {
  return text !== '';
}
