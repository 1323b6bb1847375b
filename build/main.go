// Command build makes everything that is generated in this repository:
//
//	go run ./build train    the compiled packs in coach/packs
//	go run ./build site     the website in build/dist
//	go run ./build packages what a wasm program is made of
//	go run ./build size     the sizes of build/dist against their budgets
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// command is one word a developer can say to the build tool.
type command struct {
	name  string
	about string
	run   func(args []string) error
}

var commands = []command{
	{"train", "train and compile the built-in packs (--check: only compare)", trainPacks},
	{"site", "build the app and write the website (--out build/dist)", site},
	{"packages", "print how much of a wasm program each package is (--program ./app)", packages},
	{"size", "print the sizes of the website against their budgets; fail when one is passed (--json, --dist build/dist)", size},
}

func main() {
	if err := dispatch(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// dispatch runs the command that args name; without one, or with an unknown
// one, the error is the usage text.
func dispatch(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("no command given\n%s", usage())
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(args[1:])
		}
	}
	return fmt.Errorf("there is no command %q\n%s", args[0], usage())
}

func usage() string {
	var b strings.Builder
	b.WriteString("usage: go run ./build COMMAND\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %-8s %s\n", c.name, c.about)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// step does one part of the work and prints a line with what it is and how
// long it took.
func step(what string, work func() error) error {
	fmt.Printf("%s … ", what)
	start := time.Now()
	if err := work(); err != nil {
		fmt.Println("failed")
		return err
	}
	fmt.Printf("%.1f s\n", time.Since(start).Seconds())
	return nil
}
