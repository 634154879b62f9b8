import { customAlphabet } from 'nanoid';

/** Lower-case letters and digits that cannot be taken for one another when read aloud or typed from a picture. */
export const READABLE = '23456789abcdefghjkmnpqrstuvwxyz';
const ID_CHARACTERS = 12;

const drawId = customAlphabet(READABLE, ID_CHARACTERS);

/** An id for what was not given one. */
export function newEntityId(): string {
  return drawId();
}
