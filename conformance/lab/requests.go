package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func (p *Plane) do(method, path, contentType string, body any) (int, []byte, []string, error) {
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		reader = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		must(err)
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, p.url+path, reader)
	must(err)
	req.Header.Set("Authorization", "Bearer lab")
	req.Header.Set("Accept", "application/json")
	if contentType == "" {
		contentType = "application/json"
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := p.client.Do(req)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return resp.StatusCode, raw, resp.Header.Values("Warning"), err
}

// Call makes a request that has to succeed and returns the decoded answer.
func (p *Plane) Call(method, path, contentType string, body any) (Object, error) {
	code, raw, _, err := p.do(method, path, contentType, body)
	if err != nil {
		return nil, err
	}
	var o Object
	json.Unmarshal(raw, &o)
	if code >= 300 {
		return o, fmt.Errorf("%s %s: %d %v", method, path, code, o["message"])
	}
	return o, nil
}

func (p *Plane) list(path string) []Object {
	o, err := p.Call("GET", path, "", nil)
	must(err)
	var out []Object
	for _, it := range asList(o["items"]) {
		out = append(out, it.(Object))
	}
	return out
}

// Kubectl runs the real kubectl against the plane.
func (p *Plane) Kubectl(ns, stdin string, args ...string) (string, string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "kubectl", append([]string{"--kubeconfig", p.kubeconfig, "-n", ns, "--cache-dir", filepath.Join(p.dir, "cache")}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, errb bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errb
	err := cmd.Run()
	return strings.TrimSpace(out.String()), strings.TrimSpace(errb.String()), err
}

func (p *Plane) stream(path string) (*http.Response, error) {
	req, err := http.NewRequest("GET", p.url+path, nil)
	must(err)
	req.Header.Set("Authorization", "Bearer lab")
	req.Header.Set("Accept", "application/json")
	return p.client.Do(req)
}
