/** Shows `error` to the user: one sentence, the rest behind "Details". Resolves when it is answered. */
export type ShowError = (error: unknown) => Promise<void>;
