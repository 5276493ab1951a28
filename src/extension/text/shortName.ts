/** How many names of a path are left: `Class::method`. */
const LEFT = 2;
const CLONE = / \[clone ([^\]]*)\]/g;
/** What the compiler made about a function: `non-virtual thunk to …`, `guard variable for …`. */
const ABOUT = /^((?:[A-Za-z-]+ )+(?:for|to)) (.+)$/;
const OPERATOR =
  /^operator(?:\(\)|\[\]|""\s*\w+|->\*?|<=>|<<=?|>>=?|&&|\|\||\+\+|--|,|[-+*/%^&|<>=!~]=?)/;
const QUALIFIER = /^ (?:const|volatile|noexcept|&&?)(?=::| |$)/;
const CLOSING: Readonly<Record<string, string>> = { '<': '>', '(': ')', '[': ']', '{': '}' };

/**
 * A demangled name for a narrow place: `int ns::Class<T>::method(int) const` is `Class::method`. Left
 * out are namespaces, arguments of templates and functions, and what is returned; what tells two
 * functions of a class apart (operators, lambdas, `.cold` parts) stays. A name that is written in
 * another way is left as it is. For C++ and Rust.
 */
export function shortName(name: string): string {
  const parts = [...name.matchAll(CLONE)].map(([, part = '']) => part).join('');
  const whole = name.replace(CLONE, '');
  const about = ABOUT.exec(whole);
  const path = pathOf(about?.[2] ?? whole);
  if (!path) {
    return name;
  }
  // A lambda says nothing without the function it is in.
  const left = path.at(-LEFT)?.startsWith('{') ? LEFT + 1 : LEFT;
  const short = `${about?.[1] ? `${about[1]} ` : ''}${path.slice(-left).join('::')}${parts}`;
  return short.length < name.length ? short : name;
}

/** The names between `::`, each without its arguments; nothing where brackets do not match. */
function pathOf(text: string): string[] | undefined {
  const reader = new PathReader(text);
  return reader.read();
}

class PathReader {
  private at = 0;
  private path: string[] = [];
  private current = '';

  constructor(private readonly text: string) {}

  read(): string[] | undefined {
    while (this.at < this.text.length) {
      if (!this.step()) {
        return undefined;
      }
    }
    this.path.push(this.current);
    return this.current === '' ? undefined : this.path;
  }

  /** Takes one name's character, one group in brackets, or one operator; false where that cannot be. */
  private step(): boolean {
    const rest = this.text.slice(this.at, this.at + 32);
    const character = rest.charAt(0);
    if (this.current === '' && /^operator(?!\w)/.test(rest)) {
      return this.takeOperator();
    }
    if (rest.startsWith('::')) {
      this.path.push(this.current);
      this.current = '';
      this.at += 2;
      return true;
    }
    if (character === ' ') {
      this.takeSpace(rest);
      return true;
    }
    if (character in CLOSING) {
      return this.takeGroup();
    }
    this.current += character;
    this.at++;
    return !Object.values(CLOSING).includes(character);
  }

  /** What came before a space was a type, unless this is the `const` behind a method. */
  private takeSpace(rest: string): void {
    const qualifier = QUALIFIER.exec(rest)?.[0];
    if (qualifier === undefined) {
      this.path = [];
      this.current = '';
    }
    this.at += qualifier?.length ?? 1;
  }

  private takeGroup(): boolean {
    const end = groupEnd(this.text, this.at);
    if (end === undefined) {
      return false;
    }
    const group = this.text.slice(this.at, end);
    this.at = end;
    if (group === '(anonymous namespace)') {
      this.current = group;
    } else if (group.startsWith('{')) {
      this.current += group.replace(/\(.*\)/, '');
    } else if (group.startsWith('<') && this.current === '') {
      this.current = this.rustType(group.slice(1, -1));
    }
    return true;
  }

  /** The type in Rust's `<Type as Trait>::f` and `<impl Trait for Type>::f`; `f::<T>` is `f`. */
  private rustType(inner: string): string {
    const isImpl = inner.startsWith('impl ');
    if (this.path.length > 0 && !isImpl) {
      return this.path.pop() ?? '';
    }
    const type = isImpl ? inner.slice(inner.lastIndexOf(' ') + 1) : (inner.split(' as ')[0] ?? '');
    return pathOf(type)?.at(-1) ?? type;
  }

  private takeOperator(): boolean {
    const symbol = OPERATOR.exec(this.text.slice(this.at))?.[0];
    if (symbol !== undefined) {
      this.current = symbol;
      this.at += symbol.length;
      // `operator<< <int>`
      this.at += this.text.startsWith(' <', this.at) ? 1 : 0;
      return true;
    }
    // `operator int()`, `operator new(…)`
    const end = this.text.indexOf('(', this.at);
    if (end < 0) {
      return false;
    }
    const type = this.text.slice(this.at + 'operator'.length, end).trim();
    this.current = `operator ${type.replace(/\w+::/g, '')}`;
    this.at = end;
    return true;
  }
}

/** The place behind a group in brackets; nothing where one in it is not closed. */
function groupEnd(text: string, start: number): number | undefined {
  const open: string[] = [];
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    const closing = CLOSING[character];
    if (closing !== undefined) {
      open.push(closing);
    } else if (character === open.at(-1) && !(character === '>' && text[at - 1] === '-')) {
      open.pop();
      if (open.length === 0) {
        return at + 1;
      }
    } else if (character === ')' || character === ']' || character === '}') {
      return undefined;
    }
  }
  return undefined;
}
