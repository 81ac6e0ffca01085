import type { CiName } from '../../config/ci.ts';
import { githubWorkflow } from './github.ts';
import { gitlabPipeline } from './gitlab.ts';
import type { Template } from './template.ts';

/** The workflow for each CI service, for a version of the suite. */
export const ciTemplates: Readonly<Record<CiName, (version: string) => Template>> = {
  github: githubWorkflow,
  gitlab: gitlabPipeline,
};
