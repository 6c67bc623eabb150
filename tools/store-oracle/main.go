// Answers, for each line of standard input, what the API server of the Kubernetes version that it is built with would store:
// the server's own decoding, defaulting, strategies and storage encoding, without a server.
//
// A line of input: {"object": "…JSON…", "old": "…JSON of the stored object that is updated…"}
// A line of output: {"stored": {…}} or {"error": "…"}, or both for strict errors.
//
// README.md says how it is built. testdata/stored holds answers of it.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kjson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/features"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
)

type strategy interface {
	PrepareForCreate(ctx context.Context, obj runtime.Object)
	PrepareForUpdate(ctx context.Context, obj, old runtime.Object)
}

var strategies = map[string]strategy{
	"StatefulSet":             statefulset.Strategy,
	"DaemonSet":               daemonset.Strategy,
	"Service":                 service.Strategy,
	"PersistentVolumeClaim":   persistentvolumeclaim.Strategy,
	"PodDisruptionBudget":     poddisruptionbudget.Strategy,
	"HorizontalPodAutoscaler": horizontalpodautoscaler.Strategy,
}

type question struct {
	Object string `json:"object"`
	Old    string `json:"old"`
}

type answer struct {
	Error  string          `json:"error,omitempty"`
	Stored json.RawMessage `json:"stored,omitempty"`
}

var (
	scheme = legacyscheme.Scheme
	strict = kjson.NewSerializerWithOptions(kjson.DefaultMetaFactory, scheme, scheme, kjson.SerializerOptions{Yaml: true, Strict: true})
	plain  = kjson.NewSerializerWithOptions(kjson.DefaultMetaFactory, scheme, scheme, kjson.SerializerOptions{})
	store  = protobuf.NewSerializer(scheme, scheme)
)

func internal(group string) schema.GroupVersion {
	return schema.GroupVersion{Group: group, Version: runtime.APIVersionInternal}
}

func decode(text string) (runtime.Object, *schema.GroupVersionKind, error) {
	var head struct{ APIVersion, Kind string }
	if err := json.Unmarshal([]byte(text), &head); err != nil {
		return nil, nil, err
	}
	version, err := schema.ParseGroupVersion(head.APIVersion)
	if err != nil {
		return nil, nil, err
	}
	kind := version.WithKind(head.Kind)
	return legacyscheme.Codecs.DecoderToVersion(strict, internal(version.Group)).Decode([]byte(text), &kind, nil)
}

// throughStore writes an object as it is kept, reads it back, and writes it as it is served.
func throughStore(object runtime.Object, kind schema.GroupVersionKind) ([]byte, error) {
	kept := kind.GroupVersion()
	if kind.Kind == "HorizontalPodAutoscaler" {
		kept.Version = "v2"
	}
	raw, err := runtime.Encode(legacyscheme.Codecs.EncoderForVersion(store, kept), object)
	if err != nil {
		return nil, err
	}
	read, _, err := legacyscheme.Codecs.DecoderToVersion(store, internal(kept.Group)).Decode(raw, nil, nil)
	if err != nil {
		return nil, err
	}
	return runtime.Encode(legacyscheme.Codecs.EncoderForVersion(plain, kind.GroupVersion()), read)
}

func reply(asked question) answer {
	object, kind, err := decode(asked.Object)
	given := answer{}
	if err != nil {
		given.Error = err.Error()
		if !runtime.IsStrictDecodingError(err) {
			return given
		}
	}
	ways := strategies[kind.Kind]
	if asked.Old == "" {
		ways.PrepareForCreate(context.Background(), object)
	} else {
		old, _, err := decode(asked.Old)
		if err != nil {
			return answer{Error: "old: " + err.Error()}
		}
		before, _ := meta.Accessor(old)
		after, _ := meta.Accessor(object)
		after.SetGeneration(before.GetGeneration())
		ways.PrepareForUpdate(context.Background(), object, old)
	}
	if given.Stored, err = throughStore(object, *kind); err != nil {
		given.Error = err.Error()
	}
	return given
}

func main() {
	if len(os.Args) > 1 {
		if err := utilfeature.DefaultMutableFeatureGate.Set(os.Args[1]); err != nil {
			panic(err)
		}
	}
	in := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		line, end := in.ReadString('\n')
		if strings.TrimSpace(line) != "" {
			var asked question
			if err := json.Unmarshal([]byte(line), &asked); err != nil {
				panic(err)
			}
			if err := out.Encode(reply(asked)); err != nil {
				panic(err)
			}
		}
		if end != nil {
			return
		}
	}
}
