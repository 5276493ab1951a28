/**
 * Why a debug file could not be had from a server.
 *
 * - `notFound`: no server has it.
 * - `unreachable`: no connection, or it broke off.
 * - `slow`: the server stopped sending, or sends too little.
 * - `status`: the server answered with another status than 200 and 404.
 * - `redirect`: redirected too often, from https to http, or to something else.
 * - `tooLarge`: more bytes than are taken from a server.
 * - `wrongAnswer`: what came is no ELF file with the build-id that was asked for.
 * - `disk`: the download could not be kept.
 */
export type DebuginfodErrorCode =
  'notFound' | 'unreachable' | 'slow' | 'status' | 'redirect' | 'tooLarge' | 'wrongAnswer' | 'disk';

/** The one error that a look-up ends in, unless it is cancelled. */
export class DebuginfodError extends Error {
  override readonly name = 'DebuginfodError';

  constructor(
    readonly code: DebuginfodErrorCode,
    message: string,
    /** Base URL of the server, where one server is to blame. */
    readonly server?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
