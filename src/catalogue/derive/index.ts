import { acceptedExamples } from './accepted-examples.ts';
import { bodyFaults } from './body-faults.ts';
import { credentialFaults } from './credential-faults.ts';
import { defaultFormat } from './default-format.ts';
import { equivalentForms } from './equivalent-forms.ts';
import { mediaTypes } from './media-types.ts';
import { methods } from './methods.ts';
import { pathParameters } from './path-parameters.ts';
import { propertyFaults } from './property-faults.ts';
import { providerStates } from './provider-states.ts';
import { queryParameters } from './query-parameters.ts';
import type { Rule } from './rule.ts';

/** All rules; within a status, cases are listed in this order. */
export const rules: readonly Rule[] = [
  acceptedExamples,
  equivalentForms,
  bodyFaults,
  propertyFaults,
  credentialFaults,
  pathParameters,
  queryParameters,
  methods,
  mediaTypes,
  providerStates,
  // Last, as it builds on what the others define.
  defaultFormat,
];
