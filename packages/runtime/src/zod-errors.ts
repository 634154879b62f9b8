import type { z } from 'zod';
import { type ErrorCode, TouchlineError } from './errors.js';

/** The first issue of a failed parse as a code with the path of the wrong field. */
export function errorOfIssues(error: z.ZodError): TouchlineError {
  const issue = error.issues[0];
  if (issue === undefined) return new TouchlineError('TL_FIELD_VALUE');
  const found = innermost(issue);
  const path = found.path.map(String);
  if (found.code === 'unrecognized_keys') {
    const field = [...path, found.keys[0] ?? ''].join('.');
    return new TouchlineError('TL_FIELD_UNKNOWN', `Unknown field \`${field}\`.`, field);
  }
  return new TouchlineError(codeOf(found), found.message, path.join('.'));
}

/** A union reports under itself; the branch that got furthest names the real field. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const branch = [...issue.errors].sort((a, b) => a.length - b.length)[0]?.[0];
  if (branch === undefined) return issue;
  return innermost({ ...branch, path: [...issue.path, ...branch.path] });
}

function codeOf(issue: z.core.$ZodIssue): ErrorCode {
  if (issue.code !== 'invalid_type') return 'TL_FIELD_VALUE';
  return issue.message.endsWith('received undefined') ? 'TL_FIELD_MISSING' : 'TL_FIELD_TYPE';
}
