/** What making an event needs of a `Tracefs`. */
export interface EventFolder {
  path(...parts: string[]): string;
  eventId(group: string, name: string): Promise<number>;
}
