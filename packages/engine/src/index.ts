export { examineMachine } from './doctor/examine.ts';
export { createEngine, defaultPorts, type Engine, type EngineOptions } from './engine.ts';
export * from './ports/index.ts';
