/**
 * Library use. `run` does what the command does and returns the result; `render` and `reporters` turn it into text;
 * `loadCatalogue` returns the cases. `runCatalogue` is the part below `run`, for callers with another catalogue, other
 * checks or another driver. Everything else is internal and may change.
 */

export { type ConformanceOptions, loadCatalogue, render, run } from './app/library.ts';
export type { TargetOptions } from './app/target-options.ts';
export type { Case, CaseDefinition, Payload, RequestTemplate } from './catalogue/case.ts';
export { type Catalogue, type CatalogueOptions, catalogueOf, type Rows } from './catalogue/catalogue.ts';
export type { Check } from './checks/check.ts';
export { checksWith } from './checks/index.ts';
export type { RunReport } from './evaluation/assemble-result.ts';
export { type ErrorKind, SuiteError } from './model/errors.ts';
export type * from './model/exchange.ts';
export type * from './model/json.ts';
export type * from './model/provider-state.ts';
export type * from './model/result.ts';
export { readDocument } from './openapi/document.ts';
export { operationsOf } from './openapi/operations-of.ts';
export type { Driver, SetUp, TearDown, TearDownRequest, Values } from './provider-states/driver.ts';
export type { SetUpHandler, StateHandler, StateHandlers, TearDownHandler } from './provider-states/module.ts';
export { type Reporter, type ReporterOptions, type ReportFormat, reporters } from './reporters/index.ts';
export type { Hints, Progress, RunOptions } from './runner/options.ts';
export { run as runCatalogue } from './runner/run.ts';
