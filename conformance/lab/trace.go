package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sigs.k8s.io/yaml"
)

// TraceFiles plays scenario files, grouped by the feature gates that they need.
func TraceFiles(bin, version, out string, files []string) {
	groups := map[string][]Scenario{}
	var order []string
	for _, f := range files {
		raw, err := os.ReadFile(f)
		must(err)
		for _, doc := range strings.Split("\n"+string(raw), "\n=====\n") {
			if strings.TrimSpace(doc) == "" {
				continue
			}
			var sc Scenario
			if err := yaml.UnmarshalStrict([]byte(doc), &sc); err != nil {
				must(fmt.Errorf("%s: %w", f, err))
			}
			key := fmt.Sprintf("%s|%v", sc.Gates, sc.Scheduler)
			for _, step := range sc.Steps {
				if step.Upgrade != "" { // its control plane is not the next story's
					key += "|" + sc.Name
				}
			}
			if _, ok := groups[key]; !ok {
				order = append(order, key)
			}
			groups[key] = append(groups[key], sc)
		}
	}
	os.MkdirAll(out, 0o755)
	for _, key := range order {
		func() {
			first := groups[key][0]
			p := StartPlane(bin, version, first.Gates, true)
			defer p.Stop()
			if first.Scheduler {
				p.StartScheduler(version)
			}
			for i, sc := range groups[key] {
				start := time.Now()
				t := func() (t Trace) {
					defer func() {
						if e := recover(); e != nil {
							fmt.Fprintln(os.Stderr, "FAILED", sc.Name, e)
						}
					}()
					return Play(p, version, i, sc)
				}()
				if t.Results == nil {
					continue
				}
				raw, err := json.MarshalIndent(t, "", " ")
				must(err)
				must(os.WriteFile(filepath.Join(out, sc.Name+".json"), append(raw, '\n'), 0o644))
				bad := ""
				for k, r := range t.Results {
					if !r.Settled {
						bad += fmt.Sprintf(" step %d not settled", k+1)
					}
					if r.Error != "" {
						bad += fmt.Sprintf(" step %d: %s", k+1, tail(r.Error, 160))
					}
				}
				fmt.Printf("%-44s %5.1fs%s\n", sc.Name, time.Since(start).Seconds(), bad)
			}
		}()
	}
}
