import type { Method } from '../../protocol/requests';
import { bye } from './bye';
import {
  captureCounts,
  format,
  freezeRecorder,
  recorder,
  resizeCapture,
  startCapture,
  stopCapture,
} from './capture';
import { create } from './create';
import { filter } from './filter';
import { foreign } from './foreign';
import { hello } from './hello';
import { hits } from './hits';
import { kernelAddresses } from './kernelAddresses';
import { kernelSymbol, kernelSymbols } from './kernelSymbols';
import { extend, limit } from './limits';
import { list } from './list';
import { locations } from './locations';
import { mappers } from './mappers';
import type { Operation } from './operation';
import { orphans } from './orphans';
import { preflight } from './preflight';
import { closeMapped, mappedFiles, openMapped, readMapped } from './processFiles';
import { remove } from './remove';
import { scope } from './scope';
import { stackFormats, stacks } from './stacks';
import { sweep } from './sweep';
import { disable, enable } from './switching';
import { tracepoints } from './tracepoints';

/** The closed list of what root does for a connection. */
export const operations: { readonly [M in Method]: Operation<M> } = {
  hello,
  preflight,
  create,
  remove,
  enable,
  disable,
  extend,
  limit,
  stacks,
  stackFormats,
  filter,
  scope,
  list,
  foreign,
  hits,
  locations,
  startCapture,
  stopCapture,
  captureCounts,
  resizeCapture,
  freezeRecorder,
  recorder,
  format,
  kernelSymbols,
  kernelSymbol,
  kernelAddresses,
  tracepoints,
  mappedFiles,
  openMapped,
  readMapped,
  closeMapped,
  mappers,
  orphans,
  sweep,
  bye,
};
