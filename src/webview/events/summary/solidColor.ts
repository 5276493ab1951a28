/** A line of a third of a colour, as themes have it for places in a text, is hardly seen. */
export function solid(color: string): string {
  return color
    .replace(/^rgba\(([^,]+,[^,]+,[^,]+),[^,]+\)$/, 'rgb($1)')
    .replace(/^(#[0-9a-f]{6})[0-9a-f]{2}$/i, '$1');
}
