package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Plane is a running control plane: etcd, an API server and, when asked for, a controller manager.
type Plane struct {
	dir        string
	bin        string
	apiArgs    []string
	api        *exec.Cmd
	managerArg []string
	url        string
	client     *http.Client
	processes  []*exec.Cmd
	manager    *exec.Cmd
	kubeconfig string
}

func freePort() int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (p *Plane) spawn(name string, bin string, args ...string) *exec.Cmd {
	out, err := os.Create(filepath.Join(p.dir, name+".log"))
	must(err)
	cmd := exec.Command(bin, args...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	must(cmd.Start())
	p.processes = append(p.processes, cmd)
	return cmd
}

// StartPlane starts the programs under bin and waits until the API server is ready.
func StartPlane(bin, version, gates string, manager bool) *Plane {
	dir, err := os.MkdirTemp("", "plane-")
	must(err)
	p := &Plane{dir: dir, bin: bin}
	etcd, peer, api := freePort(), freePort(), freePort()
	p.spawn("etcd", filepath.Join(bin, "etcd"), "--data-dir", filepath.Join(dir, "etcd"),
		"--listen-client-urls", fmt.Sprintf("http://127.0.0.1:%d", etcd), "--advertise-client-urls", fmt.Sprintf("http://127.0.0.1:%d", etcd),
		"--listen-peer-urls", fmt.Sprintf("http://127.0.0.1:%d", peer), "--initial-advertise-peer-urls", fmt.Sprintf("http://127.0.0.1:%d", peer),
		"--initial-cluster", fmt.Sprintf("default=http://127.0.0.1:%d", peer), "--unsafe-no-fsync", "--log-level", "error")

	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(err)
	keyFile, pubFile, tokens := filepath.Join(dir, "sa.key"), filepath.Join(dir, "sa.pub"), filepath.Join(dir, "tokens.csv")
	pub, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	must(err)
	must(os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), 0o600))
	must(os.WriteFile(pubFile, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pub}), 0o600))
	must(os.WriteFile(tokens, []byte("lab,admin,admin,system:masters\n"), 0o600))
	args := []string{"--etcd-servers", fmt.Sprintf("http://127.0.0.1:%d", etcd), "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", api),
		"--cert-dir", filepath.Join(dir, "certs"), "--authorization-mode=AlwaysAllow", "--token-auth-file", tokens, "--service-account-issuer=https://lab.invalid",
		"--service-account-key-file", pubFile, "--service-account-signing-key-file", keyFile, "--service-cluster-ip-range=10.0.0.0/16",
		"--disable-admission-plugins=ServiceAccount,TaintNodesByCondition,DefaultTolerationSeconds,Priority,RuntimeClass", "--allow-privileged=true", "--endpoint-reconciler-type=none", "--max-requests-inflight=0", "--max-mutating-requests-inflight=0", "--enable-priority-and-fairness=false"}
	if gates != "" {
		args = append(args, "--feature-gates="+gates)
	}
	p.apiArgs = args
	p.api = p.spawn("apiserver", filepath.Join(bin, version, "kube-apiserver"), args...)
	p.url = fmt.Sprintf("https://127.0.0.1:%d", api)
	p.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, MaxIdleConnsPerHost: 16}}
	p.kubeconfig = filepath.Join(dir, "kubeconfig")
	must(os.WriteFile(p.kubeconfig, []byte(fmt.Sprintf(`apiVersion: v1
kind: Config
clusters: [{name: lab, cluster: {server: %q, insecure-skip-tls-verify: true}}]
users: [{name: lab, user: {token: lab}}]
contexts: [{name: lab, context: {cluster: lab, user: lab}}]
current-context: lab
`, p.url)), 0o600))
	p.waitFor("/readyz")
	p.waitFor("/api/v1/namespaces/default")
	if manager {
		args := []string{"--kubeconfig", p.kubeconfig, "--leader-elect=false", "--secure-port=0",
			"--controllers=statefulset-controller,daemonset-controller,garbage-collector-controller,persistentvolumeclaim-protection-controller,namespace-controller",
			"--kube-api-qps=500", "--kube-api-burst=1000", "--min-resync-period=12h"}
		if gates != "" {
			args = append(args, "--feature-gates="+gates)
		}
		p.managerArg = args
		p.manager = p.spawn("manager", filepath.Join(bin, version, "kube-controller-manager"), args...)
		time.Sleep(6 * time.Second)
	}
	return p
}

// StartScheduler starts the real kube-scheduler, which tries a pod again after a second.
func (p *Plane) StartScheduler(version string) {
	config := filepath.Join(p.dir, "scheduler.yaml")
	must(os.WriteFile(config, []byte(fmt.Sprintf(`apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection: {kubeconfig: %q, qps: 500, burst: 1000}
leaderElection: {leaderElect: false}
podInitialBackoffSeconds: 1
podMaxBackoffSeconds: 1
`, p.kubeconfig)), 0o600))
	p.spawn("scheduler", filepath.Join(p.bin, version, "kube-scheduler"), "--config", config, "--secure-port=0")
	time.Sleep(4 * time.Second)
}

// Restart ends the API server and the controller manager and starts those of another version on the same etcd.
func (p *Plane) Restart(version string) {
	p.manager.Process.Signal(syscall.SIGCONT)
	for _, c := range []*exec.Cmd{p.manager, p.api} {
		c.Process.Kill()
		c.Wait()
	}
	p.client.CloseIdleConnections()
	p.api = p.spawn("apiserver", filepath.Join(p.bin, version, "kube-apiserver"), p.apiArgs...)
	p.waitFor("/readyz")
	p.waitFor("/api/v1/namespaces/default")
	p.manager = p.spawn("manager", filepath.Join(p.bin, version, "kube-controller-manager"), p.managerArg...)
	time.Sleep(6 * time.Second)
}

// freeze stops the controller manager and returns once every thread of it stands still.
func (p *Plane) freeze() {
	p.manager.Process.Signal(syscall.SIGSTOP)
	pid := p.manager.Process.Pid
	for start := time.Now(); time.Since(start) < 5*time.Second; time.Sleep(2 * time.Millisecond) {
		still := true
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
		for _, t := range tasks {
			raw, _ := os.ReadFile(t)
			if i := bytes.LastIndexByte(raw, ')'); i > 0 && len(raw) > i+2 && raw[i+2] != 'T' {
				still = false
			}
		}
		if still {
			time.Sleep(30 * time.Millisecond)
			return
		}
	}
}

func (p *Plane) waitFor(path string) {
	for start := time.Now(); time.Since(start) < 90*time.Second; time.Sleep(200 * time.Millisecond) {
		if code, _, _, err := p.do("GET", path, "", nil); err == nil && code == 200 {
			return
		}
	}
	log, _ := os.ReadFile(filepath.Join(p.dir, "apiserver.log"))
	must(fmt.Errorf("no answer from %s\n%s", path, tail(string(log), 3000)))
}

// Stop ends every process that the plane started and removes its folder.
func (p *Plane) Stop() {
	if p.manager != nil {
		p.manager.Process.Signal(syscall.SIGCONT)
	}
	for _, c := range p.processes {
		c.Process.Kill()
		c.Wait()
	}
	os.RemoveAll(p.dir)
}
