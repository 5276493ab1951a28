/** Where a key moves the active row, or undefined when it is no such key. */
export function moveByKey(
  key: string,
  active: number,
  total: number,
  pageRows: number,
): number | undefined {
  const target = targetOf(key, active, total, pageRows);
  return target === undefined || total === 0 ? undefined : Math.min(Math.max(0, target), total - 1);
}

function targetOf(
  key: string,
  active: number,
  total: number,
  pageRows: number,
): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return active - 1;
    case 'ArrowDown':
      return active + 1;
    case 'PageUp':
      return active - pageRows;
    case 'PageDown':
      return active + pageRows;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}
