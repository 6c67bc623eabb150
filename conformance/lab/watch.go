package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

var watched = map[string]string{
	"Pod": "/api/v1/%s/pods", "PersistentVolumeClaim": "/api/v1/%s/persistentvolumeclaims",
	"ControllerRevision": "/apis/apps/v1/%s/controllerrevisions",
}

type recorder struct {
	sync.Mutex
	p      *Plane
	ns     string
	last   map[string]Object
	events []Event
	at     time.Time
	names  map[string]string // DaemonSet pods carry random names: they are renamed to <set>@<node>
}

func (r *recorder) watch(kind, path string) {
	req := fmt.Sprintf(path, "namespaces/"+r.ns)
	resp, err := r.p.stream(req + "?watch=1&allowWatchBookmarks=false")
	must(err)
	go func() {
		defer resp.Body.Close()
		sc := bufio.NewReaderSize(resp.Body, 1<<20)
		for {
			line, err := sc.ReadBytes('\n')
			if err != nil {
				return
			}
			var w struct {
				Type   string
				Object Object
			}
			if json.Unmarshal(line, &w) == nil {
				r.see(kind, w.Type, w.Object)
			}
		}
	}()
}

func owners(o Object) []string {
	var out []string
	for _, x := range asList(get(o, "metadata", "ownerReferences")) {
		out = append(out, str(get(x, "kind"))+"/"+str(get(x, "name")))
	}
	sort.Strings(out)
	return out
}

func condition(o Object, kind string) bool {
	for _, c := range asList(get(o, "status", "conditions")) {
		if str(get(c, "type")) == kind {
			return str(get(c, "status")) == "True"
		}
	}
	return false
}

func targetNode(o Object) string {
	for _, t := range asList(get(o, "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")) {
		for _, f := range asList(get(t, "matchFields")) {
			if v := asList(get(f, "values")); str(get(f, "key")) == "metadata.name" && len(v) == 1 {
				return str(v[0])
			}
		}
	}
	return ""
}

func (r *recorder) name(kind string, o Object) string {
	name := str(get(o, "metadata", "name"))
	if kind != "Pod" {
		return name
	}
	for _, x := range asList(get(o, "metadata", "ownerReferences")) {
		if str(get(x, "kind")) == "DaemonSet" {
			uid := str(get(o, "metadata", "uid"))
			if n, ok := r.names[uid]; ok {
				return n
			}
			r.names[uid] = str(get(x, "name")) + "@" + targetNode(o)
			return r.names[uid]
		}
	}
	if n, ok := r.names[str(get(o, "metadata", "uid"))]; ok {
		return n
	}
	return name
}

func (r *recorder) see(kind, typ string, o Object) {
	r.Lock()
	defer r.Unlock()
	rv, _ := strconv.ParseInt(str(get(o, "metadata", "resourceVersion")), 10, 64)
	uid := str(get(o, "metadata", "uid"))
	e := Event{Kind: kind, Name: r.name(kind, o), rv: rv, uid: uid, Owners: nil}
	key := kind + uid
	old, known := r.last[key]
	add := func(op string, fill func(*Event)) {
		x := e
		x.Op = op
		if fill != nil {
			fill(&x)
		}
		r.events = append(r.events, x)
		r.at = time.Now()
	}
	if typ == "ADDED" && known { // listed again after an upgrade
		typ = "MODIFIED"
	}
	switch typ {
	case "ADDED":
		add("create", func(x *Event) {
			x.Owners = owners(o)
			switch kind {
			case "Pod":
				x.Revision = str(get(o, "metadata", "labels", "controller-revision-hash"))
				x.Node = targetNode(o)
				if c := asList(get(o, "spec", "containers")); len(c) > 0 {
					x.Image = str(get(c[0], "image"))
				}
				for _, v := range asList(get(o, "spec", "volumes")) {
					if c := str(get(v, "persistentVolumeClaim", "claimName")); c != "" {
						x.Claims = append(x.Claims, c)
					}
				}
			case "ControllerRevision":
				f, _ := o["revision"].(float64)
				x.Number = int64(f)
			}
		})
	case "MODIFIED":
		if known {
			if get(old, "metadata", "deletionTimestamp") == nil && get(o, "metadata", "deletionTimestamp") != nil {
				add("delete", nil)
			}
			if a, b := owners(old), owners(o); strings.Join(a, ",") != strings.Join(b, ",") {
				add("own", func(x *Event) { x.Owners = b })
			}
			if kind == "Pod" {
				if a, b := condition(old, "Ready"), condition(o, "Ready"); a != b {
					add(map[bool]string{true: "ready", false: "unready"}[b], nil)
				}
				if str(get(old, "status", "phase")) != "Failed" && str(get(o, "status", "phase")) == "Failed" {
					add("failed", nil)
				}
				if a, b := str(get(old, "metadata", "labels", "controller-revision-hash")), str(get(o, "metadata", "labels", "controller-revision-hash")); a != b {
					add("relabel", func(x *Event) { x.Revision = b })
				}
			}
			if kind == "ControllerRevision" {
				a, _ := old["revision"].(float64)
				b, _ := o["revision"].(float64)
				if a != b {
					add("renumber", func(x *Event) { x.Number = int64(b) })
				}
			}
		}
	case "DELETED":
		if known && get(old, "metadata", "deletionTimestamp") == nil {
			add("delete", nil)
		}
		add("gone", nil)
	}
	r.last[key] = o
	r.at = time.Now()
}

func (r *recorder) take() []Event {
	r.Lock()
	defer r.Unlock()
	out := r.events
	r.events = nil
	sort.SliceStable(out, func(i, j int) bool { return out[i].rv < out[j].rv })
	if out == nil {
		out = []Event{}
	}
	return out
}

func (r *recorder) settle(quiet, most time.Duration) {
	r.Lock()
	r.at = time.Now()
	r.Unlock()
	for start := time.Now(); time.Since(start) < most; time.Sleep(25 * time.Millisecond) {
		r.Lock()
		idle := time.Since(r.at)
		r.Unlock()
		if idle >= quiet {
			return
		}
	}
}
