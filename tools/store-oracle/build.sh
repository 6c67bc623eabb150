#!/usr/bin/env bash
# Builds the oracle for one Kubernetes version: tools/store-oracle/build.sh 1.34.4 /tmp/oracle-1.34.4
set -euo pipefail
version=$1 out=$2 here=$(cd "$(dirname "$0")" && pwd) work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/main.go" "$work"
cd "$work"
export GOFLAGS=-mod=mod CGO_ENABLED=0
echo 'module download' > go.mod
source=$(go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
{
  printf 'module oracle\n\ngo %s\n\nrequire k8s.io/kubernetes v%s\n\n' "$(awk '$1=="go"{print $2}' "$source/go.mod")" "$version"
  # the staging modules stand beside Kubernetes under the same number
  awk '/=> *\.\/staging/{print $1=="replace"?$2:$1}' "$source/go.mod" | sort -u | while read -r module; do echo "replace $module => $module v0.${version#1.}"; done
} > go.mod
install -m 644 "$source/go.sum" go.sum
go build -o "$out" .
