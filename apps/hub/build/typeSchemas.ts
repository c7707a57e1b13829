/**
 * JSON Schemas from the wire contract's TypeScript types, so that what a command answers is written down once. Used
 * by a test, which keeps the generated file true; the hub itself only reads that file.
 */
import ts from "typescript";

export type Json = Record<string, unknown>;

export interface TypeSchemas {
  /** By the property's name in the asked interface. */
  readonly properties: Readonly<Record<string, Json>>;
  /** Named interfaces and types that occur in them. */
  readonly named: Readonly<Record<string, Json>>;
}

class Converter {
  readonly named: Record<string, Json> = {};
  readonly #checker: ts.TypeChecker;
  readonly #refPrefix: string;

  constructor(checker: ts.TypeChecker, refPrefix: string) {
    this.#checker = checker;
    this.#refPrefix = refPrefix;
  }

  /** Types with a name of their own become a reference. */
  schemaOf(type: ts.Type): Json {
    const name = this.#nameOf(type);
    if (name === null) return this.#written(type);
    if (!(name in this.named)) {
      // Before it is written out: it may refer to itself.
      this.named[name] = {};
      this.named[name] = this.#written(type);
    }
    return { $ref: `${this.#refPrefix}${name}` };
  }

  propertiesOf(type: ts.Type): Record<string, Json> {
    return Object.fromEntries(
      this.#checker.getPropertiesOfType(type).map(symbol => {
        const text = ts.displayPartsToString(symbol.getDocumentationComment(this.#checker));
        const schema = this.schemaOf(this.#checker.getTypeOfSymbol(symbol));
        return [symbol.name, text === "" ? schema : { ...schema, description: text }];
      }),
    );
  }

  #nameOf(type: ts.Type): string | null {
    const isObject = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection)) !== 0;
    const alias = type.aliasSymbol?.name;
    if (!isObject || this.#isId(type)) return null;
    if (alias !== undefined) return ["Record", "Readonly", "Done"].includes(alias) ? null : alias;
    const { symbol } = type;
    return (symbol?.flags ?? 0) & ts.SymbolFlags.Interface && !this.#checker.isArrayType(type)
      ? symbol.name
      : null;
  }

  /** `string & { readonly [brand]: … }` */
  #isId(type: ts.Type): boolean {
    return type.isIntersection() && type.types.some(part => (part.flags & ts.TypeFlags.String) !== 0);
  }

  #written(type: ts.Type): Json {
    const { flags } = type;
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === "true" };
    if (flags & ts.TypeFlags.String) return { type: "string" };
    if (flags & ts.TypeFlags.Number) return { type: "number" };
    if (flags & ts.TypeFlags.Boolean) return { type: "boolean" };
    if (flags & ts.TypeFlags.Null) return { type: "null" };
    if (this.#isId(type)) return { type: "string", format: "uuid" };
    if (type.isUnion()) return this.#union(type);
    if (this.#checker.isArrayType(type)) {
      const [item] = this.#checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: item === undefined ? {} : this.schemaOf(item) };
    }
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.#object(type);
    throw new Error(`no schema for ${this.#checker.typeToString(type)}`);
  }

  #union(type: ts.UnionType): Json {
    const parts = type.types.filter(part => (part.flags & ts.TypeFlags.Undefined) === 0);
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return this.schemaOf(only);
    if (parts.every(part => part.flags & ts.TypeFlags.BooleanLiteral)) return { type: "boolean" };
    const literals = parts.flatMap(part => (part.isStringLiteral() ? [part.value] : []));
    const others = parts.filter(part => !part.isStringLiteral()).map(part => this.schemaOf(part));
    const texts = literals.length > 0 ? [{ type: "string", enum: literals }] : [];
    return others.length === 0 ? (texts[0] ?? {}) : { anyOf: [...texts, ...others] };
  }

  #object(type: ts.Type): Json {
    const index = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (index !== undefined) {
      const nothing = (index.flags & ts.TypeFlags.Never) !== 0;
      return { type: "object", additionalProperties: nothing ? false : this.schemaOf(index) };
    }
    const symbols = this.#checker.getPropertiesOfType(type);
    const required = symbols.filter(one => !(one.flags & ts.SymbolFlags.Optional)).map(one => one.name);
    const properties = this.propertiesOf(type);
    return { type: "object", ...(required.length > 0 ? { required } : {}), properties };
  }
}

const programOf = (file: string): ts.Program =>
  ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    // Without the DOM, which is most of what there is to read.
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    types: [],
  });

export interface Asked {
  /** The module that exports the types. */
  readonly file: string;
  /** The interface whose properties are wanted one by one. */
  readonly name: string;
  /** Further types, wanted among the named. */
  readonly also: readonly string[];
  readonly refPrefix: string;
}

export const typeSchemasOf = ({ file, name, also, refPrefix }: Asked): TypeSchemas => {
  const program = programOf(file);
  const source = program.getSourceFile(file);
  const checker = program.getTypeChecker();
  const moduleSymbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const exported = moduleSymbol === undefined ? [] : checker.getExportsOfModule(moduleSymbol);
  const typeOf = (wanted: string): ts.Type => {
    const symbol = exported.find(one => one.name === wanted);
    if (symbol === undefined) throw new Error(`no ${wanted} in ${file}`);
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return checker.getDeclaredTypeOfSymbol(isAlias ? checker.getAliasedSymbol(symbol) : symbol);
  };
  const converter = new Converter(checker, refPrefix);
  const properties = converter.propertiesOf(typeOf(name));
  for (const one of also) converter.schemaOf(typeOf(one));
  return { properties, named: converter.named };
};
