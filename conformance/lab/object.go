package main

import (
	"fmt"
	"os"
)

// Object is any Kubernetes object as decoded JSON.
type Object = map[string]any

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "lab:", err)
		panic(err)
	}
}

func tail(s string, n int) string {
	if len(s) > n {
		return s[len(s)-n:]
	}
	return s
}

func fallback(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func asList(v any) []any { l, _ := v.([]any); return l }

func asMap(v any) Object { m, _ := v.(Object); return m }

func str(v any) string { s, _ := v.(string); return s }

func get(o any, path ...string) any {
	for _, k := range path {
		o = asMap(o)[k]
	}
	return o
}
