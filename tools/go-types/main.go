// Prints the Go types that are reachable from the given roots, one a line, as tools/update-go-types.mjs reads them:
//
//	struct core/v1.Container Name name string;Image image? string;…
//	named core/v1.Protocol string
//
// A field reads `GoName jsonName type`. The JSON name ends in `?` for omitempty and in `!` for omitzero; it is `+` where the
// field's own fields are inlined, and `-` where JSON does not see the field.
//
//	go run tools/go-types/main.go -api DIR -apimachinery DIR apps/v1.StatefulSet …
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
)

type goPackage struct {
	types   map[string]ast.Expr
	imports map[string]map[string]string // by type name: the imports of the file that declares it
}

var (
	api, apimachinery string
	packages          = map[string]*goPackage{}
	lines             = map[string]string{}
)

// shortPath turns an import path into the short form of the table: k8s.io/api/core/v1 → core/v1.
func shortPath(path string) string {
	for _, prefix := range []string{"k8s.io/apimachinery/pkg/apis/", "k8s.io/apimachinery/pkg/api/", "k8s.io/apimachinery/pkg/util/", "k8s.io/apimachinery/pkg/", "k8s.io/api/"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			return rest
		}
	}
	return path
}

func directory(short string) string {
	candidates := []string{filepath.Join(api, short)}
	for _, part := range []string{"pkg/apis", "pkg/api", "pkg/util", "pkg"} {
		candidates = append(candidates, filepath.Join(apimachinery, part, short))
	}
	for _, candidate := range candidates {
		if entries, err := filepath.Glob(filepath.Join(candidate, "*.go")); err == nil && len(entries) > 0 {
			return candidate
		}
	}
	return ""
}

func load(short string) *goPackage {
	if known, ok := packages[short]; ok {
		return known
	}
	loaded := &goPackage{types: map[string]ast.Expr{}, imports: map[string]map[string]string{}}
	packages[short] = loaded
	files, _ := filepath.Glob(filepath.Join(directory(short), "*.go"))
	for _, name := range files {
		built, err := build.Default.MatchFile(filepath.Dir(name), filepath.Base(name))
		if err != nil {
			fail(err)
		}
		if !built || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "generated") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			fail(err)
		}
		imports := map[string]string{}
		for _, spec := range file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			alias := filepath.Base(path)
			if spec.Name != nil {
				alias = spec.Name.Name
			}
			imports[alias] = shortPath(path)
		}
		for _, declaration := range file.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok && general.Tok == token.TYPE {
				for _, spec := range general.Specs {
					declared := spec.(*ast.TypeSpec)
					loaded.types[declared.Name.Name] = declared.Type
					loaded.imports[declared.Name.Name] = imports
				}
			}
		}
	}
	return loaded
}

// write writes a type expression, and visits the types that it names.
func write(expression ast.Expr, short string, imports map[string]string) string {
	switch t := expression.(type) {
	case *ast.StarExpr:
		return "*" + write(t.X, short, imports)
	case *ast.ArrayType:
		return "[]" + write(t.Elt, short, imports)
	case *ast.MapType:
		return "map[" + write(t.Key, short, imports) + "]" + write(t.Value, short, imports)
	case *ast.SelectorExpr:
		alias := t.X.(*ast.Ident).Name
		if path, ok := imports[alias]; ok {
			return visit(path, t.Sel.Name)
		}
		return alias + "." + t.Sel.Name
	case *ast.Ident:
		if _, ok := load(short).types[t.Name]; ok {
			return visit(short, t.Name)
		}
		return t.Name
	case *ast.InterfaceType:
		return "interface{}"
	}
	fail(fmt.Errorf("no way to write %T in %s", expression, short))
	return ""
}

func visit(short, name string) string {
	full := short + "." + name
	if _, ok := lines[full]; ok {
		return full
	}
	declaring := load(short)
	expression, ok := declaring.types[name]
	if !ok {
		return full // another module's, such as time.Time
	}
	lines[full] = ""
	imports := declaring.imports[name]
	structure, ok := expression.(*ast.StructType)
	if !ok {
		lines[full] = fmt.Sprintf("named %s %s", full, write(expression, short, imports))
		return full
	}
	fields := []string{}
	for _, field := range structure.Fields.List {
		tag := ""
		if field.Tag != nil {
			tag = reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("json")
		}
		written := write(field.Type, short, imports)
		names := []string{}
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
		embedded := len(names) == 0
		if embedded {
			names = append(names, strings.TrimPrefix(written[strings.LastIndex(written, ".")+1:], "*"))
		}
		for _, name := range names {
			fields = append(fields, name+" "+jsonName(name, tag, embedded)+" "+written)
		}
	}
	lines[full] = fmt.Sprintf("struct %s %s", full, strings.Join(fields, ";"))
	return full
}

func jsonName(goName, tag string, embedded bool) string {
	name, options, _ := strings.Cut(tag, ",")
	if name == "-" || !ast.IsExported(goName) {
		return "-"
	}
	if name == "" && embedded {
		return "+"
	}
	if name == "" {
		name = goName
	}
	if strings.Contains(options, "omitzero") {
		name += "!" // also where omitempty stands beside it: that alone leaves no struct out
	} else if strings.Contains(options, "omitempty") {
		name += "?"
	}
	return name
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func main() {
	flag.StringVar(&api, "api", "", "the folder of the module k8s.io/api")
	flag.StringVar(&apimachinery, "apimachinery", "", "the folder of the module k8s.io/apimachinery")
	flag.Parse()
	for _, root := range flag.Args() {
		short, name, _ := strings.Cut(root, ".")
		visit(short, name)
	}
	names := []string{}
	for name := range lines {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Println(lines[name])
	}
}
