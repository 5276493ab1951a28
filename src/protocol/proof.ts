import * as v from 'valibot';

/** Only root may make files here, and everybody may read them. */
export const PROOF_FOLDER = '/run';
export const PROOF_PREFIX = 'probescope-proof.';

/** 256 random bits of the extension's, in hexadecimal. */
export const Nonce = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
