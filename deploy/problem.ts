/** Something that the person at the keyboard can mend: the message says how, and no stack is printed. */
export class Problem extends Error {}
