package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"time"
)

func (l *player) act(s Step) (out, errText string, warnings []string) {
	split := func(stderr string) {
		for _, line := range strings.Split(stderr, "\n") {
			if strings.HasPrefix(line, "Warning: ") {
				warnings = append(warnings, strings.TrimPrefix(line, "Warning: "))
			} else if line != "" {
				errText += line + "\n"
			}
		}
		errText = strings.TrimSpace(errText)
	}
	switch {
	case s.Apply != "":
		o, e, _ := l.p.Kubectl(l.ns, s.Apply, append([]string{"apply", "-f", "-"}, s.ApplyArgs...)...)
		out = o
		split(e)
	case s.Upgrade != "":
		l.p.Restart(s.Upgrade)
		for kind, path := range watched {
			l.watch(kind, path)
		}
		time.Sleep(300 * time.Millisecond)
	case len(s.Kubectl) > 0:
		args := s.Kubectl
		if args[0] == "delete" {
			args = append(append([]string{}, args...), "--wait=false")
		}
		o, e, _ := l.p.Kubectl(l.ns, "", args...)
		out = o
		split(e)
	case s.AddNode != nil:
		l.setNode(s.AddNode, true)
	case s.SetNode != nil:
		l.setNode(s.SetNode, false)
	case s.RemoveNode != "":
		_, err := l.p.Call("DELETE", "/api/v1/nodes/"+s.RemoveNode, "", nil)
		must(err)
	case s.FailPod != "":
		pod := l.find(s.FailPod)
		l.failed[str(get(pod, "metadata", "uid"))] = true
		l.p.Call("PATCH", l.path("Pod", str(get(pod, "metadata", "name")))+"/status", "application/merge-patch+json", status(false, "Failed"))
	case s.UnreadyPod != "":
		pod := l.find(s.UnreadyPod)
		l.held[str(get(pod, "metadata", "uid"))] = true
		l.p.Call("PATCH", l.path("Pod", str(get(pod, "metadata", "name")))+"/status", "application/merge-patch+json", status(false, "Running"))
	case s.ReadyPod != "":
		pod := l.find(s.ReadyPod)
		delete(l.held, str(get(pod, "metadata", "uid")))
	}
	return strings.ReplaceAll(out, l.ns, "default"), strings.ReplaceAll(errText, l.ns, "default"), warnings
}

var setPaths = map[string]string{"StatefulSet": "/apis/apps/v1/namespaces/%s/statefulsets", "DaemonSet": "/apis/apps/v1/namespaces/%s/daemonsets"}

// Play runs one scenario in its own namespace.
func Play(p *Plane, version string, n int, sc Scenario) Trace {
	ns := fmt.Sprintf("lab-%d", n)
	_, err := p.Call("POST", "/api/v1/namespaces", "", Object{"apiVersion": "v1", "kind": "Namespace", "metadata": Object{"name": ns}})
	must(err)
	l := &player{recorder: &recorder{p: p, ns: ns, last: map[string]Object{}, names: map[string]string{}}, pace: sc.Pace, held: map[string]bool{}, failed: map[string]bool{}, sched: sc.Scheduler}
	nodes := sc.Nodes
	if len(nodes) == 0 {
		nodes = []Node{{Name: "node-1"}}
	}
	for i := range nodes {
		l.setNode(&nodes[i], true)
	}
	for kind, path := range watched {
		l.watch(kind, path)
	}
	time.Sleep(300 * time.Millisecond)
	t := Trace{Scenario: sc, Version: version}
	defer l.clean()
	frozen := false
	defer func() { p.manager.Process.Signal(syscall.SIGCONT) }()
	for _, step := range sc.Steps {
		res := Result{Step: step, Rounds: []Round{}, Sets: map[string]Object{}, Pods: []Object{}, Claims: []Object{}, History: []Object{}}
		if os.Getenv("LAB_DEBUG") != "" {
			raw, _ := json.Marshal(step)
			fmt.Fprintf(os.Stderr, "   step %s\n", tail(string(raw), 100))
		}
		if frozen { // the last step was cut off: what the nodes did last is answered before the next act
			p.manager.Process.Signal(syscall.SIGCONT)
			l.settle(l.quiet(), 15*time.Second)
			frozen = false
		}
		res.Output, res.Error, res.Warnings = l.act(step)
		most := step.MaxRounds
		if most == 0 {
			most = 200
		}
		waited := step.WaitSeconds == 0
		for i := 0; i < most; i++ {
			l.settle(l.quiet(), 15*time.Second)
			round := Round{Controllers: l.take()}
			p.freeze()
			done := l.nodesAct()
			l.settle(120*time.Millisecond, 2*time.Second)
			round.Nodes = l.take()
			if frozen = i == most-1; !frozen { // a step that is cut off is read before the controllers answer
				p.manager.Process.Signal(syscall.SIGCONT)
			}
			if done == 0 && len(round.Controllers) == 0 && len(round.Nodes) == 0 {
				if !waited {
					time.Sleep(time.Duration(step.WaitSeconds) * time.Second)
					waited = true
					continue
				}
				res.Settled = true
				break
			}
			if step.WaitSeconds > 0 {
				waited = false
			}
			res.Rounds = append(res.Rounds, round)
		}
		l.state(&res)
		if dumps != "" {
			l.dump(filepath.Join(dumps, fmt.Sprintf("%s.%d.json", sc.Name, len(t.Results)+1)))
		}
		t.Results = append(t.Results, res)
	}
	return t
}

// state reads what there is behind a step.
func (l *player) state(res *Result) {
	for kind, path := range setPaths {
		for _, o := range l.p.list(fmt.Sprintf(path, l.ns)) {
			st := asMap(o["status"])
			delete(st, "conditions")
			res.Sets[kind+"/"+str(get(o, "metadata", "name"))] = Object{"generation": get(o, "metadata", "generation"), "replicas": get(o, "spec", "replicas"), "status": st}
		}
	}
	for _, o := range l.p.list(strings.TrimSuffix(l.path("Pod", ""), "/")) {
		x := Object{"name": l.name("Pod", o), "revision": get(o, "metadata", "labels", "controller-revision-hash"), "node": get(o, "spec", "nodeName"), "ready": condition(o, "Ready"), "phase": get(o, "status", "phase")}
		if get(o, "metadata", "deletionTimestamp") != nil {
			x["terminating"] = true
		}
		for _, c := range asList(get(o, "status", "conditions")) {
			if str(get(c, "type")) == "PodScheduled" && str(get(c, "status")) == "False" {
				x["unschedulable"] = strings.ReplaceAll(str(get(c, "message")), l.ns, "default")
			}
		}
		res.Pods = append(res.Pods, x)
	}
	for _, o := range l.p.list(strings.TrimSuffix(l.path("PersistentVolumeClaim", ""), "/")) {
		x := Object{"name": get(o, "metadata", "name"), "owners": owners(o), "labels": get(o, "metadata", "labels"), "requests": get(o, "spec", "resources", "requests")}
		if get(o, "metadata", "deletionTimestamp") != nil {
			x["terminating"] = true
		}
		res.Claims = append(res.Claims, x)
	}
	for _, o := range l.p.list(strings.TrimSuffix(l.path("ControllerRevision", ""), "/")) {
		raw, _ := json.Marshal(o["data"])
		res.History = append(res.History, Object{"name": get(o, "metadata", "name"), "revision": o["revision"], "owners": owners(o), "data": string(raw)})
	}
	sort.SliceStable(res.History, func(i, j int) bool {
		a, _ := res.History[i]["revision"].(float64)
		b, _ := res.History[j]["revision"].(float64)
		return a < b
	})
	sort.SliceStable(res.Pods, func(i, j int) bool { return fmt.Sprint(res.Pods[i]["name"]) < fmt.Sprint(res.Pods[j]["name"]) })
}

// dumps is the folder for what kubectl prints of the cluster after each step; empty for none.
var dumps string

// dump writes what a user of kubectl would see of the cluster now.
func (l *player) dump(file string) {
	args := []string{"get", "sts,ds,pods,pvc,controllerrevisions,nodes,pdb,svc,hpa", "-o", "json"}
	if os.Getenv("LAB_MANAGED_FIELDS") != "" {
		args = append(args, "--show-managed-fields")
	}
	out, e, err := l.p.Kubectl(l.ns, "", args...)
	if err != nil {
		must(fmt.Errorf("dump: %v %s", err, e))
	}
	must(os.WriteFile(file, []byte(strings.ReplaceAll(out, l.ns, "default")+"\n"), 0o644))
}

func (l *player) clean() {
	opts := Object{"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background", "gracePeriodSeconds": 0}
	for _, path := range setPaths {
		l.p.do("DELETE", fmt.Sprintf(path, l.ns), "", opts)
	}
	for kind := range watched {
		l.p.do("DELETE", strings.TrimSuffix(l.path(kind, ""), "/"), "", opts)
	}
	l.p.do("DELETE", "/api/v1/nodes", "", opts)
	time.Sleep(500 * time.Millisecond)
	l.p.do("DELETE", strings.TrimSuffix(l.path("Pod", ""), "/"), "", opts)
	l.p.do("DELETE", "/api/v1/namespaces/"+l.ns, "", opts)
}
