export { ElevationError } from './elevationError';
export type { ElevationCode } from './elevationError';
export { Elevator } from './elevator';
export type { ElevatorOptions, PlannedStrategy } from './elevator';
export type { EndReason, HelperConnection, StrategyId } from './strategy';
export type { OpenTerminal, TerminalLauncher } from './terminalLauncher';
