import type { SyntaxNode } from './syntax-tree';
import { readText } from './text-literal';

/** What the rules of LogQL see of the check that they are part of. */
export class LogqlCheck {
  constructor(
    /** The parsed text. */
    public readonly text: string,
    /** Notes a problem at a place of it. */
    public readonly report: (offset: number, message: string) => void,
  ) {}

  public slice({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }

  /** The value of a quoted text; undefined for one that is broken, and for `ip(...)`, which is read like a text. */
  public value(node: SyntaxNode): string | undefined {
    const literal = this.slice(node);
    if (!/^["`]/.test(literal)) return undefined;
    const { value, problem } = readText(literal);
    return problem === undefined ? value : undefined;
  }
}
