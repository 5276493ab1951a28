/** `struct ucred` of unix(7): who was on the other end when it connected. */
export interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
}

/** Reads the credentials of a connected unix socket by its file descriptor. */
export type ReadPeerCredentials = (fd: number) => PeerCredentials;

// The generic numbers of include/uapi/asm-generic/socket.h; x86 and arm64 have no others.
const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
/** pid, uid, gid: three 32-bit numbers. */
const UCRED_BYTES = 12;

/**
 * Loads getsockopt(2) by ffi-rs, as Node has no call for it. Undefined where there is no native package of
 * ffi-rs for this platform, or it does not load: loaded on demand, so that only this is lost there.
 */
export async function loadPeerCredentials(
  log: (line: string) => void,
): Promise<ReadPeerCredentials | undefined> {
  try {
    const ffi = await import('ffi-rs');
    // An empty path is the running program itself, which has a C library of its own, glibc or musl.
    ffi.open({ library: 'probescopeLibc', path: '' });
    return fd => {
      const credentials = Buffer.alloc(UCRED_BYTES);
      const length = Buffer.alloc(4);
      length.writeInt32LE(UCRED_BYTES);
      const result = ffi.load({
        library: 'probescopeLibc',
        funcName: 'getsockopt',
        retType: ffi.DataType.I32,
        paramsType: [
          ffi.DataType.I32,
          ffi.DataType.I32,
          ffi.DataType.I32,
          ffi.DataType.U8Array,
          ffi.DataType.U8Array,
        ],
        paramsValue: [fd, SOL_SOCKET, SO_PEERCRED, credentials, length],
      });
      if (result !== 0 || length.readInt32LE() !== UCRED_BYTES) {
        throw new Error('getsockopt(SO_PEERCRED) failed');
      }
      return { pid: credentials.readInt32LE(0), uid: credentials.readUInt32LE(4) };
    };
  } catch (error) {
    log(`No SO_PEERCRED here, /proc is asked instead: ${String(error)}`);
    return undefined;
  }
}
