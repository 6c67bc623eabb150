package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

// Verdict is what the API server says of one manifest or one update.
type Verdict struct {
	Case      string   `json:"case"`
	Version   string   `json:"version"`
	Accepted  bool     `json:"accepted"`
	Code      int      `json:"code"`
	Message   string   `json:"message,omitempty"`
	Causes    []any    `json:"causes,omitempty"`
	Warnings  []string `json:"warnings,omitempty"`
	Defaulted Object   `json:"defaulted,omitempty"`
}

func collection(o Object) (string, error) {
	plural := map[string]string{"StatefulSet": "statefulsets", "DaemonSet": "daemonsets", "Service": "services", "Pod": "pods", "PersistentVolumeClaim": "persistentvolumeclaims", "PodDisruptionBudget": "poddisruptionbudgets", "HorizontalPodAutoscaler": "horizontalpodautoscalers", "Deployment": "deployments", "ControllerRevision": "controllerrevisions"}[str(o["kind"])]
	if plural == "" {
		return "", fmt.Errorf("no known kind %q", str(o["kind"]))
	}
	v := str(o["apiVersion"])
	if strings.Contains(v, "/") {
		return "/apis/" + v + "/namespaces/default/" + plural, nil
	}
	return "/api/" + v + "/namespaces/default/" + plural, nil
}

func verdict(p *Plane, name, version string, code int, raw []byte, warnings []string) Verdict {
	var o Object
	json.Unmarshal(raw, &o)
	v := Verdict{Case: name, Version: version, Code: code, Accepted: code < 300}
	for _, w := range warnings {
		w = strings.TrimPrefix(w, "299 - ")
		v.Warnings = append(v.Warnings, strings.Trim(w, `"`))
	}
	if v.Accepted {
		m := asMap(o["metadata"])
		for _, k := range []string{"managedFields", "uid", "creationTimestamp", "resourceVersion", "selfLink"} {
			delete(m, k)
		}
		v.Defaulted = o
	} else {
		v.Message = str(o["message"])
		if o == nil {
			v.Message = strings.TrimSpace(string(raw))
		}
		v.Causes = asList(get(o, "details", "causes"))
	}
	return v
}

func documents(file string) []string {
	raw, err := os.ReadFile(file)
	must(err)
	var out []string
	for _, d := range strings.Split("\n"+string(raw), "\n---") {
		if strings.TrimSpace(d) != "" {
			out = append(out, d)
		}
	}
	return out
}

func decide(p *Plane, version, path string) []Verdict {
	name := filepath.Base(path)
	query := "?dryRun=All&fieldValidation=Strict"
	if st, _ := os.Stat(path); st.IsDir() {
		before, after := documents(filepath.Join(path, "before.yaml"))[0], documents(filepath.Join(path, "after.yaml"))[0]
		var b, a Object
		must(yaml.Unmarshal([]byte(before), &b))
		must(yaml.Unmarshal([]byte(after), &a))
		c, err := collection(b)
		must(err)
		c = strings.Replace(c, "/default/", "/"+fallback(str(get(b, "metadata", "namespace")), "default")+"/", 1)
		if ns := str(get(b, "metadata", "namespace")); ns != "" {
			p.do("POST", "/api/v1/namespaces", "", Object{"apiVersion": "v1", "kind": "Namespace", "metadata": Object{"name": ns}})
		}
		item := c + "/" + str(get(b, "metadata", "name"))
		p.do("DELETE", item+"?propagationPolicy=Background", "", nil)
		code, raw, w, err := p.do("POST", c, "application/yaml", []byte(before))
		must(err)
		if code >= 300 {
			v := verdict(p, name+"/before", version, code, raw, w)
			return []Verdict{v}
		}
		code, raw, w, err = p.do("PUT", item+query, "application/yaml", []byte(after))
		must(err)
		v := verdict(p, name, version, code, raw, w)
		p.do("DELETE", item+"?propagationPolicy=Background", "", nil)
		return []Verdict{v}
	}
	var out []Verdict
	docs := documents(path)
	for i, d := range docs {
		n := name
		if len(docs) > 1 {
			n = fmt.Sprintf("%s#%d", name, i)
		}
		var o Object
		if err := yaml.Unmarshal([]byte(d), &o); err != nil {
			out = append(out, Verdict{Case: n, Version: version, Message: err.Error()})
			continue
		}
		c, err := collection(o)
		if err != nil {
			out = append(out, Verdict{Case: n, Version: version, Message: err.Error()})
			continue
		}
		if ns := str(get(o, "metadata", "namespace")); ns != "" && ns != "default" {
			p.do("POST", "/api/v1/namespaces", "", Object{"apiVersion": "v1", "kind": "Namespace", "metadata": Object{"name": ns}})
			c = strings.Replace(c, "/default/", "/"+ns+"/", 1)
		}
		code, raw, w, err := p.do("POST", c+query, "application/yaml", []byte(d))
		must(err)
		out = append(out, verdict(p, n, version, code, raw, w))
	}
	return out
}
