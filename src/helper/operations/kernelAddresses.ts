import type { Operation } from './operation';

/** Which functions addresses of the kernel are in, one answer each. */
export const kernelAddresses: Operation<'kernelAddresses'> = async (state, { addresses }) => {
  const known = await state.kernelAddresses.get();
  return { names: addresses.map(address => known.at(BigInt(address)) ?? null) };
};
