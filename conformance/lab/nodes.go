package main

import (
	"fmt"
	"sort"
	"strings"
	"time"
)

type player struct {
	*recorder
	pace   string
	held   map[string]bool // pods, by UID, that are kept from being ready
	failed map[string]bool
	sched  bool
}

// quiet is how long nothing may happen before the controllers, and the scheduler with its back-off of a second, count as quiet.
func (l *player) quiet() time.Duration {
	if l.sched {
		return 2500 * time.Millisecond
	}
	return 700 * time.Millisecond
}

func (l *player) path(kind, name string) string {
	return fmt.Sprintf(watched[kind], "namespaces/"+l.ns) + "/" + name
}

func status(ready bool, phase string) Object {
	now := time.Now().UTC().Format(time.RFC3339)
	s := map[bool]string{true: "True", false: "False"}[ready]
	return Object{"status": Object{"phase": phase, "startTime": now, "conditions": []any{
		Object{"type": "Ready", "status": s, "lastTransitionTime": now}, Object{"type": "ContainersReady", "status": s, "lastTransitionTime": now}, Object{"type": "PodScheduled", "status": "True", "lastTransitionTime": now}}}}
}

// nodesAct binds every pod, ends terminating pods and makes healthy pods ready: all of it, or one pod's worth.
func (l *player) nodesAct() int {
	nodes := map[string]bool{}
	var first string
	for _, n := range l.p.list("/api/v1/nodes") {
		name := str(get(n, "metadata", "name"))
		nodes[name] = true
		if first == "" {
			first = name
		}
	}
	pods := l.p.list(strings.TrimSuffix(l.path("Pod", ""), "/"))
	sort.SliceStable(pods, func(i, j int) bool { return l.name("Pod", pods[i]) < l.name("Pod", pods[j]) })
	done := 0
	for _, pod := range pods {
		name, uid := str(get(pod, "metadata", "name")), str(get(pod, "metadata", "uid"))
		node := str(get(pod, "spec", "nodeName"))
		if node == "" && l.sched {
			if get(pod, "metadata", "deletionTimestamp") == nil {
				continue // no node takes it
			}
		} else if node == "" && get(pod, "metadata", "deletionTimestamp") == nil {
			node = targetNode(pod)
			if node == "" {
				node = first
			}
			if !nodes[node] {
				continue
			}
			l.p.Call("POST", l.path("Pod", name)+"/binding", "", Object{"apiVersion": "v1", "kind": "Binding", "metadata": Object{"name": name}, "target": Object{"kind": "Node", "name": node}})
		}
		if l.pace == "one" && done > 0 {
			continue
		}
		if get(pod, "metadata", "deletionTimestamp") != nil || (node != "" && !nodes[node]) {
			_, err := l.p.Call("DELETE", l.path("Pod", name), "", Object{"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0, "preconditions": Object{"uid": uid}})
			if err == nil {
				done++
			}
			continue
		}
		broken := false
		for _, c := range asList(get(pod, "spec", "containers")) {
			broken = broken || strings.Contains(str(get(c, "image")), "broken")
		}
		if broken || l.held[uid] || l.failed[uid] || condition(pod, "Ready") {
			continue
		}
		l.p.Call("PATCH", l.path("Pod", name)+"/status", "application/merge-patch+json", status(true, "Running"))
		done++
	}
	return done
}

func (l *player) find(name string) Object {
	for _, pod := range l.p.list(strings.TrimSuffix(l.path("Pod", ""), "/")) {
		if str(get(pod, "metadata", "name")) == name || l.name("Pod", pod) == name {
			return pod
		}
	}
	must(fmt.Errorf("no pod %s", name))
	return nil
}

func (l *player) setNode(n *Node, create bool) {
	labels := Object{"kubernetes.io/hostname": n.Name, "kubernetes.io/os": "linux"}
	for k, v := range n.Labels {
		labels[k] = v
	}
	taints := []any{}
	for _, t := range n.Taints {
		taints = append(taints, t)
	}
	if n.Unschedulable {
		taints = append(taints, Object{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"})
	}
	if n.NotReady {
		taints = append(taints, Object{"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"})
	}
	o := Object{"apiVersion": "v1", "kind": "Node", "metadata": Object{"name": n.Name, "labels": labels}, "spec": Object{"taints": taints, "unschedulable": n.Unschedulable}}
	var err error
	if create {
		_, err = l.p.Call("POST", "/api/v1/nodes", "", o)
	} else {
		_, err = l.p.Call("PUT", "/api/v1/nodes/"+n.Name, "", o)
	}
	must(err)
	s := map[bool]string{true: "False", false: "True"}[n.NotReady]
	can := Object{"pods": "110", "cpu": "8", "memory": "32Gi"}
	for k, v := range n.Allocatable {
		can[k] = v
	}
	l.p.Call("PATCH", "/api/v1/nodes/"+n.Name+"/status", "application/merge-patch+json", Object{"status": Object{"conditions": []any{Object{"type": "Ready", "status": s}}, "allocatable": can, "capacity": can}})
}
