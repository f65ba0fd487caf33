// Small faults that somebody might have written: each a place in a source file and what stands there instead. Knows the
// syntax, not what the code is for.
import { parseSync, visitorKeys } from 'oxc-parser';

export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** Counted from 1. */
  readonly line: number;
  /** What stood there, and what stands there now. */
  readonly change: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** An operator that is as easily typed, and means something else. */
const OPERATORS: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<<': '>>',
  '>>': '<<',
  '&': '|',
  '|': '&',
  '^': '|',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '<<=': '>>=',
  '>>=': '<<=',
  '&=': '|=',
  '|=': '&=',
  '++': '--',
  '--': '++',
};

const CONDITIONS = ['IfStatement', 'ConditionalExpression', 'WhileStatement', 'ForStatement'];

export function findMutants(path: string, source: string): Mutant[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} does not parse`);
  const mutants: Mutant[] = [];
  const add = (start: number, end: number, replacement: string) => {
    const line = source.slice(0, start).split('\n').length;
    const was = source.slice(start, end).replaceAll(/\s+/g, ' ');
    const shortened = was.length > 70 ? `${was.slice(0, 67)}...` : was;
    mutants.push({ start, end, replacement, line, change: `${shortened}  ->  ${replacement || 'nothing'}` });
  };
  visit(program, (node, parent) => {
    mutateOperator(source, node, add);
    mutateCondition(source, node, add);
    mutateLiteral(node, parent, add);
    mutateStatement(node, add);
  });
  return mutants;
}

type Add = (start: number, end: number, replacement: string) => void;

/** The operator alone is replaced, wherever it stands between its operands. */
function mutateOperator(source: string, node: Node, add: Add): void {
  const operator: unknown = Reflect.get(node, 'operator');
  if (typeof operator !== 'string') return;
  const right = child(node, 'right');
  const left = child(node, 'left');
  if (left !== undefined && right !== undefined) {
    const swapped = OPERATORS[operator];
    const at = source.indexOf(operator, left.end);
    if (swapped !== undefined && at >= 0 && at < right.start) add(at, at + operator.length, swapped);
  }
  const argument = child(node, 'argument');
  if (node.type === 'UpdateExpression' && argument !== undefined) {
    const at = argument.start === node.start ? argument.end : node.start;
    add(at, at + operator.length, OPERATORS[operator] ?? operator);
  }
  if (node.type === 'UnaryExpression' && argument !== undefined && (operator === '!' || operator === '-')) {
    add(node.start, argument.start, '');
  }
}

function mutateCondition(source: string, node: Node, add: Add): void {
  const test = CONDITIONS.includes(node.type) ? child(node, 'test') : undefined;
  // An equality is negated by its operator already, and a negation by its removal.
  const negated = ['===', '!==', '!'].includes(String(test && Reflect.get(test, 'operator')));
  if (test !== undefined && !negated) add(test.start, test.end, `!(${source.slice(test.start, test.end)})`);
}

function mutateLiteral(node: Node, parent: Node | undefined, add: Add): void {
  if (node.type !== 'Literal' || parent?.type.startsWith('Import') || parent?.type.startsWith('Export'))
    return;
  const value: unknown = Reflect.get(node, 'value');
  if (typeof value === 'number') add(node.start, node.end, String(value + 1));
  if (typeof value === 'number' && value > 0) add(node.start, node.end, String(value - 1));
  if (typeof value === 'boolean') add(node.start, node.end, String(!value));
  if (typeof value === 'string') add(node.start, node.end, JSON.stringify(value === '' ? 'x' : `${value}x`));
}

/** Leaves out a call, an assignment, or a way out. */
function mutateStatement(node: Node, add: Add): void {
  if (node.type === 'ExpressionStatement') add(node.start, node.end, ';');
  if (node.type === 'IfStatement' && child(node, 'alternate') === undefined) add(node.start, node.end, ';');
}

function visit(node: Node, see: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  see(node, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    const held: unknown = Reflect.get(node, key);
    for (const next of Array.isArray(held) ? held : [held]) {
      if (isNode(next) && !isType(next)) visit(next, see, node);
    }
  }
}

/** Types are gone when the code runs. */
function isType({ type }: Node): boolean {
  const wrapsCode = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(type);
  return type.startsWith('TS') && !wrapsCode;
}

function child(node: Node, key: string): Node | undefined {
  const held: unknown = Reflect.get(node, key);
  return isNode(held) ? held : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}
