/**
 * Skips the test, or from a `before` its whole suite, with the reason that `npm test` prints.
 * @throws always: that is how Mocha skips
 */
export function skipBecause(context: Mocha.Context, reason: string): never {
  context['skipReason'] = reason;
  return context.skip();
}

/** The reason given for a test that was skipped. */
export function skipReasonOf(test: Mocha.Runnable): string | undefined {
  const reason: unknown = test.ctx?.['skipReason'];
  return typeof reason === 'string' ? reason : undefined;
}
