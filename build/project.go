package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// project says where the build finds things on this machine.
type project struct {
	root   string // the repository
	work   string // for what later builds can reuse; ignored by git
	goRoot string // the Go toolchain that builds
	goApp  string // go-app, untouched, in the module cache
}

// openProject asks the go command where the project is. The working directory
// may be anywhere inside the repository.
func openProject() (project, error) {
	out, err := goCommand("", nil, "env", "-json", "GOMOD", "GOROOT")
	if err != nil {
		return project{}, err
	}
	var env struct{ GOMOD, GOROOT string }
	if err := json.Unmarshal(out, &env); err != nil {
		return project{}, fmt.Errorf("reading the answer of go env: %w", err)
	}
	if env.GOMOD == "" || env.GOMOD == os.DevNull {
		return project{}, fmt.Errorf("no go.mod here: run the build inside the repository")
	}
	p := project{root: filepath.Dir(env.GOMOD), goRoot: env.GOROOT}
	p.work = filepath.Join(p.root, "build", "cache")
	p.goApp, err = findGoApp(p.root)
	return p, err
}

// findGoApp returns the folder of the go-app module, downloading it when this
// machine does not have it yet.
func findGoApp(root string) (string, error) {
	var module struct{ Version, Dir string }
	for range 2 {
		out, err := goCommand(root, nil, "list", "-m", "-json", goAppModule)
		if err != nil {
			return "", err
		}
		if err := json.Unmarshal(out, &module); err != nil {
			return "", fmt.Errorf("reading the answer of go list: %w", err)
		}
		if module.Dir != "" {
			break
		}
		if _, err := goCommand(root, nil, "mod", "download", goAppModule); err != nil {
			return "", err
		}
	}
	if module.Version != goAppVersion {
		return "", fmt.Errorf("go.mod asks for go-app %s, but build/goapp.go trims %s: adapt the edits there, then goAppVersion",
			module.Version, goAppVersion)
	}
	return module.Dir, nil
}

// goCommand runs the go tool in dir, with env added to the environment, and
// returns what it wrote to standard output.
func goCommand(dir string, env []string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out, nil
}
