package main

// Scenario is one story told to the control plane.
type Scenario struct {
	Name  string `json:"name"`
	About string `json:"about"`
	Gates string `json:"gates,omitempty"`
	Pace  string `json:"pace,omitempty"`
	// Scheduler: the real kube-scheduler binds the pods, instead of the lab.
	Scheduler bool   `json:"scheduler,omitempty"`
	Nodes     []Node `json:"nodes,omitempty"`
	Steps     []Step `json:"steps"`
}

// Node is a worker node as the DaemonSet controller sees it.
type Node struct {
	Name          string            `json:"name"`
	Labels        map[string]string `json:"labels,omitempty"`
	Taints        []Object          `json:"taints,omitempty"`
	Unschedulable bool              `json:"unschedulable,omitempty"`
	NotReady      bool              `json:"notReady,omitempty"`
	Allocatable   map[string]string `json:"allocatable,omitempty"` // cpu 8, memory 32Gi and 110 pods where it is left out
}

// Step is one thing that a user, a node or a pod does; the trace then runs until nothing moves.
type Step struct {
	Apply       string   `json:"apply,omitempty"`
	ApplyArgs   []string `json:"applyArgs,omitempty"` // further flags of kubectl apply: --server-side, --field-manager=helm
	Kubectl     []string `json:"kubectl,omitempty"`
	Upgrade     string   `json:"upgrade,omitempty"` // the control plane starts again as this version
	AddNode     *Node    `json:"addNode,omitempty"`
	SetNode     *Node    `json:"setNode,omitempty"`
	RemoveNode  string   `json:"removeNode,omitempty"`
	FailPod     string   `json:"failPod,omitempty"`
	ReadyPod    string   `json:"readyPod,omitempty"`
	UnreadyPod  string   `json:"unreadyPod,omitempty"`
	WaitSeconds int      `json:"waitSeconds,omitempty"`
	MaxRounds   int      `json:"maxRounds,omitempty"`
}

// Event is one change of one object, in the order in which the API server committed it.
type Event struct {
	Op       string   `json:"op"`
	Kind     string   `json:"kind"`
	Name     string   `json:"name"`
	Revision string   `json:"revision,omitempty"`
	Number   int64    `json:"number,omitempty"`
	Node     string   `json:"node,omitempty"`
	Image    string   `json:"image,omitempty"`
	Claims   []string `json:"claims,omitempty"`
	Owners   []string `json:"owners,omitempty"`
	rv       int64
	uid      string
}

// Round is what the controllers did until they were quiet, then what the nodes did.
type Round struct {
	Controllers []Event `json:"controllers"`
	Nodes       []Event `json:"nodes"`
}

// Result is a step with all that it caused.
type Result struct {
	Step     Step              `json:"step"`
	Output   string            `json:"output,omitempty"`
	Error    string            `json:"error,omitempty"`
	Warnings []string          `json:"warnings,omitempty"`
	Rounds   []Round           `json:"rounds"`
	Settled  bool              `json:"settled"`
	Sets     map[string]Object `json:"sets"`
	Pods     []Object          `json:"pods"`
	Claims   []Object          `json:"claims"`
	History  []Object          `json:"history"`
}

// Trace is a scenario as the real controllers played it.
type Trace struct {
	Scenario Scenario `json:"scenario"`
	Version  string   `json:"version"`
	Results  []Result `json:"results"`
}
