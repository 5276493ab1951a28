/** What container runtimes and Kubernetes end a cgroup's name with: the container's id. */
const ID = /[-/:]([0-9a-f]{64})(?:\.scope)?(?:\/|$)/;

/** The container that a process runs in, from the text of `/proc/PID/cgroup`; undefined where it is in none. */
export function containerId(cgroup: string): string | undefined {
  for (const line of cgroup.split('\n')) {
    const id = ID.exec(line)?.[1];
    if (id !== undefined) {
      return id;
    }
  }
  return undefined;
}
