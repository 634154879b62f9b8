import { InputError } from '../input-error.js';

/** The method asked for, or the scale's first. @throws InputError when the scale has no such method. */
export function methodFor<Method extends string>(scale: string, asked: string | undefined, methods: readonly Method[]): Method {
  const found = asked === undefined ? methods[0] : methods.find((each) => each === asked);
  if (found !== undefined) return found;
  throw new InputError(`On the ${scale} scale \`method\` must be one of ${methods.join(', ')}.`, 'method');
}
