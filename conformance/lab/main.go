// Command lab plays scenarios, and asks dry-run requests, against a real Kubernetes control plane.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

const usage = `usage: lab trace|verdict|corpus|openapi --programs FOLDER --version VERSION --out FILE-OR-FOLDER [more flags] [files…]

  trace    plays scenario files (documents parted by a line =====), one trace each into the folder --out
  verdict  asks about manifests and update pairs (folders with before.yaml and after.yaml), one list into the file --out
  corpus   does so for all of a corpus (folders manifests and pairs), without the stored objects
  openapi  writes the OpenAPI documents of the kinds that Rollcast knows into the folder --out
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	fs := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	programs := fs.String("programs", "", "folder with etcd and VERSION/{kube-apiserver,kube-controller-manager,kube-scheduler}")
	version := fs.String("version", "", "Kubernetes version, such as 1.37.2")
	gates := fs.String("gates", "", "feature gates (a scenario names its own)")
	out := fs.String("out", "out", "where the answers go")
	fs.StringVar(&dumps, "dumps", "", "folder for what kubectl prints of the cluster after each step (trace)")
	fs.Parse(os.Args[2:])
	bin, _ := filepath.Abs(*programs)
	defer func() {
		if e := recover(); e != nil {
			fmt.Fprintln(os.Stderr, e)
			os.Exit(1)
		}
	}()
	switch os.Args[1] {
	case "trace":
		if dumps != "" {
			must(os.MkdirAll(dumps, 0o755))
		}
		TraceFiles(bin, *version, *out, fs.Args())
	case "verdict":
		p := StartPlane(bin, *version, *gates, false)
		defer p.Stop()
		all := []Verdict{}
		for _, f := range fs.Args() {
			all = append(all, decide(p, *version, f)...)
		}
		sort.SliceStable(all, func(i, j int) bool { return all[i].Case < all[j].Case })
		raw, _ := json.MarshalIndent(all, "", " ")
		must(os.WriteFile(*out, append(raw, '\n'), 0o644))
		fmt.Println(len(all), "verdicts")
	case "corpus":
		p := StartPlane(bin, *version, *gates, false)
		defer p.Stop()
		Corpus(p, *version, fs.Arg(0), *out)
	case "openapi":
		p := StartPlane(bin, *version, *gates, false)
		defer p.Stop()
		must(os.MkdirAll(*out, 0o755))
		for _, g := range []string{"api/v1", "apis/apps/v1", "apis/policy/v1", "apis/autoscaling/v2"} {
			code, raw, _, err := p.do("GET", "/openapi/v3/"+g, "", nil)
			must(err)
			if code == 200 {
				must(os.WriteFile(filepath.Join(*out, strings.ReplaceAll(g, "/", "_")+".json"), raw, 0o644))
			}
		}
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
}
