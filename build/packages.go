package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
)

// packages prints how many bytes of a program's code each package has, the largest
// first: where to look when a budget is passed. The bytes are of wasm before
// compression; data, of which Go's table of functions is the most, is no package's.
func packages(args []string) error {
	flags := flag.NewFlagSet("packages", flag.ContinueOnError)
	program := flags.String("program", "./app", "the wasm program to look into")
	least := flags.Int("least", 2000, "packages with fewer bytes are summed up as the rest")
	if err := flags.Parse(args); err != nil {
		return err
	}
	p, err := openProject()
	if err != nil {
		return err
	}
	module, err := buildNamed(p, *program)
	if err != nil {
		return err
	}
	listed, err := goCommand(p.root, browserEnv, "list", "-deps", *program)
	if err != nil {
		return err
	}
	sizes, err := codeSizes(module)
	if err != nil {
		return err
	}
	return printPackages(os.Stdout, byPackage(sizes, strings.Fields(string(listed))), *least)
}

// buildNamed compiles a program as it is shipped, but with the names of its functions.
func buildNamed(p project, program string) ([]byte, error) {
	if _, err := buildApp(p); err != nil { // which prepares go-app
		return nil, err
	}
	flags := slices.DeleteFunc(slices.Clone(wasmFlags), func(f string) bool { return strings.HasPrefix(f, "-ldflags") })
	out := p.work + "/named.wasm"
	args := slices.Concat([]string{"build", "-o", out, "-modfile=" + p.work + "/browser.mod"}, flags, []string{program})
	if _, err := goCommand(p.root, browserEnv, args...); err != nil {
		return nil, err
	}
	return os.ReadFile(out)
}

const (
	customSection = 0
	importSection = 2
	codeSection   = 10
	functionKind  = 0 // of an import
	functionNames = 1 // of the parts of a section of names
)

// codeSizes gives the bytes of each function of a module by its name there. Functions
// without a name are summed up under "".
func codeSizes(module []byte) (map[string]int, error) {
	var bodies []int
	names := map[uint64]string{}
	imported := uint64(0)
	r := wasmReader{rest: module}
	r.take(wasmHeader)
	for len(r.rest) > 0 && !r.failed {
		id := r.byte()
		section := wasmReader{rest: r.take(int(r.unsigned()))}
		switch id {
		case importSection:
			imported = importedFunctions(&section)
		case codeSection:
			for n := section.unsigned(); n > 0 && !section.failed; n-- {
				bodies = append(bodies, len(section.take(int(section.unsigned()))))
			}
		case customSection:
			if string(section.take(int(section.unsigned()))) == "name" {
				readFunctionNames(&section, names)
			}
		}
		if section.failed {
			return nil, errNotWasm
		}
	}
	if r.failed || len(bodies) == 0 {
		return nil, errNotWasm
	}
	sizes := map[string]int{}
	for i, size := range bodies {
		sizes[names[imported+uint64(i)]] += size
	}
	return sizes, nil
}

// importedFunctions counts the functions of a section of imports, which Go has no others in.
func importedFunctions(r *wasmReader) uint64 {
	count := r.unsigned()
	for range count {
		r.take(int(r.unsigned()))
		r.take(int(r.unsigned()))
		if r.byte() != functionKind {
			r.failed = true
		}
		r.unsigned()
	}
	return count
}

// readFunctionNames takes in the names of functions by their number.
func readFunctionNames(r *wasmReader, names map[uint64]string) {
	for len(r.rest) > 0 && !r.failed {
		kind := r.byte()
		part := wasmReader{rest: r.take(int(r.unsigned()))}
		if kind != functionNames {
			continue
		}
		for n := part.unsigned(); n > 0 && !part.failed; n-- {
			number := part.unsigned()
			names[number] = string(part.take(int(part.unsigned())))
		}
		r.failed = r.failed || part.failed
	}
}

// unnameable is what Go's linker writes as an underscore in the names of functions.
var unnameable = regexp.MustCompile(`[^\w.]`)

// byPackage sums up functions by package. A name in a module does not tell where its
// package ends, so the packages of the program must be given; "" is the rest.
func byPackage(sizes map[string]int, paths []string) map[string]int {
	written := map[string]string{"main": "main"}
	for _, path := range paths {
		written[unnameable.ReplaceAllString(path, "_")] = path
	}
	sums := map[string]int{}
	for name, size := range sizes {
		end := len(name)
		for end > 0 && written[name[:end]] == "" {
			end = strings.LastIndexByte(name[:end], '.')
		}
		sums[written[name[:max(end, 0)]]] += size
	}
	return sums
}

func printPackages(w io.Writer, sums map[string]int, least int) error {
	total, rest := 0, 0
	for _, size := range sums {
		total += size
	}
	order := slices.SortedFunc(maps.Keys(sums), func(a, b string) int {
		return cmp.Or(cmp.Compare(sums[b], sums[a]), strings.Compare(a, b))
	})
	var b bytes.Buffer
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, path := range order {
		if path == "" || sums[path] < least {
			rest += sums[path]
			continue
		}
		fmt.Fprintf(t, "%d\t%.1f %%\t  %s\n", sums[path], 100*float64(sums[path])/float64(total), path)
	}
	fmt.Fprintf(t, "%d\t%.1f %%\t  the rest\n%d\t\t  code in all\n", rest, 100*float64(rest)/float64(total), total)
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
